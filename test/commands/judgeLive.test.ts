import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gradeCommand } from "../../src/commands/grade.ts";
import { temporaryFolder } from "../support/cli.ts";
import { type Json, readJson, readLines, runLive, spawnLive, workplace } from "../support/live.ts";
import { apiError, messagesServer, type StubReply } from "../support/messagesServer.ts";
import { runCommand } from "./inProcess.ts";
import { answer, isJudge, itemsOf, JUDGE, judge, met, QUOTE, REPLY } from "./judgeStub.ts";

describe("a judge that is called", () => {
  test("grades what code cannot tell right after the run, and its cost stands apart from the candidates'", async () => {
    const server = await messagesServer({ reply: (seen) => (isJudge(seen) ? met(seen) : { text: REPLY }) });
    const here = workplace(server);
    const { code, stdout, stderr } = await runLive(here, "--judge", JUDGE, "--filter", "cp01a");
    expect(code).toBe(0);
    expect(stderr).toContain(
      "warning: Self-enhancement bias: anthropic:claude-opus-5 and anthropic:claude-sonnet-5",
    );
    const folder = join(here.reports, readdirSync(here.reports)[0] ?? "");
    const run = readJson(folder);
    const calls = server.messages().filter(isJudge);
    expect(calls.length).toBeGreaterThan(3);
    expect(calls[0]?.body).toMatchObject({
      model: "claude-opus-5",
      max_tokens: 16_000,
      output_config: { effort: "medium", format: { type: "json_schema" } },
    });
    expect(JSON.stringify(calls)).not.toContain("claude-sonnet-5");
    expect(run.identity.judge).toMatchObject({ model: JUDGE, sha256: expect.stringMatching(/^\w{64}$/) });
    expect(run.judge).toMatchObject({ model: JUDGE, votes: 1, missing: 0 });
    expect(run.judge.answered).toBeGreaterThan(calls.length);
    expect(run.judge.spent).toMatchObject({ calls: calls.length, attempts: calls.length });
    expect(run.judge.spent.incurred_usd).toBeGreaterThan(0);
    const [{ cost_usd: candidates }] = readLines(folder);
    expect(run.cost.incurred_usd).toBe(candidates);
    expect(stdout).toMatch(
      /Judge: anthropic:claude-opus-5 answered .*; \d+ calls for \$0\.\d+, apart from the candidates'/,
    );
    expect(states(folder).filter(({ state }) => state === "ungraded")).toEqual([]);
  });

  test("faults 15, 16: what cannot be read is asked for once more, then it is ungraded with its cause", async () => {
    const bad: Record<string, StubReply> = {
      directness: { text: '{"answers":[{"item":"DR' },
      framework_use: { text: "", stopReason: "refusal" },
      action_plan: { text: "I would rather not say." },
    };
    const dimensions = new Map<string, string>();
    const seen: string[] = [];
    const server = await messagesServer({
      reply: (request) => {
        const items = itemsOf(request).join();
        seen.push(items);
        const times = seen.filter((other) => other === items).length;
        if (items.includes("DR4")) return times === 1 ? (bad["directness"] as StubReply) : met(request);
        if (items.includes("FU")) return bad["framework_use"] as StubReply;
        if (items.includes("AP")) return bad["action_plan"] as StubReply;
        return met(request);
      },
    });
    const folder = gradedRun();
    for (const { custom_id, schema } of await exported(folder))
      dimensions.set(schema.properties.answers.items.properties.item.enum.join(), custom_id.split("-")[0]);
    const { code } = await judge(server, "run", folder, "--judge", JUDGE);
    expect(code).toBe(0);
    for (const [items, dimension] of dimensions) {
      const asked = seen.filter((other) => other === items).length;
      expect([dimension, asked]).toEqual([dimension, /DR4|FU|AP/.test(items) ? 2 : 1]);
    }
    const graded = states(folder);
    expect(graded.find(({ id }) => id === "DR4")).toMatchObject({ state: "met", by: "judge" });
    const reasons = new Set(graded.filter(({ state }) => state === "ungraded").map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual(["judge: answer is not JSON", "judge: refused to answer"]);
    expect(readJson(folder).judge.spent.calls).toBe(seen.length);
  });

  test("fault 17: a quote that stands nowhere is void, and is not asked for again until it pleases", async () => {
    const server = await messagesServer({ reply: (seen) => answer(seen, true, "words that are not there") });
    const folder = gradedRun();
    await judge(server, "run", folder, "--judge", JUDGE);
    expect(server.count()).toBe((await exported(gradedRun())).length);
    const { void: causes, answered } = readJson(folder).judge;
    expect(answered).toBe(0);
    expect(causes[0].cause).toBe("quote not found in the reply");
  });

  test("votes differ: the majority counts, and the flicker is told", async () => {
    const asked = new Map<string, number>();
    const server = await messagesServer({
      reply: (seen) => {
        const items = itemsOf(seen).join();
        asked.set(items, (asked.get(items) ?? 0) + 1);
        return answer(seen, items.includes("DR4") ? asked.get(items) !== 2 : true, QUOTE);
      },
    });
    const folder = gradedRun();
    const { stdout } = await judge(server, "run", folder, "--judge", JUDGE, "--votes", "3");
    expect([...asked.values()].every((times) => times === 3)).toBe(true);
    const { votes, flicker } = readJson(folder).judge;
    expect(votes).toBe(3);
    expect(flicker).toBeGreaterThan(0);
    expect(states(folder).find(({ id }) => id === "DR4")?.reason).toBe(
      "The judge finds this met (2 of 3 votes).",
    );
    expect(stdout).toMatch(/3 votes each; votes differ on/);
  });

  test("judge and votes are part of the run's identity", async () => {
    const server = await messagesServer({ reply: met });
    const asked = [
      [],
      ["--judge", JUDGE],
      ["--judge", JUDGE, "--votes", "3"],
      ["--judge", "anthropic:claude-haiku-4-5"],
    ];
    const identities = new Set<string>();
    for (const args of asked) {
      const folder = gradedRun();
      if (args.length > 0) await judge(server, "run", folder, ...args);
      identities.add(readJson(folder).identity.sha256);
    }
    expect(identities.size).toBe(asked.length);
  });

  test("fault 9: denied on the way, what was answered is kept, and only the rest is asked on going on", async () => {
    let denied = true;
    let answers = 0;
    const server = await messagesServer({
      reply: (seen) => (denied && answers++ >= 2 ? apiError(403, "permission_error") : met(seen)),
    });
    const folder = gradedRun();
    const wanted = (await exported(folder)).length;
    const first = await judge(server, "run", folder, "--judge", JUDGE, "--no-cache", "--concurrency", "1");
    expect(first.code).toBe(4);
    expect(first.stderr).toContain(`ask for the rest with: dealbench judge run ${folder} --judge ${JUDGE}`);
    expect(readJson(folder).judge.missing).toBeGreaterThan(0);
    expect((await exported(folder)).length).toBe(wanted - 2);

    denied = false;
    const before = server.count();
    const second = await judge(server, "run", folder, "--judge", JUDGE, "--no-cache");
    expect(second.code).toBe(0);
    expect(server.count() - before).toBe(wanted - 2);
    expect(readJson(folder).judge).toMatchObject({ missing: 0, spent: { calls: wanted } });
    expect(await exported(folder)).toEqual([]);

    const other = await judge(server, "run", folder, "--judge", "anthropic:claude-haiku-4-5");
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("a run has one judge") });
  });

  test("fault 20: killed while it judges, what was answered is kept, and only the rest is asked on going on", async () => {
    let isSilent = true;
    let answers = 0;
    const server = await messagesServer({
      reply: (seen) => {
        if (!isJudge(seen)) return { text: REPLY };
        return isSilent && answers++ >= 2 ? { fault: "silence" } : met(seen);
      },
    });
    const here = workplace(server);
    const options = ["--judge", JUDGE, "--filter", "cp01a", "--no-cache", "--concurrency", "1"];
    const { child, ended } = spawnLive(here, ...options);
    await server.arrived(4);
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    isSilent = false;
    const folder = join(here.reports, readdirSync(here.reports)[0] ?? "");
    expect(readJson(folder).judge).toBeUndefined();
    expect(new Set(readLines(folder, "judge_calls.jsonl").map(({ custom_id: id }) => id)).size).toBe(2);
    const open = (await exported(folder)).length;
    const before = server.count();
    expect((await judge(server, "run", folder, "--judge", JUDGE, "--no-cache")).code).toBe(0);
    expect(server.count() - before).toBe(open);
    expect(readJson(folder).judge).toMatchObject({ missing: 0, spent: { calls: open + 2 } });
  });

  test("fault 35: a budget holds for run and judge together, and what was answered by then is graded", async () => {
    const usage = { input_tokens: 10_000, output_tokens: 16_000 };
    const server = await messagesServer({ reply: (seen) => ({ ...met(seen), usage }) });
    const folder = gradedRun();
    const { code, stderr } = await judge(
      server,
      "run",
      folder,
      "--judge",
      JUDGE,
      "--budget-usd",
      "1",
      "--concurrency",
      "1",
    );
    expect(code).toBe(4);
    expect(stderr).toMatch(/budget/i);
    const { spent, answered, missing } = readJson(folder).judge;
    expect(spent.incurred_usd).toBeLessThanOrEqual(1);
    expect(answered).toBeGreaterThan(0);
    expect(missing).toBeGreaterThan(0);
  });

  test.each([
    ["recorded:llm", /expected a language model/],
    ["claude-opus-5", /did you mean anthropic:claude-opus-5\?/],
    ["promptfoo:openai:gpt-5", /promptfoo|OPENAI_API_KEY/],
  ])("%s is refused before anybody is called", async (name, message) => {
    const server = await messagesServer();
    const here = workplace(server);
    const { code, stderr } = await runLive(here, "--judge", name);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(server.requests).toEqual([]);
    expect(existsSync(here.reports)).toBe(false);
  });
});

function states(folder: string): { id: string; state: string; by: string; reason: string }[] {
  const all = readLines(folder, "grades.jsonl").flatMap(({ items }) => items);
  return all.filter(({ state, reason }) => state !== "ungraded" || reason.startsWith("judge"));
}

let graded = "";
beforeAll(async () => {
  graded = mkdtempSync(join(tmpdir(), "dealbench-judge-live-"));
  const responses = join(graded, "replies.jsonl");
  const turns = [{ assistant: REPLY }];
  writeFileSync(responses, JSON.stringify({ scenario: "hc-newlogo-cp01a", model: "some-model", turns }));
  await runCommand(gradeCommand(), ["--responses", responses, "--out", join(graded, "run"), "--json"]);
});
afterAll(() => rmSync(graded, { recursive: true, force: true }));

/** A graded run folder of the test's own. */
function gradedRun(): string {
  const run = join(temporaryFolder(), "run");
  cpSync(join(graded, "run"), run, { recursive: true });
  return run;
}

async function exported(folder: string): Promise<Json[]> {
  const { stdout } = await judge({ url: "http://127.0.0.1:9" }, "export", folder);
  return stdout
    .trimEnd()
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}
