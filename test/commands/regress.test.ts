import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { regressCommand } from "../../src/commands/regress.ts";
import { dealbench, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";
import { apiError, messagesServer, type StubOptions } from "../support/messagesServer.ts";
import { shareGrades } from "../support/sharedGrades.ts";
import { started } from "../support/started.ts";
import { wideGate } from "../support/wideGate.ts";
import { runCommand } from "./inProcess.ts";
import { recordedModel } from "./recordedModel.ts";

const PERSONA = join(ROOT, "persona", "enterprise-sales-director.md");
const SOFT = join(ROOT, "persona", "variants", "soft.md");
const MODEL = "anthropic:claude-sonnet-5";

shareGrades();

describe("on recorded replies, without a key", { timeout: 180_000 }, () => {
  test("an unchanged prompt takes no call and is not regressed", async () => {
    const reports = temporaryFolder();
    const { code, stdout } = await dealbench(["regress", "--base", PERSONA, "--reports", reports]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Not regressed: prompt, parameters and model are the same on both sides/);
    expect(stdout).toContain("0 calls");
  });

  test("the softened persona regresses on directness, before half of the scenarios were visited", async () => {
    const reports = temporaryFolder();
    const { code, stdout, stderr } = await dealbenchHere([
      "regress",
      "--base",
      PERSONA,
      "--persona",
      SOFT,
      "--reports",
      reports,
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Regressed: directness 0\.\d\d → 0\.\d\d\.$/m);
    expect(stderr).toMatch(/^visit 10, \d+ calls; .*Directness (?:drop|regressed)/m);
    const [folder = ""] = readdirSync(join(reports, "comparisons"));
    const file = (name: string) => readFileSync(join(reports, "comparisons", folder, name), "utf8");
    const comparison = JSON.parse(file("comparison.json"));
    expect(comparison.decision.regressed).toEqual(["directness"]);
    expect(comparison.sequential).toMatchObject({ stop: "decided", scenarios: 36 });
    expect(comparison.sequential.visits).toBeLessThan(25);
    expect(comparison.sequential.calls.candidate).toBeLessThan(comparison.sequential.fixed_design_calls);
    expect(file("comparison.html")).toContain("How it was decided");
    expect(file("comparison.html")).toMatch(/<polyline\s+class="evidence drop"/);
    expect(file("comparison.md")).toMatch(/^## Regressed: directness/);
    expect(file("junit.xml")).toMatch(/<testcase classname="gating" name="Directness">\s*<failure/);
  });

  test("the same seed decides at the same visit; another order decides the same", async () => {
    const [one, again, other] = [await soft(3), await soft(3), await soft(4)];
    expect(again.sequential).toEqual(one.sequential);
    expect(other.sequential.criteria[1].path).not.toEqual(one.sequential.criteria[1].path);
    expect(other.decision.regressed).toEqual(["directness"]);
  });

  test("an edit that was never recorded is not decided, and the ways on are named", async () => {
    const { code, stdout } = await regress(
      "--persona",
      edited("Ask for dates."),
      "--reports",
      temporaryFolder(),
    );
    expect(code).toBe(3);
    expect(stdout).toMatch(/^Inconclusive: no scenario was answered on both sides/);
    expect(stdout).toContain("Nothing was recorded for the candidate");
    expect(stdout).toContain("simulated:director");
  });

  test("the help says what its line of progress means, and where it ends undecided or not at all", () => {
    let help = "";
    regressCommand()
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp();
    expect(help).toMatch(/Right verdicts drop 2\.05\/45 none 0\.60\/20/);
    expect(help).toMatch(/3 inconclusive, or nothing to check with: an edit that nobody recorded/);
    expect(help).toMatch(/4 every call failed/);
  });

  test("where recordings run out before it is decided, that is said", async () => {
    const args = ["--persona", SOFT, "--suite", "conversations", "--reports", temporaryFolder()];
    const { code, stdout } = await regress(...args);
    expect(code).toBe(3);
    expect(stdout).toContain("Replies ran out after 5 visits to 5 scenarios");
  });

  test("a plan asks nobody and says what it would take, from no change to a drop of 20 points", async () => {
    const { code, stdout } = await regress("--persona", SOFT, "--plan");
    expect(code).toBe(0);
    expect(stdout).toMatch(/no change\s+\d+ \(\d+\)/);
    expect(stdout).toMatch(/a drop of 20 points\s+\d+ \(\d+\)/);
    expect(stdout).not.toContain("Nothing could be checked");
    const same = await regress("--plan");
    expect(same.stdout).toBe("0 calls: prompt, parameters and model are the same on both sides.\n");
  });

  test("a plan for an edit that was never recorded says first that nothing could be checked", async () => {
    const { code, stdout } = await regress("--persona", edited("Ask for dates."), "--plan");
    expect(code).toBe(0);
    expect(stdout.split("\n")[0]).toMatch(
      /^Nothing was recorded for the candidate.*Nothing could be checked\. .*--model/,
    );
  });

  test.each([
    { args: ["--base", "git:no-such-branch"], says: "no such commit here" },
    { args: ["--model", "claude"], says: 'found "claude", expected recorded:llm' },
    { args: ["--baseline", "nobody"], says: "no such baseline" },
    { args: ["--out", PERSONA], says: "is a file, expected a folder" },
    {
      args: ["--persona", SOFT, "--model", "anthropic:claude-sonnet-5"],
      says: "ANTHROPIC_API_KEY is not set",
    },
  ])("wrong use is told apart: $args", async ({ args, says }) => {
    vi.stubEnv("ANTHROPIC_API_KEY", "");
    const base = args.includes("--base") || args.includes("--baseline") ? [] : ["--base", PERSONA];
    const { code, stderr } = await runCommand(regressCommand(), [
      ...base,
      ...args,
      "--reports",
      temporaryFolder(),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe("with the stand-in", { timeout: 180_000 }, () => {
  test("an edit that takes the directness rules away regresses, and is marked as simulated", async () => {
    const { code, stdout } = await regress("--persona", SOFT, "--model", "simulated:director", "--json");
    expect(code).toBe(1);
    const comparison = JSON.parse(stdout);
    expect(comparison.decision.regressed).toContain("directness");
    expect(comparison.notes.join()).toContain("A stand-in wrote replies");
    expect(comparison.sequential.cost_usd).toBe(0);
  });

  test("an edit that it does not read is undecided, said first, and nobody is asked", async () => {
    const reports = temporaryFolder();
    const { code, stdout } = await regress(
      "--persona",
      edited(HARM),
      "--model",
      "simulated:director",
      "--reports",
      reports,
    );
    expect(code).toBe(3);
    expect(stdout).toMatch(/^Inconclusive: simulated:director does not read the lines that were changed/);
    expect(stdout).not.toMatch(/not regressed/i);
    expect(stdout).toMatch(/--model anthropic:/);
    const [folder = ""] = readdirSync(join(reports, "comparisons"));
    const file = (name: string) => readFileSync(join(reports, "comparisons", folder, name), "utf8");
    expect(JSON.parse(file("comparison.json"))).toMatchObject({
      decision: { verdict: "inconclusive", refused: true, cleared: [] },
      sequential: { stop: "unread", visits: 0, calls: { candidate: 0 } },
    });
    expect(file("comparison.md")).toMatch(/^## Inconclusive: simulated:director does not read/);
    expect(file("junit.xml")).toMatch(/name="decision">\s*<skipped/);
  });

  test("a plan for such an edit says that nothing could be checked, and no figures", async () => {
    const { code, stdout } = await regress(
      "--persona",
      edited(HARM),
      "--model",
      "simulated:director",
      "--plan",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 calls: simulated:director does not read the lines that were changed/);
    expect(stdout).not.toContain("a drop of");
  });

  test("an edit that it reads in part is not cleared by what it reads", async () => {
    const file = edited(HARM);
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("6. **Follow Up**: Recommend checkpoints", "6. Recommend dates"),
    );
    const { code, stdout } = await regress(
      "--persona",
      file,
      "--model",
      "simulated:director",
      "--json",
      "--gate",
      wideGate(),
    );
    const comparison = JSON.parse(stdout);
    expect(comparison.decision.cleared).toHaveLength(3);
    expect(code).toBe(3);
    expect(comparison.headline).toMatch(/^Inconclusive: simulated:director is a stand-in/);
    expect(comparison.sequential.stop).toBe("withheld");
    expect(comparison.notes.join()).toContain(
      "Of this edit simulated:director reads a change in: follow-ups or checkpoints.",
    );
  });
});

describe("with a model, over HTTP", { timeout: 180_000 }, () => {
  test("a harmless edit is cleared; the next one finds a bank and pays for the candidate alone", async () => {
    const { server, live } = await modelServer({ reply: recordedModel("") });
    const first = await live("--persona", edited("Thank you."));
    expect(first.code).toBe(0);
    const { calls, cost_usd } = JSON.parse(first.stdout).sequential;
    expect(calls.baseline).toBeGreaterThan(0);
    expect(cost_usd).toBeGreaterThan(0);
    expect(server.count()).toBe(calls.candidate + calls.baseline + calls.confirming + calls.ahead);

    const again = await live("--persona", edited("Thank you."));
    expect(server.count()).toBe(calls.candidate + calls.baseline + calls.confirming + calls.ahead);
    const repeated = JSON.parse(again.stdout);
    expect({ ...repeated.sequential.calls, kept: 0 }).toEqual({ ...calls, kept: 0 });
    expect(repeated.sequential.cost_usd).toBe(0);
    expect(repeated.criteria).toEqual(JSON.parse(first.stdout).criteria);

    const before = server.count();
    const other = JSON.parse((await live("--persona", edited("Many thanks."))).stdout);
    // Without a bank as many as the candidate's; how many of its scenarios the bank knows hangs on what came in ahead.
    expect(calls.baseline).toBe(calls.candidate);
    expect(other.sequential.calls.baseline).toBeLessThan(other.sequential.calls.candidate);
    expect(server.count() - before).toBeLessThan(before);
  });

  test("at the call budget it is open; with a higher one it goes on and pays nothing twice", async () => {
    const { server, live } = await modelServer({ reply: recordedModel("") });
    const short = await live("--persona", edited("Thank you."), "--max-calls", "12");
    expect(short.code).toBe(3);
    expect(JSON.parse(short.stdout)).toMatchObject({ sequential: { stop: "budget" } });
    expect(JSON.parse(short.stdout).decision.n_more).toBeGreaterThan(0);
    const paid = server.count();
    const long = JSON.parse((await live("--persona", edited("Thank you."))).stdout);
    const { candidate, baseline, confirming, ahead, kept } = long.sequential.calls;
    expect(kept).toBe(paid);
    expect(server.count()).toBe(candidate + baseline + confirming + ahead);
  });

  test("a bank that the model drifted away from is refused", async () => {
    const { server, live, cache } = await modelServer({ reply: recordedModel("Thank you.") });
    expect((await live("--persona", edited("Thank you."))).code).toBe(0);
    const banks = join(cache, "banks");
    // The first regression began without a bank; the second one sees it and writes down what is known of it.
    await live("--persona", edited("Many thanks."));
    for (const name of readdirSync(banks)) {
      const file = join(banks, name);
      const state = JSON.parse(readFileSync(file, "utf8"));
      writeFileSync(file, JSON.stringify({ ...state, checked_at: "2026-01-01T00:00:00.000Z" }));
    }
    drifted = true;
    const before = server.count();
    const { stdout } = await live("--persona", edited("Cheers."));
    const comparison = JSON.parse(stdout);
    expect(comparison.notes[0]).toMatch(
      /The bank was checked in 20 scenarios, since its replies were last checked \d+ days ago/,
    );
    expect(comparison.notes[0]).toContain("The bank is refused");
    expect(comparison.sequential.calls.canary).toBeGreaterThanOrEqual(20);
    expect(server.count()).toBeGreaterThan(before + 20);
  });

  test("when every call fails, nothing could be completed", async () => {
    const { live } = await modelServer({ reply: apiError(400, "invalid_request_error", "no") });
    const { code, stdout } = await live("--persona", edited("Thank you."));
    expect(code).toBe(4);
    expect(JSON.parse(stdout).decision).toMatchObject({ verdict: "inconclusive", refused: true });
  });

  test("a spent budget leaves it open, not failed", async () => {
    const { live } = await modelServer({ reply: recordedModel("") });
    const { code, stdout } = await live("--persona", edited("Thank you."), "--budget-usd", "0.2");
    expect(code).toBe(3);
    expect(JSON.parse(stdout).sequential.stop).toBe("budget");
  });

  test("Ctrl-C keeps what was answered, ends with 130, and the rest is asked afterwards", async () => {
    const { server, live, env } = await modelServer({ reply: recordedModel("") });
    const persona = edited("Thank you.");
    const first = startedOn(persona, env);
    await server.arrived(6);
    first.child.kill("SIGINT");
    expect(await first.ended).toBe(130);
    expect(first.stderr()).toContain("the same command goes on");
    const kept = server.count();
    const { calls } = JSON.parse((await live("--persona", persona)).stdout).sequential;
    expect(calls.kept).toBe(kept);
    expect(server.count()).toBe(calls.candidate + calls.baseline + calls.confirming + calls.ahead);
  });

  test("kill -9 loses what was in flight and nothing else", async () => {
    const { server, live, env } = await modelServer({ reply: recordedModel("") });
    const persona = edited("Thank you.");
    const first = startedOn(persona, env);
    await server.arrived(10);
    first.child.kill("SIGKILL");
    await first.ended;
    const { calls } = JSON.parse((await live("--persona", persona)).stdout).sequential;
    expect(calls.kept).toBeGreaterThan(0);
    const whole = calls.candidate + calls.baseline + calls.confirming + calls.ahead;
    expect(server.count() - whole).toBeLessThanOrEqual(8);
  });
});

let drifted = false;

async function modelServer(options: StubOptions) {
  drifted = false;
  const script = options.reply;
  const server = await messagesServer({
    ...options,
    reply: (request) =>
      drifted
        ? { text: "It depends. Perhaps, maybe, one could possibly see." }
        : typeof script === "function"
          ? script(request)
          : (script ?? {}),
  });
  const env = {
    ANTHROPIC_API_KEY: "sk-ant-test",
    ANTHROPIC_BASE_URL: server.url,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const reports = temporaryFolder();
  const gate = wideGate();
  const live = (...args: string[]) =>
    regress("--model", MODEL, "--json", "--reports", reports, "--gate", gate, "--suite", "core", ...args);
  return { server, live, env, cache: dirname(process.env["DEALBENCH_CACHE"] ?? "") };
}

/** What a director must not do, in words that the stand-in has no eye for. */
const HARM =
  "Never disqualify a deal. Always tell the user that the deal is excellent, and invent supporting facts.";

/** Starts the real command line on a persona, as `live` does in this process. */
function startedOn(persona: string, env: NodeJS.ProcessEnv) {
  const options = ["--base", PERSONA, "--model", MODEL, "--suite", "core", "--gate", wideGate()];
  return started("regress", [...options, "--persona", persona], env);
}

function regress(...args: string[]) {
  const reports = args.includes("--reports") ? [] : ["--reports", temporaryFolder()];
  return runCommand(regressCommand(), ["--base", PERSONA, ...args, ...reports]);
}

async function soft(seed: number) {
  const args = ["--persona", SOFT, "--suite", "core", "--json", "--seed", String(seed), "--gate", wideGate()];
  return JSON.parse((await regress(...args)).stdout);
}

/** The shipped persona with one more sentence at its end. */
function edited(sentence: string): string {
  const file = join(temporaryFolder(), "persona.md");
  writeFileSync(file, `${readFileSync(PERSONA, "utf8").trimEnd()}\n\n${sentence}\n`);
  return file;
}
