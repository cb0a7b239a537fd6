import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { blessCommand } from "../../src/commands/bless.ts";
import { regressCommand } from "../../src/commands/regress.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { runLive } from "../support/live.ts";
import { apiError, messagesServer, type SeenRequest, type StubReply } from "../support/messagesServer.ts";
import { started } from "../support/started.ts";
import { cacheWithSharedGrades } from "../support/sharedGrades.ts";
import { until } from "../support/until.ts";
import { runCommand } from "./inProcess.ts";
import { isJudge, itemsOf, JUDGE, QUOTE, REPLY } from "./judgeStub.ts";

const PERSONA = join(ROOT, "persona", "enterprise-sales-director.md");
const MODEL = "anthropic:claude-sonnet-5";
/** A persona that says this is answered with a reply that says it, and a judge finds nothing met in that. */
const VAGUE = "Keep it vague.";
/** No brief knows the name: code leaves open whether it is invented (GR1). */
const STRANGE = "Ask the people at Oduya Brandt what they paid.";

describe("regress --judge", { timeout: 120_000 }, () => {
  test("what only a judge can read is open without one and cleared with one; nothing is asked or paid twice", async () => {
    const { server, live } = await place();
    const without = await live("--persona", edited("Thank you."), "--max-calls", "24");
    expect(without.code).toBe(3);
    expect(JSON.parse(without.stdout).decision.open).toEqual(["groundedness"]);

    const replies = server.count();
    const persona = edited("Thank you.");
    const first = await live("--persona", persona, "--judge", JUDGE);
    expect(first.code).toBe(0);
    const { a, b, criteria, sequential, notes } = JSON.parse(first.stdout);
    expect(criteria[0]).toMatchObject({ name: "groundedness", verdict: "not_regressed", a: 1, b: 1 });
    const asked = server.messages().filter(isJudge);
    const { judge, calls } = sequential;
    expect(judge).toMatchObject({ model: JUDGE, votes: 1, failed: 0, calls: judge.kept + asked.length });
    expect(judge.cost_usd).toBeGreaterThan(0);
    expect(judge.list_usd).toBeGreaterThan(judge.cost_usd);
    // Its calls stand apart from those of the model under test.
    expect(calls.kept + server.count() - replies - asked.length).toBe(
      calls.candidate + calls.baseline + calls.confirming + calls.ahead,
    );
    expect([a.judge, b.judge]).toEqual([b.judge, { model: JUDGE, sha256: expect.any(String) }]);
    expect(notes.join()).toContain("Self-enhancement bias");

    const before = server.count();
    const again = JSON.parse((await live("--persona", persona, "--judge", JUDGE)).stdout);
    expect(server.count()).toBe(before);
    expect(again.criteria).toEqual(criteria);
    expect(again.sequential.judge).toMatchObject({ calls: judge.calls, kept: judge.calls, cost_usd: 0 });
  });

  test("a drop that only a judge sees regresses, and the report says what the judge took", async () => {
    const { live } = await place();
    const { code, stdout } = await live("--persona", edited(VAGUE), "--judge", JUDGE, "--no-json");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Regressed: groundedness 1\.00 → 0\.00\.$/m);
    expect(stdout).toMatch(/Judge anthropic:claude-opus-5, apart from these: \d+ calls/);
    expect(stdout).toMatch(/This start paid \$0\.\d+ for replies and \$[\d.]+ for the judge\./);
    expect(stdout).toMatch(/Cost of this decision: .* more for \d+ calls of the judge\./);
  });

  test("the budget is for replies and judge together", async () => {
    const { live } = await place();
    const args = ["--persona", edited("Thank you."), "--judge", JUDGE, "--budget-usd", "0.9"];
    const { code, stdout } = await live(...args);
    expect(code).toBe(3);
    const { sequential } = JSON.parse(stdout);
    expect(sequential.stop).toBe("budget");
    expect(sequential.judge.calls).toBeGreaterThan(0);
    expect(sequential.cost_usd + sequential.judge.cost_usd).toBeLessThanOrEqual(0.9);
  });

  test("a judge whose calls fail leaves open what it was asked, and that is said", async () => {
    const { live } = await place({ judge: () => apiError(400, "invalid_request_error", "no") });
    const args = ["--persona", edited("Thank you."), "--judge", JUDGE, "--max-calls", "8"];
    const { code, stdout } = await live(...args);
    expect(code).toBe(3);
    const { notes, sequential } = JSON.parse(stdout);
    expect(notes.join()).toMatch(/\d+ judge calls ended in an error/);
    expect(sequential.judge).toMatchObject({ failed: sequential.judge.calls, cost_usd: 0, list_usd: 0 });
  });

  test("a judge's call that fails leaves what the others cost known", async () => {
    let failed = false;
    const { live } = await place({
      judge: (seen) => {
        if (failed) return groundedUnlessVague(seen);
        failed = true;
        return apiError(400, "invalid_request_error", "no");
      },
    });
    const args = ["--persona", edited("Thank you."), "--judge", JUDGE, "--max-calls", "8"];
    const { judge } = JSON.parse((await live(...args)).stdout).sequential;
    expect(judge.failed).toBeGreaterThan(0);
    expect(judge.cost_usd).toBeGreaterThan(0);
    expect(judge.list_usd).toBeGreaterThan(0);
  });

  test("a judge's refusal is not kept: the next start asks that question again, and no other", async () => {
    const refused = new Set<string>();
    let isRefusing = true;
    const { server, live } = await place({
      judge: (seen) => {
        const question = JSON.stringify(seen.body?.messages);
        if (isRefusing && (refused.size === 0 || refused.has(question))) {
          refused.add(question);
          return { text: "", stopReason: "refusal" };
        }
        return groundedUnlessVague(seen);
      },
    });
    const args = ["--persona", edited("Thank you."), "--judge", JUDGE, "--max-calls", "8"];
    const first = JSON.parse((await live(...args)).stdout);
    expect(first.sequential.judge.failed).toBe(0);
    const asked = () =>
      server.messages().filter(({ body }) => refused.has(JSON.stringify(body?.messages))).length;
    // At once once more, as an answer that cannot be read.
    expect(asked()).toBe(2);
    const before = server.count();
    isRefusing = false;
    await live(...args);
    expect([asked(), server.count() - before]).toEqual([3, 1]);
  });

  test("Ctrl-C while the judge is asked ends with 130, and nothing is asked twice afterwards", async () => {
    const { server, live, env, gate } = await place();
    const persona = edited("Thank you.");
    const sides = ["--base", PERSONA, "--persona", persona, "--model", MODEL, "--judge", JUDGE];
    const first = started("regress", [...sides, "--gate", gate, "--suite", "core"], env);
    await server.arrived(20);
    first.child.kill("SIGINT");
    expect(await first.ended).toBe(130);
    expect(first.stderr()).toContain("the same command goes on");
    expect(server.messages().some(isJudge)).toBe(true);
    const { sequential } = JSON.parse((await live("--persona", persona, "--judge", JUDGE)).stdout);
    const { candidate, baseline, confirming, ahead } = sequential.calls;
    expect(server.messages().filter((seen) => !isJudge(seen)).length).toBe(
      candidate + baseline + confirming + ahead,
    );
    // The judge's requests are all different: an answer that came before the end is not asked for again.
    const judged = server.messages().filter(isJudge);
    expect(new Set(judged.map(({ body }) => JSON.stringify(body))).size).toBe(judged.length);
  });

  test("Ctrl-C waits for the other side's reply where one side's judge can no longer be asked", async () => {
    const held = { baseline: Promise.withResolvers<void>(), candidate: Promise.withResolvers<void>() };
    const { server, live, env, gate } = await place({
      reply: (seen) =>
        held[JSON.stringify(seen.body?.system).includes("Thank you.") ? "candidate" : "baseline"].promise,
    });
    const persona = edited("Thank you.");
    const sides = ["--base", PERSONA, "--persona", persona, "--model", MODEL, "--judge", JUDGE];
    const first = started("regress", [...sides, "--gate", gate, "--suite", "core"], env);
    await server.arrived(2);
    first.child.kill("SIGINT");
    await until(() => first.stderr().includes("waiting for the calls in flight"));
    held.baseline.resolve();
    await Promise.race([first.ended, setTimeout(500)]);
    held.candidate.resolve();
    expect(await first.ended).toBe(130);
    const { sequential } = JSON.parse((await live("--persona", persona, "--judge", JUDGE)).stdout);
    const { candidate, baseline, confirming, ahead } = sequential.calls;
    expect(server.messages().filter((seen) => !isJudge(seen)).length).toBe(
      candidate + baseline + confirming + ahead,
    );
  });

  test("recorded replies can be judged too", async () => {
    const { server, live } = await place();
    const soft = join(ROOT, "persona", "variants", "soft.md");
    const args = ["--persona", soft, "--model", "recorded:llm", "--filter", "cp01", "--judge", JUDGE];
    const { sequential } = JSON.parse((await live(...args)).stdout);
    expect(sequential.calls.candidate).toBeGreaterThan(0);
    expect(server.count()).toBe(sequential.judge.calls - sequential.judge.kept);
    expect(server.messages().every(isJudge)).toBe(true);
  });

  test("a plan, or --dry-run, asks nobody and says what the judge would take", async () => {
    const { server, live } = await place();
    const persona = edited("Thank you.");
    const blank = await live("--persona", persona, "--judge", JUDGE, "--dry-run", "--no-json");
    expect(blank.stdout).toContain("known once a baseline reply is at hand");
    await live("--persona", persona, "--max-calls", "24");
    const before = server.count();
    const { code, stdout } = await live("--persona", persona, "--judge", JUDGE, "--plan", "--no-json");
    expect(code).toBe(0);
    expect(server.count()).toBe(before);
    expect(stdout).toMatch(/Judge anthropic:claude-opus-5: about \d\.\d calls a reply, about \$0\.\d+ each/);
    expect(stdout).toMatch(/want \d+ judge calls first, once \(about \$/);
    await live("--persona", persona, "--judge", JUDGE, "--max-calls", "24");
    const judged = await live("--persona", persona, "--judge", JUDGE, "--plan", "--no-json");
    expect(judged.stdout).toContain("The baseline replies at hand are judged.");
  });

  test("a blessed baseline that was judged otherwise is refused, with the ways on; judged alike it is taken", async () => {
    const { server, live, env, reports } = await place();
    const run = { folder: reports, reports: join(reports, "runs"), env };
    const out = join(reports, "runs", "base");
    const bless = (name: string) =>
      runCommand(blessCommand(), [out, "--as", name, "--reports", reports, "--force"]);
    const args = ["--persona", edited("Thank you."), "--filter", "cp01", "--max-calls", "2"];
    await runLive(run, "--out", out);
    reopen(env);
    await bless("unjudged");
    const unjudged = await live(...args, "--baseline", "unjudged", "--judge", JUDGE);
    expect(unjudged.code).toBe(2);
    expect(unjudged.stderr).toContain(
      `baseline unjudged was graded by code alone, found --judge ${JUDGE} --judge-votes 1`,
    );
    expect(unjudged.stderr).toContain("leave --judge out");
    expect(unjudged.stderr).toContain(`--judge ${JUDGE} --votes 1, then dealbench bless it`);

    await runLive(run, "--out", join(reports, "runs", "judged"), "--judge", JUDGE);
    reopen(env);
    await runCommand(blessCommand(), [
      join(reports, "runs", "judged"),
      "--as",
      "judged",
      "--reports",
      reports,
      "--force",
    ]);
    const votes = await live(...args, "--baseline", "judged", "--judge", JUDGE, "--judge-votes", "3");
    expect(votes.stderr).toContain(`the same judge: --judge ${JUDGE} --judge-votes 1`);
    const none = await live(...args, "--baseline", "judged");
    expect(none.stderr).toContain(`the same judge: --judge ${JUDGE} --judge-votes 1`);
    const other = await live(...args, "--baseline", "judged", "--judge", "anthropic:claude-haiku-4-5");
    expect(other.code).toBe(2);
    const before = server.count();
    const same = await live(...args, "--baseline", "judged", "--judge", JUDGE);
    expect(same.code).toBe(3);
    expect(JSON.parse(same.stdout).sequential.judge.calls).toBeGreaterThan(0);
    expect(server.messages().slice(before).length).toBeGreaterThan(0);
  });

  test.each([
    { judge: "simulated:director", says: "expected a language model" },
    { judge: "nobody", says: "nobody" },
  ])("a judge that cannot be asked is refused before anything is paid: $judge", async ({ judge, says }) => {
    const { server, live } = await place();
    for (const plan of [[], ["--plan"]]) {
      const { code, stderr } = await live("--persona", edited("Thank you."), "--judge", judge, ...plan);
      expect(code).toBe(2);
      expect(stderr).toContain(says);
    }
    expect(server.count()).toBe(0);
  });
});

interface Answers {
  judge?: (seen: SeenRequest) => StubReply;
  /** Called before the model under test answers. */
  reply?: (seen: SeenRequest) => void | Promise<void>;
}

async function place({ judge = groundedUnlessVague, reply = () => {} }: Answers = {}) {
  const server = await messagesServer({
    reply: async (seen) => {
      if (isJudge(seen)) return judge(seen);
      await reply(seen);
      return { text: `${REPLY} ${briefOf(seen)} ${STRANGE}${isVague(seen, "system") ? ` ${VAGUE}` : ""}` };
    },
  });
  const env = {
    ANTHROPIC_API_KEY: "sk-ant-test",
    ANTHROPIC_BASE_URL: server.url,
    DEALBENCH_CACHE: cacheWithSharedGrades(temporaryFolder()),
  };
  reopen(env);
  onTestFinished(() => void vi.unstubAllEnvs());
  const reports = temporaryFolder();
  const gate = gateOnGroundedness();
  const live = (...given: string[]) => {
    const args = given.filter((one) => one !== "--no-json");
    const whole = [
      ...(args.includes("--baseline") ? [] : ["--base", PERSONA]),
      ...(args.includes("--model") ? [] : ["--model", MODEL]),
      ...(args.includes("--filter") ? [] : ["--suite", "core"]),
      "--gate",
      gate,
      "--reports",
      reports,
      ...args,
      ...(given.length > args.length ? [] : ["--json"]),
    ];
    return runCommand(regressCommand(), whole);
  };
  return { server, live, env, reports, gate };
}

function reopen(env: Record<string, string>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}

/** Code leaves all lines of groundedness open; a judge reads GR1, GR2, GR3 and GR8. */
function groundedUnlessVague(seen: SeenRequest): StubReply {
  const isGood = !isVague(seen, "messages");
  const answers = itemsOf(seen).map((item) =>
    isGood && /^GR[1238]$/.test(item) ? { item, quote: QUOTE, met: true } : { item, quote: "", met: false },
  );
  return { text: JSON.stringify({ answers }) };
}

/** What the user wrote, said back: facts of the deal that are no invention. */
function briefOf({ body }: SeenRequest): string {
  const content = body?.messages[0]?.content ?? "";
  return typeof content === "string" ? content : content.map(({ text }) => text).join(" ");
}

function isVague({ body }: SeenRequest, where: "system" | "messages"): boolean {
  return JSON.stringify(body?.[where]).includes(VAGUE);
}

function gateOnGroundedness(): string {
  const file = join(temporaryFolder(), "gate.yaml");
  const text = readFileSync(join(ROOT, "persona", "gate.yaml"), "utf8");
  const [head = ""] = text.split(/^critical:/m);
  const rest = [
    "critical: { items: [], confirmations: 3 }",
    "gating: [{ criterion: groundedness, weight: 1, margin: 0.3 }]",
    "advisory: []",
    "advisory_margin: 0.15",
  ];
  writeFileSync(file, `${head.replace("minimum_n: 20", "minimum_n: 10")}${rest.join("\n")}\n`);
  return file;
}

/** The shipped persona with one more sentence at its end. */
function edited(sentence: string): string {
  const file = join(temporaryFolder(), "persona.md");
  writeFileSync(file, `${readFileSync(PERSONA, "utf8").trimEnd()}\n\n${sentence}\n`);
  return file;
}
