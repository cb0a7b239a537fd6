import { describe, expect, onTestFinished, test } from "vitest";
import { openBatchLane } from "../../../src/pipeline/lanes/laneBatch.ts";
import { LANES } from "../../../src/pipeline/lanes/lanes.ts";
import { killedBatchRuns } from "../../support/killedBatchRuns.ts";
import { onlyRun, readJson, readLines, runLive, workplace, type Workplace } from "../../support/live.ts";
import {
  apiError,
  batchSizes,
  lastTurn,
  messagesServer,
  type MessagesServer,
  type StubReply,
} from "../../support/messagesServer.ts";

const BATCH = ["--lane", "batch", "--poll", "0.05"];
const FOUR = [...BATCH, "--repeats", "2"];

const killedWhileWaiting = killedBatchRuns();

describe("what becomes of a batch's entries", () => {
  test("fault 36: an entry that the vendor calls wrong is an error at once; one that expired is submitted again", async () => {
    const seen = new Set<string>();
    const server = await messagesServer({
      batchPolls: 1,
      reply: (request) => {
        const asked = lastTurn(request);
        if (asked.includes("Tobias Otieno, the group CFO. Four"))
          return apiError(400, "invalid_request_error");
        if (seen.has(asked)) return { text: "Walk away." };
        seen.add(asked);
        return { batch: "expired" };
      },
    });
    const here = workplace(server);
    await runLive(here, ...BATCH);
    expect(batchSizes(server)).toEqual([2, 1]);
    const [wrong, expired] = readLines(onlyRun(here));
    expect(wrong.turns[0]).toMatchObject({ outcome: "error", error: expect.stringContaining("invalid") });
    expect([wrong.attempts, expired.turns[0].outcome, expired.attempts]).toEqual([1, "ok", 2]);
  });

  test("fault 36: what somebody canceled is not submitted again, until --resume asks for it", async () => {
    let isCanceled = true;
    const server = await messagesServer({
      batchPolls: 1,
      reply: () => (isCanceled ? { batch: "canceled" } : { text: "Walk away." }),
    });
    const here = workplace(server);
    const { stderr } = await runLive(here, ...BATCH);
    expect(batchSizes(server)).toEqual([2]);
    expect(stderr).toMatch(/2 of 2 replies are missing or ended in an error; .*--resume/);
    const folder = onlyRun(here);
    expect(readLines(folder)[0].turns[0].error).toMatch(/canceled at the vendor/);
    isCanceled = false;
    expect((await runLive(here, "--resume", folder, "--poll", "0.05")).code).toBe(0);
    expect(batchSizes(server)).toEqual([2, 2]);
    expect(readJson(folder).counts).toMatchObject({ ok: 2, error: 0 });
  });
});

describe("a reply that succeeded and cannot be read", () => {
  test("fault 34: is paid for all the same: its cost is unknown wherever costs are shown", async () => {
    const { here, server } = await unreadable(3);
    const { stdout } = await runLive(here, ...BATCH);
    expect(batchSizes(server)).toEqual([2, 1, 1]);
    const folder = onlyRun(here);
    const [lost, fine] = readLines(folder);
    expect(lost).toMatchObject({ turns: [{ outcome: "error" }], cost_usd: null, incurred_usd: null });
    expect(fine.cost_usd).toBeGreaterThan(0);
    expect(readJson(folder).cost.incurred_usd).toBeNull();
    expect(readJson(folder, "summary.json").models[0].usage.incurred_usd).toBeNull();
    expect(stdout).toContain("paid by this run unknown");
  });

  test("fault 34: once it was asked for again and read, what both cost together is unknown", async () => {
    const { here, server } = await unreadable(1);
    expect((await runLive(here, ...BATCH)).code).toBe(0);
    expect(batchSizes(server)).toEqual([2, 1]);
    const [again] = readLines(onlyRun(here));
    expect(again).toMatchObject({ turns: [{ outcome: "ok" }], attempts: 2, incurred_usd: null });
  });

  test("fault 35: counts as what was set aside for it: the budget has no room to ask again and again", async () => {
    const { here, server } = await unreadable(3);
    const limit = ["--budget-usd", String(2.5 * (await mostOfOne(here)))];
    const { code, stderr } = await runLive(here, ...BATCH, ...limit);
    expect(batchSizes(server)).toEqual([2, 1]);
    expect(code).toBe(4);
    expect(stderr).toContain("is reached");
  });
});

describe("results that break off", () => {
  test("fault 36: in the middle are read again, and nothing is submitted or paid for twice", async () => {
    const here = await withResults((text) => ({ body: text, fault: "cut" }));
    expect((await runLive(here, ...FOUR, "--max-retries", "3")).code).toBe(0);
    expect(here.readings()).toBeGreaterThan(1);
    expect(batchSizes(here.server)).toEqual([4]);
    expect(readLines(onlyRun(here)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
  });

  test("fault 36: and look whole, for they end with a line, are read again as well", async () => {
    const here = await withResults((text) => ({ body: text.split("\n").slice(0, 1).join("\n") }));
    expect((await runLive(here, ...FOUR)).code).toBe(0);
    expect(here.readings()).toBe(2);
    expect(batchSizes(here.server)).toEqual([4]);
    expect(readJson(onlyRun(here)).counts).toMatchObject({ ok: 4, error: 0 });
  });

  test("fault 36: an entry that no reading has is submitted again", async () => {
    const here = await withResults((text) => ({ body: text.split("\n").slice(0, 3).join("\n") }), 2);
    expect((await runLive(here, ...FOUR)).code).toBe(0);
    expect(batchSizes(here.server)).toEqual([4, 1]);
  });
});

describe("a batch that is gone", () => {
  test("fault 36: results that the vendor keeps no longer are had again, and that is said", async () => {
    const { here, server } = await killedWhileWaiting({
      intercept: ({ path }) =>
        path === "/v1/messages/batches/msgbatch_1"
          ? { body: { ...ENDED, archived_at: "2026-02-01T00:00:00Z" } }
          : undefined,
    });
    const { code, stderr } = await runLive(here, ...BATCH, "--resume", onlyRun(here));
    expect(code).toBe(0);
    expect(stderr).toMatch(/msgbatch_1 or its results are not known .* 2 open requests are submitted again/);
    expect(batchSizes(server)).toEqual([2, 2]);
  });

  test("fault 36: one that another key submitted is not paid for again: the key is asked for", async () => {
    const { here, server } = await killedWhileWaiting({
      intercept: ({ path, headers }) =>
        path === "/v1/messages/batches/msgbatch_1" && JSON.stringify(headers).includes("sk-other")
          ? apiError(404, "not_found_error")
          : undefined,
    });
    const other = { ...here, env: { ...here.env, ANTHROPIC_API_KEY: "sk-other" } };
    const { code, stderr } = await runLive(other, ...BATCH, "--resume", onlyRun(here));
    expect(code).toBe(4);
    expect(stderr).toMatch(/msgbatch_1 was submitted with another key, .*Set the key .* without --resume/);
    expect(batchSizes(server)).toEqual([2]);
    await server.batches.end();
    expect((await runLive(here, ...BATCH, "--resume", onlyRun(here))).code).toBe(0);
    expect(batchSizes(server)).toEqual([2]);
  });
});

describe("--budget-usd with --lane batch", () => {
  test("fault 35: sets the most that a request can cost aside before it is submitted; what is given back goes on", async () => {
    const server = await messagesServer({
      batchPolls: 1,
      reply: { text: "Walk away.", usage: { input_tokens: 1000, output_tokens: 10 } },
    });
    const here = workplace(server);
    const one = await mostOfOne(here);
    const { code } = await runLive(here, ...FOUR, "--budget-usd", String(2.5 * one));
    expect(code).toBe(0);
    expect(batchSizes(server)).toEqual([2, 2]);
    expect(readJson(onlyRun(here)).cost.incurred_usd).toBeLessThan(2.5 * one);
  });

  test("fault 35: once it is spent, what is at the vendor is still waited for and kept, and nothing more is submitted", async () => {
    const server = await messagesServer({
      batchPolls: 1,
      reply: { text: "Walk away.", usage: { input_tokens: 30_000, output_tokens: 8000 } },
    });
    const here = workplace(server);
    const limit = ["--budget-usd", String(2.5 * (await mostOfOne(here)))];
    const { code, stderr } = await runLive(here, ...FOUR, ...limit);
    expect(code).toBe(4);
    expect(stderr).toMatch(/The budget of .* is reached/);
    expect(batchSizes(server)).toEqual([2]);
    const folder = onlyRun(here);
    expect(readJson(folder)).toMatchObject({ status: "partial", counts: { planned: 4, ok: 2 } });
    expect((await runLive(here, ...FOUR, "--resume", folder, ...limit)).code).toBe(4);
    expect(batchSizes(server)).toEqual([2]);
  });
});

describe("a lower --budget-usd on resume", () => {
  const TINY = ["--budget-usd", "0.000001"];

  test("fault 35: what was submitted is fetched all the same: it is paid for already", async () => {
    const { here, server } = await killedWhileWaiting({});
    const folder = onlyRun(here);
    const { code, stderr } = await runLive(here, ...BATCH, "--resume", folder, ...TINY);
    expect(stderr).not.toContain("budget");
    expect(code).toBe(0);
    expect(batchSizes(server)).toEqual([2]);
    const { counts, cost } = readJson(folder);
    expect(counts).toMatchObject({ planned: 2, ok: 2 });
    expect(cost.incurred_usd).toBeGreaterThan(0);
  });

  test("fault 35: only what is new is held back, wherever it stands in the plan", async () => {
    const { here, server } = await killedWhileWaiting({});
    const folder = onlyRun(here);
    const { code, stderr } = await runLive(here, ...FOUR, "--resume", folder, ...TINY);
    expect(code).toBe(4);
    expect(stderr).toMatch(/The budget of \$0\.0000 is reached/);
    expect(batchSizes(server)).toEqual([2]);
    expect(readJson(folder)).toMatchObject({ status: "partial", counts: { planned: 4, ok: 2 } });
    expect((await runLive(here, ...FOUR, "--resume", folder)).code).toBe(0);
    expect(batchSizes(server)).toEqual([2, 2]);
  });

  test("fault 35: and however many that are new stand before it: more than are asked for at once", async () => {
    const { here, server } = await killedWhileWaiting({}, "--filter", "cp01b");
    const folder = onlyRun(here);
    const { code } = await runLive(here, ...narrowLane(), "--resume", folder, ...TINY);
    expect([code, batchSizes(server)]).toEqual([4, [1]]);
    expect(readJson(folder)).toMatchObject({ status: "partial", counts: { planned: 2, ok: 1 } });
  });

  test("fault 35: what is at the vendor counts as spent until it is fetched: what is new has no room beside it", async () => {
    const { here, server } = await killedWhileWaiting({
      reply: { text: "Walk away.", usage: { input_tokens: 30_000, output_tokens: 8000 } },
    });
    const folder = onlyRun(here);
    const limit = ["--budget-usd", String(2.5 * (await mostOfOne(here)))];
    const { code } = await runLive(here, ...FOUR, "--resume", folder, ...limit);
    expect(code).toBe(4);
    expect(batchSizes(server)).toEqual([2]);
    expect(readJson(folder).counts.ok).toBe(2);
  });

  test("fault 35: what comes back unanswered is a new submission, and held back", async () => {
    const { here, server } = await killedWhileWaiting({ reply: { batch: "expired" } });
    const folder = onlyRun(here);
    const { code, stderr } = await runLive(here, ...BATCH, "--resume", folder, ...TINY);
    expect(code).toBe(4);
    expect(stderr).toContain("is reached");
    expect(batchSizes(server)).toEqual([2]);
  });
});

/** What one request of this plan can cost at most in a batch, as the refusal of a hopeless budget tells it. */
async function mostOfOne(here: Workplace): Promise<number> {
  const { stderr } = await runLive(here, ...BATCH, "--no-cache", "--budget-usd", "0.000001");
  return Number(/can cost up to \$([\d.]+)\./.exec(stderr)?.[1]);
}

/** A workplace whose server answers one of two requests with nothing, so many times. */
async function unreadable(times: number) {
  let asked = 0;
  const server = await messagesServer({
    batchPolls: 1,
    reply: (request) => {
      const isFirst = lastTurn(request).includes("Tobias Otieno, the group CFO. Four");
      return isFirst && ++asked <= times ? { batch: "unreadable" } : { text: "Walk away." };
    },
  });
  return { here: workplace(server), server };
}

/** A workplace whose server sends the first results of a batch otherwise than whole. */
async function withResults(broken: (text: string) => StubReply, times = 1) {
  let readings = 0;
  const server: MessagesServer = await messagesServer({
    batchPolls: 1,
    reply: { text: "Walk away." },
    intercept: ({ path }) => {
      const [, id] = /batches\/(\w+)\/results$/.exec(path) ?? [];
      if (id === undefined || ++readings > times) return undefined;
      const lines = server.batches.all.get(id)?.results.map((line) => `${JSON.stringify(line)}\n`) ?? [];
      return { contentType: "application/x-jsonl", ...broken(lines.join("")) };
    },
  });
  return { ...workplace(server), server, readings: () => readings };
}

/** The batch lane, as it would be if it had one conversation under way instead of 20,000. */
function narrowLane(): string[] {
  LANES["narrow"] = {
    help: "",
    load: async () => async (work, options) => ({ ...(await openBatchLane(work, options)), window: 1 }),
  };
  onTestFinished(() => void delete LANES["narrow"]);
  return ["--lane", "narrow", "--poll", "0.05"];
}

const ENDED = {
  id: "msgbatch_1",
  type: "message_batch",
  processing_status: "ended",
  request_counts: { processing: 0, succeeded: 2, errored: 0, expired: 0, canceled: 0 },
  created_at: "2026-01-01T00:00:00Z",
  expires_at: "2026-01-02T00:00:00Z",
  ended_at: "2026-01-01T01:00:00Z",
  cancel_initiated_at: null,
  results_url: null,
};
