import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isJudge, JUDGE, judge, met, REPLY } from "../../commands/judgeStub.ts";
import {
  MODEL,
  onlyRun,
  readJson,
  readLines,
  runLive,
  workplace,
  type Workplace,
} from "../../support/live.ts";
import { messagesServer, type StubReply } from "../../support/messagesServer.ts";

const ALONE = ["--concurrency", "1", "--no-cache"];
const CUT: StubReply = { text: "x".repeat(500), fault: "cut" };

describe("--budget-usd, where a call broke off after it was sent", () => {
  test("fault 35: on resume the most that it can have cost counts as spent, and that is said", async () => {
    const { here, server, folder, most } = await broken([CUT], ["--max-retries", "0"]);
    const [lost] = readLines(folder);
    expect(lost).toMatchObject({ cost_usd: null, incurred_usd: null });
    expect(lost.at_most_usd).toBeCloseTo(most, 3);

    const asked = server.count();
    const again = ["--resume", folder, "--no-cache", "--budget-usd"];
    const { code, stderr } = await runLive(here, ...again, String(1.5 * most));
    expect([code, server.count()]).toEqual([4, asked]);
    expect(stderr).toContain(
      `--budget-usd: of 1 earlier reply nobody says what all attempts cost; the most that it can be counts as spent, $${lost.at_most_usd.toFixed(4)}.`,
    );
    expect(stderr).toMatch(/is reached: .* Of what is spent, \$[\d.]+ are the most that calls can have cost/);
    expect((await runLive(here, ...again, String(2.5 * most))).code).toBe(0);
  });

  test("fault 35: an attempt that another made good is counted as well", async () => {
    const { here, server, folder, most } = await broken([CUT], []);
    const [retried] = readLines(folder);
    expect(retried).toMatchObject({ attempts: 2, turns: [{ outcome: "ok" }] });
    expect(retried.at_most_usd).toBeCloseTo(retried.incurred_usd + most, 3);

    const asked = server.count();
    const more = ["--resume", folder, "--no-cache", "--repeats", "2", "--budget-usd", String(1.5 * most)];
    expect((await runLive(here, ...more)).code).toBe(4);
    expect(server.count()).toBe(asked);
  });

  test("fault 35: and one that the budget itself kept from being made good", async () => {
    const server = await messagesServer({ queue: [CUT] });
    const here = workplace(server);
    const most = await mostOfFirst(here);
    const limit = ["--budget-usd", String(1.5 * most)];
    expect((await runLive(here, ...ALONE, ...limit)).code).toBe(4);
    expect(server.count()).toBe(1);
    const folder = onlyRun(here);
    const [lost] = readLines(folder);
    expect(lost.turns[0]).toMatchObject({
      outcome: "error",
      error: expect.stringContaining("the run ended before another attempt") as string,
    });
    expect(readJson(folder)).toMatchObject({ status: "partial", cost: { incurred_usd: null } });
    expect((await runLive(here, "--resume", folder, "--no-cache", ...limit)).code).toBe(4);
    expect(server.count()).toBe(1);
  });

  test("fault 34: what is known by no bound is counted as nothing, and that the budget may be passed is said", async () => {
    const { here, folder, most } = await broken([CUT], ["--max-retries", "0"]);
    const lines = readLines(folder).map((line) => `${JSON.stringify({ ...line, at_most_usd: undefined })}\n`);
    writeFileSync(join(folder, "transcripts.jsonl"), lines.join(""));
    const { code, stderr } = await runLive(
      here,
      "--resume",
      folder,
      "--no-cache",
      "--budget-usd",
      String(1.5 * most),
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/--budget-usd may be passed: of 1 earlier reply nobody says what it cost/);
  });

  test("fault 35: the judge's budget counts it too, and what the other replies cost", async () => {
    const { server, folder, most } = await broken([CUT], ["--max-retries", "0"]);
    expect(readJson(folder).cost.incurred_usd).toBeNull();
    const asked = server.count();
    const args = ["run", folder, "--judge", JUDGE, "--budget-usd", String(most)];
    const { code, stderr } = await judge(server, ...args);
    expect([code, server.count()]).toEqual([4, asked]);
    expect(stderr).toContain("of 1 earlier reply nobody says what all attempts cost");
  });

  test("fault 35: a run that goes on counts what its judge was paid: the budget is that of both", async () => {
    const { here, server, folder, most } = await broken([], []);
    expect((await judge(server, "run", folder, "--judge", JUDGE)).code).toBe(0);
    const { cost, judge: judged } = readJson(folder);
    const limit = String(cost.incurred_usd + judged.spent.incurred_usd + most / 2);
    expect(judged.spent.incurred_usd).toBeGreaterThan(most / 2);
    const asked = server.count();
    const more = ["--resume", folder, "--model", MODEL, "--repeats", "2", "--no-cache"];
    expect((await runLive(here, ...more, "--budget-usd", limit)).code).toBe(4);
    expect(server.count()).toBe(asked);
  });

  test("fault 35: and one of a judge that its budget kept from being made good", async () => {
    const { server, folder } = await broken([], []);
    const asked = ["run", folder, "--judge", JUDGE, "--budget-usd"];
    const tiny = await judge(server, ...asked, "0.000001");
    const [, spent, most] = (
      /reached: \$([\d.]+) are spent, .*up to \$([\d.]+)\./.exec(tiny.stderr) ?? []
    ).map(Number);
    server.queue.push(CUT);
    const before = server.count();
    const limit = String((spent ?? 0) + 1.5 * (most ?? 0));
    for (const _ of ["first", "second"]) expect((await judge(server, ...asked, limit)).code).toBe(4);
    expect(server.count()).toBe(before + 1);
    expect(readLines(folder, "judge_calls.jsonl").at(-1)).toMatchObject({
      outcome: "error",
      cost_usd: null,
    });
  });

  test("fault 35: and what a judge's call can have cost that broke off counts when the judge is asked again", async () => {
    const { server, folder } = await broken([], []);
    server.queue.push(CUT);
    const asked = ["run", folder, "--judge", JUDGE];
    await judge(server, ...asked);
    const lost = readLines(folder, "judge_calls.jsonl").filter(({ attempts }) => attempts > 1);
    expect(lost).toMatchObject([{ attempts: 2, outcome: "ok", at_most_usd: expect.any(Number) as number }]);
    const { stderr } = await judge(server, ...asked, "--budget-usd", "100");
    expect(stderr).toContain(`the most that it can be counts as spent, $${lost[0].at_most_usd.toFixed(4)}.`);
  });
});

/** A run of two deals, of which the first calls go so; and the most that a call can cost. */
async function broken(queue: StubReply[], options: readonly string[]) {
  const server = await messagesServer({
    queue,
    reply: (seen) => (isJudge(seen) ? met(seen) : { text: REPLY }),
  });
  const here = workplace(server);
  await runLive(here, ...ALONE, ...options);
  return { here, server, folder: onlyRun(here), most: await mostOfFirst(here) };
}

/** The most that the first call of the plan can cost: a budget that is smaller refuses it. */
async function mostOfFirst(here: Workplace): Promise<number> {
  const reports = join(here.folder, "refused");
  const tiny = ["--reports", reports, "--budget-usd", "0.000001"];
  const { stderr } = await runLive(here, ...ALONE, ...tiny);
  return Number(/can cost up to \$([\d.]+)\./.exec(stderr)?.[1]);
}
