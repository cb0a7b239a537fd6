import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { mutateCommand } from "../../src/commands/mutate.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { MODEL, workplace } from "../support/live.ts";
import { apiError, messagesServer, type StubOptions } from "../support/messagesServer.ts";
import { shareGrades } from "../support/sharedGrades.ts";
import { started } from "../support/started.ts";
import { until } from "../support/until.ts";
import { wideGate } from "../support/wideGate.ts";
import { runCommand } from "./inProcess.ts";
import { recordedModel } from "./recordedModel.ts";

const PERSONA = join(ROOT, "persona", "enterprise-sales-director.md");

shareGrades();

describe("with a model, over HTTP", { timeout: 120_000 }, () => {
  test("damage that shows is caught, damage that does not passes unseen, and a harmless edit is let pass", async () => {
    const { mutate, server } = await modelServer({ reply: warmed("Be warm.") });
    const out = join(temporaryFolder(), "mutations");
    const { code, stdout } = await mutate("--out", out, "--gate", wideGate(), "--mutations", three());
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^The gate caught 1 of 2 planted damages; 1 passed unseen \(loud\)\. Of 1 harmless edit it let 1 pass\.$/m,
    );
    // What nobody noticed comes first.
    expect(stdout).toMatch(/^ {2}loud\s+Directness\s+passed unseen/m);
    expect(stdout.indexOf("  loud ")).toBeLessThan(stdout.indexOf("  warm "));
    expect(stdout).toMatch(/^ {2}warm\s+Directness\s+caught\s+Directness 0\.\d\d → 0\.\d\d \(−0\.\d\d\)$/m);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(join(out, "mutations.html"));

    const report = JSON.parse(readFileSync(join(out, "mutations.json"), "utf8"));
    expect(report).toMatchObject({
      replies: "live",
      gate: { alpha: 0.05, beta: 0.05 },
      trials: [
        { id: "warm", state: "regressed", regressed: ["directness"], page: "warm/comparison.html" },
        { id: "loud", state: "not_regressed", regressed: [] },
        { id: "thanks", state: "not_regressed" },
      ],
    });
    const calls = report.trials.reduce((sum: number, trial: { calls: number }) => sum + trial.calls, 0);
    const kept = report.trials.reduce((sum: number, trial: { kept: number }) => sum + trial.kept, 0);
    // The persona as it is was asked once for all three.
    expect(server.count()).toBe(calls - kept);
    expect(report.trials[1].calls).toBeGreaterThan(0);
    expect(existsSync(join(out, report.trials[1].page))).toBe(true);
    expect(report.trials[0].patch).toContain("+Be warm.");
    expect(readFileSync(join(out, "personas", "warm.md"), "utf8")).toMatch(/^---\nname: .*\nBe warm\.\n$/s);
    expect(readFileSync(join(out, "mutations.md"), "utf8")).toContain("passed unseen");

    // The same again asks nobody, and only what is wanted is looked at.
    const before = server.count();
    const again = await mutate("--out", out, "--gate", wideGate(), "--mutations", three(), "--only", "warm");
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^The gate caught 1 of 1 planted damage\.$/m);
    expect(server.count()).toBe(before);
  });

  test("when every call of a trial fails the rest is not run, and the exit code says so", async () => {
    const { mutate } = await modelServer({ reply: apiError(400, "invalid_request_error") });
    const { code, stdout } = await mutate("--mutations", three(), "--max-calls", "8", "--json");
    expect(code).toBe(4);
    expect(JSON.parse(stdout).trials.map(({ state }: { state: string }) => state)).toEqual([
      "failed",
      "not_run",
      "not_run",
    ]);
  });

  test("Ctrl-C keeps the trials that ended, and the same command goes on with what was answered", async () => {
    const { mutate, server, env } = await modelServer({ reply: warmed("Be warm.") });
    const out = join(temporaryFolder(), "mutations");
    const args = ["--out", out, "--gate", wideGate(), "--mutations", three()];
    const first = started("mutate", ["--persona", PERSONA, "--model", MODEL, ...args], env);
    await until(() => first.stderr().includes("2 of 3"));
    first.child.kill("SIGINT");
    expect(await first.ended).toBe(130);
    expect(first.stderr()).toContain("the report has the trials that ended");
    const states = () =>
      JSON.parse(readFileSync(join(out, "mutations.json"), "utf8")).trials.map(
        ({ state }: { state: string }) => state,
      );
    expect(states()).toEqual(["regressed", "not_run", "not_run"]);
    const before = server.count();
    expect((await mutate(...args)).code).toBe(1);
    expect(states()).toEqual(["regressed", "not_regressed", "not_regressed"]);
    const report = JSON.parse(readFileSync(join(out, "mutations.json"), "utf8"));
    const [asked, kept] = ["calls", "kept"].map((name) =>
      report.trials.reduce((sum: number, trial: Record<string, number>) => sum + (trial[name] ?? 0), 0),
    );
    expect(server.count() - before).toBe((asked ?? 0) - (kept ?? 0));
    expect(kept).toBeGreaterThanOrEqual(before);
  });

  test("the budget is of all trials together", async () => {
    const { mutate, server } = await modelServer({ reply: recordedModel("") });
    const { stdout } = await mutate("--mutations", three(), "--budget-usd", "0.1", "--json");
    const { trials } = JSON.parse(stdout);
    expect(trials[0]).toMatchObject({ state: "inconclusive" });
    expect(trials[0].cost_usd).toBeLessThanOrEqual(0.1);
    const spent = trials.reduce((sum: number, { cost_usd }: { cost_usd: number }) => sum + cost_usd, 0);
    expect(spent).toBeLessThanOrEqual(0.1);
    expect(server.count()).toBeGreaterThan(0);
  });

  test("a plan asks nobody and says how many trials there are and what one takes", async () => {
    const { mutate, server } = await modelServer({ reply: recordedModel("") });
    const { code, stdout } = await mutate("--mutations", three(), "--plan", "--max-calls", "50");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^3 trials, one after the other, each of at most 50 calls: 150 calls at most\./);
    expect(stdout).toContain("Of one (warm):");
    expect(server.count()).toBe(0);
  });
});

describe("without a key", { timeout: 60_000 }, () => {
  test("the stand-in catches what it reads; what it does not read, or does not fit, is open and not passed", async () => {
    const file = mutations(`
  - {id: soft, title: Soft, kind: damage, breaks: [directness], why: w, edits: [{replace: "Be direct", with: "Be warm"}]}
  - {id: unread, title: Unread, kind: damage, breaks: [directness], why: w, edits: [{append: Be loud.}]}
  - {id: unfit, title: Unfit, kind: harmless, why: w, edits: [{remove_section: Nowhere}]}`);
    const out = join(temporaryFolder(), "out");
    const { code, stdout } = await run("--model", "simulated:director", "--mutations", file, "--out", out);
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^The gate caught 1 of 2 planted damages; 1 is open\. Of 1 harmless edit it let none pass; 1 is open\.$/m,
    );
    expect(stdout).toMatch(/unread\s+Directness\s+not read by the stand-in/);
    expect(stdout).toMatch(
      /unfit\s+harmless\s+does not fit\s+It does not fit this persona: found no heading "Nowhere"/,
    );
    expect(stdout).toContain("No figure here speaks of a real model.");
  });

  test("the list tells the edits, what they break and which do not fit, and asks nobody", async () => {
    const { code, stdout } = await run("--model", "simulated:director", "--list");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^soft-voice\s+Supportive instead of direct \(Directness\)$/m);
    const file = mutations(`
  - {id: unfit, title: Unfit, kind: harmless, why: w, edits: [{remove_section: Nowhere}]}`);
    const unfit = await run("--model", "simulated:director", "--list", "--mutations", file);
    expect(unfit.stdout).toContain('Does not fit: unfit: found no heading "Nowhere"');
  });

  test.each([
    { args: ["--model", "recorded:llm"], says: 'found "recorded:llm", expected a model that can be asked' },
    { args: ["--model", "director"], says: 'found "director", expected recorded:llm' },
    { args: ["--only", "nothing"], says: 'found "nothing", expected ids of' },
    { args: ["--mutations", "nowhere.yaml"], says: "nowhere.yaml" },
    { args: ["--judge-votes", "3"], says: "nobody judges" },
    { args: ["--out", PERSONA], says: "is a file, expected a folder" },
  ])("wrong use is told: $args", async ({ args, says }) => {
    const model = args.includes("--model") ? [] : ["--model", "simulated:director"];
    const { code, stderr } = await run(...model, ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

const three = () =>
  mutations(`
  - {id: warm, title: Warm, kind: damage, breaks: [directness], why: w, edits: [{append: Be warm.}]}
  - {id: loud, title: Loud, kind: damage, breaks: [directness], why: w, edits: [{append: Be loud.}]}
  - {id: thanks, title: Thanks, kind: harmless, why: w, edits: [{append: Thank you.}]}`);

/** Says the same to every persona, but for one that holds `mark`, which it answers softly. */
function warmed(mark: string): NonNullable<StubOptions["reply"]> {
  const [plain, soft] = ["v1.0.0-a", "soft"].map((arm) => recordedModel("enterprise", [arm]));
  return (request) => (JSON.stringify(request.body?.system).includes(mark) ? soft : plain)?.(request) ?? {};
}

function mutations(list: string): string {
  const file = join(temporaryFolder(), "mutations.yaml");
  writeFileSync(file, `version: 1.0.0\nmutations:${list}\n`);
  return file;
}

function run(...args: string[]) {
  return runCommand(mutateCommand(), ["--persona", PERSONA, "--reports", temporaryFolder(), ...args]);
}

async function modelServer(options: StubOptions) {
  const server = await messagesServer(options);
  const { ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY } = workplace(server).env;
  vi.stubEnv("ANTHROPIC_BASE_URL", ANTHROPIC_BASE_URL);
  vi.stubEnv("ANTHROPIC_API_KEY", ANTHROPIC_API_KEY);
  onTestFinished(() => void vi.unstubAllEnvs());
  const env = { ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY };
  return { server, env, mutate: (...args: string[]) => run("--model", MODEL, ...args) };
}
