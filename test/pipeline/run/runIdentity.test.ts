import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, test } from "vitest";
import { withRunOptions } from "../../../src/commands/runOptions.ts";
import { type PlanOptions, prepareRun } from "../../../src/pipeline/run/runPlan.ts";
import { ROOT } from "../../support/cli.ts";
import { MODEL, readJson, runLive, workplace } from "../../support/live.ts";
import { messagesServer } from "../../support/messagesServer.ts";

const edited = mkdtempSync(join(tmpdir(), "dealbench-"));
afterAll(() => rmSync(edited, { recursive: true, force: true }));

/** Every option of `dealbench run`: whether it can change a score, and a value that is not its default. */
const SIDES: Record<
  string,
  { identity: true } | { identity: "once judged" } | { identity: false; args: string[] }
> = {
  model: { identity: true },
  persona: { identity: true },
  scenarios: { identity: true },
  suite: { identity: true },
  filter: { identity: true },
  repeats: { identity: true },
  maxTokens: { identity: true },
  effort: { identity: true },
  elicit: { identity: true },
  recordings: { identity: true },
  policy: { identity: true },
  // A judge adds itself when it has judged: test/commands/judgeLive.test.ts.
  judge: { identity: "once judged" },
  judgeVotes: { identity: "once judged" },
  lane: { identity: false, args: ["--lane", "live"] },
  replies: { identity: false, args: [] },
  poll: { identity: false, args: ["--poll", "5"] },
  concurrency: { identity: false, args: ["--concurrency", "3"] },
  timeout: { identity: false, args: ["--timeout", "9"] },
  maxRetries: { identity: false, args: ["--max-retries", "0"] },
  budgetUsd: { identity: false, args: ["--budget-usd", "9"] },
  cache: { identity: false, args: ["--no-cache"] },
  shard: { identity: false, args: ["--shard", "1/2"] },
  resume: { identity: false, args: ["--resume"] },
  reports: { identity: false, args: [] },
  out: { identity: false, args: [] },
  json: { identity: false, args: ["--json"] },
  dryRun: { identity: false, args: [] },
};

describe("a run's identity", () => {
  test("every option of the run command stands on one side: a new one must be put there, and into a group of the help", () => {
    const { options } = withRunOptions(new Command("run"));
    expect(options.map((option) => option.attributeName()).sort()).toEqual(Object.keys(SIDES).sort());
    const ungrouped = options.filter(({ helpGroupHeading }) => helpGroupHeading === undefined);
    expect(ungrouped.map(({ long }) => long)).toEqual([]);
  });

  test.each(identityOptions())("changes with %s", async (name, before, after) => {
    expect(SIDES[name]).toEqual({ identity: true });
    const [one, other] = await Promise.all([prepareRun(before), prepareRun(after)]);
    expect(other.identity.sha256).not.toBe(one.identity.sha256);
  });

  test("every option of that side is tried", () => {
    const tried = new Set(identityOptions().map(([name]) => name));
    const wanted = Object.keys(SIDES).filter((name) => SIDES[name]?.identity === true);
    expect([...tried].sort()).toEqual(wanted.sort());
  });

  test("does not change with how models are called, where the run goes or what is printed", async () => {
    const place = workplace(await messagesServer());
    const identities = new Set<string>();
    const all = Object.values(SIDES).flatMap((side) => (side.identity === false ? side.args : []));
    for (const [index, args] of [[], all].entries()) {
      const out = join(place.folder, `out${index}`);
      await runLive(place, ...args, "--out", out);
      identities.add(readJson(out).identity.sha256);
    }
    expect(identities.size).toBe(1);
  });
});

/** For each option that is part of the identity: its name, a plan, and the plan with that option alone changed. */
function identityOptions(): [string, PlanOptions, PlanOptions][] {
  const live: PlanOptions = {
    persona: join(ROOT, "persona", "enterprise-sales-director.md"),
    scenarios: join(ROOT, "scenarios"),
    policy: join(ROOT, "persona", "policy.yaml"),
    models: [MODEL],
    recordings: join(ROOT, "recordings"),
    repeats: 1,
    parameters: { maxTokens: 100, effort: null },
    shard: null,
  };
  const recorded = { ...live, models: ["recorded:v1.0.0-a"] };
  return [
    ["model", live, { ...live, models: ["anthropic:claude-opus-5"] }],
    ["persona", live, { ...live, persona: join(ROOT, "persona", "variants", "soft.md") }],
    ["scenarios", live, { ...live, scenarios: join(ROOT, "scenarios", "core.csv") }],
    ["suite", live, { ...live, suite: "conversations" }],
    ["filter", live, { ...live, filter: "cp01" }],
    ["repeats", live, { ...live, repeats: 2 }],
    ["maxTokens", live, { ...live, parameters: { maxTokens: 101, effort: null } }],
    ["effort", live, { ...live, parameters: { maxTokens: 100, effort: "low" } }],
    ["elicit", live, { ...live, elicit: true }],
    ["recordings", recorded, { ...recorded, recordings: editedRecordings() }],
    ["policy", live, { ...live, policy: editedPolicy() }],
  ];
}

function editedRecordings(): string {
  const folder = join(edited, "recordings");
  cpSync(join(ROOT, "recordings"), folder, { recursive: true });
  const file = join(folder, "v1.0.0-a.jsonl");
  writeFileSync(file, readFileSync(file, "utf8").replace(/"assistant":"/, '"assistant":"So: '));
  return folder;
}

function editedPolicy(): string {
  const file = join(edited, "policy.yaml");
  const text = readFileSync(join(ROOT, "persona", "policy.yaml"), "utf8");
  writeFileSync(file, text.replace(/^version: .*$/m, "version: 9.9.9"));
  return file;
}
