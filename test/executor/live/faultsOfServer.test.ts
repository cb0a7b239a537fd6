import { expect, test } from "vitest";
import { DealbenchError } from "../../../src/records/errors.ts";
import { apiError, messagesServer, type StubReply } from "../../support/messagesServer.ts";
import { asking, askMany, laneAt } from "./liveAt.ts";

const TOO_MANY = (headers: Record<string, string> = {}): StubReply =>
  apiError(429, "rate_limit_error", "slow down", headers);
const OVERLOADED = apiError(529, "overloaded_error", "overloaded");

test("fault 1: a 429 with retry-after holds back every caller of the account, and cuts the limit once for its episode", async () => {
  const arrivals: number[] = [];
  const server = await messagesServer({
    reply: async ({ index }) => {
      arrivals.push(performance.now());
      // The first five are in flight together: one moment, told five times.
      return index < 5 ? { ...TOO_MANY({ "retry-after": "0.15" }), delayMs: 20 } : {};
    },
  });
  const lane = laneAt(server.url, { limiter: { maxConcurrency: 20 } });
  const replies = await askMany(lane, 12);
  expect(replies.map(({ outcome }) => outcome)).toEqual(Array(12).fill("ok"));
  expect(lane.told("cut")).toMatchObject([{ to: 2, failure: "rate_limited" }]);
  expect(lane.told("waiting")).toHaveLength(1);
  const [fifth, sixth] = [arrivals[4] ?? NaN, arrivals[5] ?? NaN];
  expect(sixth - fifth).toBeGreaterThanOrEqual(150);
  expect(server.count()).toBe(17);
});

test("fault 1: another account is not held back", async () => {
  const slow = await messagesServer({ queue: [TOO_MANY({ "retry-after": "0.3" })] });
  const fast = await messagesServer();
  const lanes = [laneAt(slow.url), laneAt(fast.url)] as const;
  const order: string[] = [];
  await Promise.all([
    lanes[0].ask(asking("a"), 1).then(() => order.push("slow")),
    lanes[1].ask(asking("a"), 1).then(() => order.push("fast")),
  ]);
  expect(order).toEqual(["fast", "slow"]);
});

test("fault 1: a retry-after of an hour is capped by the time a request may take", async () => {
  const server = await messagesServer({ reply: TOO_MANY({ "retry-after": "3600" }) });
  const lane = laneAt(server.url, { retry: { maxElapsedMs: 200 } });
  const reply = await lane.ask(asking("a"), 1);
  expect(reply).toMatchObject({ outcome: "error", text: "", costUsd: 0 });
  expect(reply.error).toMatch(/429 rate_limit_error: slow down/);
  expect(server.count()).toBeLessThanOrEqual(2);
});

test("fault 2: a 429 without the header is backed off from, a little longer each time, within bounds", async () => {
  const server = await messagesServer({ queue: [TOO_MANY(), TOO_MANY(), TOO_MANY(), TOO_MANY()] });
  const lane = laneAt(server.url, { retry: { baseMs: 4, maxPauseMs: 12 } });
  const reply = await lane.ask(asking("a"), 1);
  expect(reply).toMatchObject({ outcome: "ok", attempts: 5 });
  const waits = lane.told("retry").map(({ waitMs }) => waitMs);
  [4, 8, 12, 12].forEach((whole, index) => {
    expect(waits[index]).toBeGreaterThanOrEqual(whole / 2);
    expect(waits[index]).toBeLessThanOrEqual(whole);
  });
  expect(lane.told("waiting")).toEqual([]);
});

test("fault 3: a burst of 529 opens a breaker, which lets one probe through and closes when it is answered", async () => {
  let inProbe = false;
  let cameInProbe = 0;
  const server = await messagesServer({
    reply: async ({ index }) => {
      if (index < 5) return { ...OVERLOADED, delayMs: 10 };
      // The probe takes its time: nobody else may come meanwhile.
      if (index === 5) {
        inProbe = true;
        await new Promise((resolve) => setTimeout(resolve, 60));
        inProbe = false;
      } else if (inProbe) cameInProbe++;
      return {};
    },
  });
  const lane = laneAt(server.url, {
    limiter: { maxConcurrency: 20 },
    breaker: { burst: 4, coolDownMs: 40, maxCoolDownMs: 80 },
  });
  const replies = await askMany(lane, 10);
  expect(replies.map(({ outcome }) => outcome)).toEqual(Array(10).fill("ok"));
  expect(cameInProbe).toBe(0);
  expect(lane.told("breaker").map(({ state }) => state)).toEqual(["open", "probing", "closed"]);
  expect(lane.told("cut")).toMatchObject([{ failure: "overloaded" }]);
});

test("fault 3: concurrency does not grow after an overload", async () => {
  const server = await messagesServer({ queue: [OVERLOADED], reply: { delayMs: 2 } });
  const lane = laneAt(server.url, { limiter: { maxConcurrency: 8, freezeMs: 60_000 } });
  await askMany(lane, 40);
  // Two slots to begin with, cut to one by the only 529.
  expect(lane.told("cut")).toMatchObject([{ to: 1 }]);
  expect(server.peakInFlight()).toBeLessThanOrEqual(2);
});

test("fault 3: a server that stays overloaded costs a bounded number of calls, and ends in errors", async () => {
  const server = await messagesServer({ reply: OVERLOADED });
  const lane = laneAt(server.url, {
    limiter: { maxConcurrency: 40 },
    retry: { maxElapsedMs: 250 },
    breaker: { burst: 5, coolDownMs: 30, maxCoolDownMs: 60 },
  });
  const replies = await askMany(lane, 200);
  expect(new Set(replies.map(({ outcome }) => outcome))).toEqual(new Set(["error"]));
  expect(replies.at(-1)?.error).toMatch(/took no calls for 0\.25 s; anthropic: 529 overloaded_error/);
  expect(server.count()).toBeLessThan(40);
});

test("fault 4: an error event in a stream that began with 200 discards the half text and is tried again", async () => {
  const overloaded = { type: "overloaded_error", message: "overloaded" };
  const server = await messagesServer({
    queue: [{ text: "Half of a verdict that never", streamError: overloaded }, { text: "Disqualify." }],
  });
  // Above the SDK's limit for calls in one piece, so that it streams.
  const reply = await laneAt(server.url).ask(
    asking("a", { parameters: { maxTokens: 30_000, effort: null } }),
    1,
  );
  expect(server.messages().map(({ body }) => body?.stream)).toEqual([true, true]);
  expect(reply).toMatchObject({ outcome: "ok", text: "Disqualify.", attempts: 2 });
});

test("fault 5: the same 500 for ever ends after the last attempt", async () => {
  const server = await messagesServer({ reply: apiError(500, "api_error", "boom") });
  const reply = await laneAt(server.url, { retry: { maxAttempts: 4 } }).ask(asking("a"), 1);
  expect(server.count()).toBe(4);
  expect(reply).toMatchObject({ outcome: "error", attempts: 4, usage: null, latencyMs: null });
  expect(reply.error).toMatch(/500 api_error: boom.*given up after 4 attempts/);
});

test("fault 5: the same 500 for ever ends when the time is over, however many attempts are left", async () => {
  const server = await messagesServer({ reply: apiError(500, "api_error", "boom") });
  const lane = laneAt(server.url, {
    retry: { maxAttempts: 1_000_000, maxElapsedMs: 60, baseMs: 5, maxPauseMs: 5 },
  });
  expect((await lane.ask(asking("a"), 1)).outcome).toBe("error");
  expect(server.count()).toBeLessThanOrEqual(26);
});

test("fault 6: only one layer retries: the server counts as many calls as the reply says", async () => {
  const server = await messagesServer({
    queue: [apiError(500, "api_error"), apiError(529, "overloaded_error"), { fault: "reset" }],
  });
  const reply = await laneAt(server.url).ask(asking("a"), 1);
  expect(reply).toMatchObject({ outcome: "ok", attempts: 4 });
  expect(server.count()).toBe(4);
});

test.each(["silence", "hang"] as const)(
  "fault 7: an attempt that never ends (%s) is cut off and tried again",
  async (fault) => {
    const server = await messagesServer({ queue: [{ fault }], reply: { text: "Pursue." } });
    const reply = await laneAt(server.url, { attemptTimeoutMs: 700 }).ask(asking("a"), 1);
    expect(reply).toMatchObject({ outcome: "ok", text: "Pursue.", attempts: 2 });
  },
);

test("fault 7: a stream that hangs is cut off, too", async () => {
  const server = await messagesServer({ reply: { fault: "hang", text: "Half a word" } });
  const lane = laneAt(server.url, { attemptTimeoutMs: 50, retry: { maxAttempts: 2 } });
  const reply = await lane.ask(asking("a", { parameters: { maxTokens: 30_000, effort: null } }), 1);
  expect(reply).toMatchObject({ outcome: "error", text: "", attempts: 2 });
  expect(reply.error).toMatch(/no complete answer within 0\.05 s/);
});

test.each(["reset", "cut", "early_end"] as const)(
  "fault 8: a broken connection (%s) is tried again",
  async (fault) => {
    const server = await messagesServer({ queue: [{ fault, text: "Half" }], reply: { text: "Whole." } });
    expect(await laneAt(server.url).ask(asking("a"), 1)).toMatchObject({
      outcome: "ok",
      text: "Whole.",
      attempts: 2,
    });
  },
);

test("fault 8: a request that the server calls wrong is an error at once, and the others go on", async () => {
  const server = await messagesServer({ queue: [apiError(400, "invalid_request_error", "too long")] });
  const lane = laneAt(server.url);
  const wrong = await lane.ask(asking("a"), 1);
  expect(wrong).toMatchObject({ outcome: "error", attempts: 1 });
  expect(wrong.error).toMatch(/400 invalid_request_error: too long/);
  expect((await lane.ask(asking("b"), 1)).outcome).toBe("ok");
});

test.each([
  [401, "authentication_error", "invalid x-api-key"],
  [403, "permission_error", "not allowed"],
  [400, "invalid_request_error", "Your credit balance is too low"],
])("fault 9: %i %s ends the run at once, naming the variable to set", async (status, type, message) => {
  const server = await messagesServer({
    queue: [{ text: "First." }],
    reply: apiError(status, type, message),
  });
  const lane = laneAt(server.url);
  expect((await lane.ask(asking("first"), 1)).text).toBe("First.");
  const denied = lane.ask(asking("second"), 1);
  await expect(denied).rejects.toBeInstanceOf(DealbenchError);
  await expect(denied).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringContaining("ANTHROPIC_API_KEY") as string,
  });
  await expect(lane.ask(asking("third"), 1)).rejects.toBe(await denied.catch((error: unknown) => error));
  expect(server.count()).toBe(2);
});

test("fault 9: a call that was in flight when access was denied keeps its answer", async () => {
  const server = await messagesServer({
    reply: ({ index }) =>
      index === 0 ? { delayMs: 80, text: "Kept." } : apiError(401, "authentication_error", "bad key"),
  });
  const lane = laneAt(server.url);
  const first = lane.ask(asking("first"), 1);
  await server.arrived(1);
  await expect(lane.ask(asking("second"), 1)).rejects.toThrow(/bad key/);
  expect((await first).text).toBe("Kept.");
});

test("fault 37: when every call fails there are only errors: no text, no cost, nothing that could be scored or kept", async () => {
  const server = await messagesServer({ reply: apiError(500, "api_error", "boom") });
  const replies = await askMany(laneAt(server.url, { retry: { maxAttempts: 2 } }), 20);
  expect(
    new Set(
      replies.map(({ outcome, text, usage, costUsd, cached }) =>
        JSON.stringify([outcome, text, usage, costUsd, cached]),
      ),
    ),
  ).toEqual(new Set([JSON.stringify(["error", "", null, 0, false])]));
});
