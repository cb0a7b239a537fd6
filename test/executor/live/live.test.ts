import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Budget } from "../../../src/executor/executor.ts";
import { Interrupted } from "../../../src/executor/live/interrupted.ts";
import type { LiveOptions } from "../../../src/executor/live/live.ts";
import { DealbenchError, EXIT } from "../../../src/records/errors.ts";
import { apiError, messagesServer } from "../../support/messagesServer.ts";
import { asking, askMany, cachingProviderAt, laneAt, memoryStore } from "./liveAt.ts";

describe("store", () => {
  test("a reply that was paid for is not asked for again, and keeps its price, usage and latency", async () => {
    const store = memoryStore();
    const server = await messagesServer({ reply: { delayMs: 20, text: "Pursue." } });
    const options: Partial<LiveOptions> = { store, priceOf: () => 0.5 };
    const paid = await laneAt(server.url, options).ask(asking("a"), 1);
    const again = await laneAt(server.url, options).ask(asking("a"), 1);
    expect(paid).toMatchObject({ cached: false, costUsd: 0.5, attempts: 1, requestId: "req_0" });
    expect(again).toEqual({ ...paid, cached: true, queuedMs: 0 });
    expect(server.count()).toBe(1);
  });

  test("the same asked twice at once is one call, paid once", async () => {
    const server = await messagesServer({ reply: { delayMs: 30, text: "Pursue." } });
    const lane = laneAt(server.url, { priceOf: () => 0.5 });
    const [one, two, other] = await Promise.all([
      lane.ask(asking("a"), 1),
      lane.ask(asking("a"), 1),
      lane.ask(asking("a"), 2),
    ]);
    expect(server.count()).toBe(2);
    expect([one.cached, two.cached, other.cached]).toEqual([false, true, false]);
    expect(two.text).toBe(one.text);
  });

  test("without a store a question asked again later is called again", async () => {
    const server = await messagesServer();
    const lane = laneAt(server.url);
    await lane.ask(asking("a"), 1);
    await lane.ask(asking("a"), 1);
    expect(server.count()).toBe(2);
  });
});

describe("reply", () => {
  test("tells the time of the call apart from the time before it", async () => {
    const server = await messagesServer({
      queue: [apiError(500, "api_error"), { delayMs: 40 }],
    });
    const lane = laneAt(server.url, { retry: { baseMs: 100, maxPauseMs: 100 } });
    const reply = await lane.ask(asking("a"), 1);
    expect(reply.latencyMs).toBeGreaterThanOrEqual(39);
    expect(reply.queuedMs).toBeGreaterThanOrEqual(49);
  });

  test("an unknown price is unknown, not free", async () => {
    const server = await messagesServer();
    const lane = laneAt(server.url, { priceOf: () => null });
    expect((await lane.ask(asking("a"), 1)).costUsd).toBeNull();
  });
});

describe("concurrency", () => {
  test("begins at a quarter of the maximum, grows while it is the bottleneck, and stays below the maximum", async () => {
    // Nothing is answered before all have come that will: on a busy machine some are late.
    let arrivals = 0;
    const server = await messagesServer({
      reply: async () => {
        let last = ++arrivals;
        for (let quiet = 0; quiet < 4; quiet++) {
          await pause(4);
          if (arrivals !== last) quiet = -1;
          last = arrivals;
        }
        return {};
      },
    });
    const lane = laneAt(server.url, { limiter: { maxConcurrency: 8 } });
    await askMany(lane, 2);
    expect(server.peakInFlight()).toBeLessThanOrEqual(2);
    await askMany(lane, 60);
    expect(server.peakInFlight()).toBe(8);
  });

  test("never exceeds what the rate-limit headers say is left", async () => {
    const headers = {
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "3",
    };
    const server = await messagesServer({ headers, reply: { delayMs: 10 } });
    const lane = laneAt(server.url, { limiter: { maxConcurrency: 12 } });
    await askMany(lane, 40);
    expect(server.peakInFlight()).toBeLessThanOrEqual(3);
  });

  test("goes to what the headers say is left with the first answer, without feeling for it", async () => {
    const headers = {
      "anthropic-ratelimit-requests-limit": "4000",
      "anthropic-ratelimit-requests-remaining": "3999",
    };
    const all = Promise.withResolvers<object>();
    let arrived = 0;
    const server = await messagesServer({
      headers,
      reply: () => {
        if (++arrived === 1) return {};
        // The others are answered once eight of them are in flight together.
        if (arrived === 9) all.resolve({});
        return all.promise;
      },
    });
    await askMany(laneAt(server.url, { limiter: { maxConcurrency: 8 } }), 9);
    expect(server.peakInFlight()).toBe(8);
  }, 10_000);
});

describe("budget", () => {
  test("fault 35: is reserved before a call is sent and settled by what it cost; reached, it ends the run and keeps what was paid", async () => {
    const { budget, spent } = budgetOf(0.5, 0.2);
    const server = await messagesServer();
    const lane = laneAt(server.url, { budget, priceOf: () => 0.15 });
    for (const deal of ["a", "b", "c"]) expect((await lane.ask(asking(deal), 1)).outcome).toBe("ok");
    const stopped = lane.ask(asking("d"), 1);
    await expect(stopped).rejects.toMatchObject({ exitCode: EXIT.incomplete });
    await expect(lane.ask(asking("e"), 1)).rejects.toThrow(/budget/);
    expect(server.count()).toBe(3);
    expect(spent()).toBeCloseTo(0.45);
  });

  test("an attempt that was refused costs nothing; one that broke may have cost all that was set aside", async () => {
    const { budget, spent } = budgetOf(10, 1);
    const server = await messagesServer({ queue: [apiError(500, "api_error"), { fault: "cut" }] });
    const lane = laneAt(server.url, { budget, priceOf: () => 0.25 });
    expect(await lane.ask(asking("a"), 1)).toMatchObject({ attempts: 3, costUsd: 0.25 });
    expect(spent()).toBeCloseTo(1.25);
  });

  test("nobody answering at the address costs nothing", async () => {
    const { budget, spent } = budgetOf(10, 1);
    const gone = await messagesServer();
    await gone.close();
    const lane = laneAt(gone.url, { budget, retry: { maxAttempts: 2 } });
    expect((await lane.ask(asking("a"), 1)).error).toMatch(/ECONNREFUSED/);
    expect(spent()).toBe(0);
  });
});

describe("ending", () => {
  test("drain: what is in flight finishes, nothing else begins", async () => {
    const drain = new AbortController();
    const server = await messagesServer({ reply: { delayMs: 60 } });
    const lane = laneAt(server.url, { drain: drain.signal, limiter: { maxConcurrency: 8 } });
    const asked = Array.from({ length: 6 }, (_, index) => lane.ask(asking(`Deal ${index}`), 1));
    await server.arrived(2);
    drain.abort();
    const ends = await Promise.allSettled(asked);
    expect(ends.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      ...Array<string>(4).fill("rejected"),
    ]);
    expect(ends.at(-1)).toMatchObject({ reason: { exitCode: EXIT.interrupted } });
    expect(server.count()).toBe(2);
  });

  test("drain: a call that waits to be tried again is interrupted, not failed", async () => {
    const drain = new AbortController();
    const server = await messagesServer({ reply: apiError(500, "api_error") });
    const lane = laneAt(server.url, {
      drain: drain.signal,
      retry: { baseMs: 60_000, maxPauseMs: 60_000 },
      onEvent: () => drain.abort(),
    });
    await expect(lane.ask(asking("a"), 1)).rejects.toBeInstanceOf(Interrupted);
  });

  test("drain: what the store has is still answered", async () => {
    const store = memoryStore();
    const server = await messagesServer();
    await laneAt(server.url, { store }).ask(asking("a"), 1);
    const lane = laneAt(server.url, { store, drain: AbortSignal.abort() });
    expect((await lane.ask(asking("a"), 1)).cached).toBe(true);
    await expect(lane.ask(asking("b"), 1)).rejects.toBeInstanceOf(Interrupted);
  });

  test("stop: what is in flight is cut off", async () => {
    const stop = new AbortController();
    const server = await messagesServer({ reply: { fault: "silence" } });
    const lane = laneAt(server.url, { stop: stop.signal, attemptTimeoutMs: 60_000 });
    const asked = lane.ask(asking("a"), 1);
    await server.arrived(1);
    stop.abort();
    await expect(asked).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("warm-up", () => {
  test("the first call with a prefix goes alone until its first token, so that the prefix is written once", async () => {
    const server = await messagesServer({
      promptCache: true,
      reply: { delayMs: 20, text: "Long. ".repeat(50) },
    });
    const provider = cachingProviderAt(server.url);
    const lane = laneAt(server.url, { providerOf: () => provider, limiter: { maxConcurrency: 40 } });
    const replies = await askMany(lane, 10);
    const written = replies.map(({ usage }) => usage?.cacheCreationInputTokens ?? 0);
    expect(written.filter((tokens) => tokens > 0)).toHaveLength(1);
    // Only the first one streams.
    expect(server.messages().map(({ body }) => body?.stream === true)).toEqual([
      true,
      ...Array<boolean>(9).fill(false),
    ]);
  });

  test("each persona and each model has a prefix of its own", async () => {
    const server = await messagesServer({ promptCache: true, reply: { delayMs: 20 } });
    const provider = cachingProviderAt(server.url);
    const lane = laneAt(server.url, { providerOf: () => provider, limiter: { maxConcurrency: 40 } });
    const changes = [{}, { system: "Be kind." }, { model: "anthropic:claude-haiku-5-5" }];
    await Promise.all(changes.flatMap((one) => ["a", "b"].map((deal) => lane.ask(asking(deal, one), 1))));
    expect(server.messages().filter(({ body }) => body?.stream === true)).toHaveLength(3);
  });

  test("where the first call fails, the next one goes first", async () => {
    const server = await messagesServer({
      promptCache: true,
      reply: ({ index }) => (index === 0 ? apiError(400, "invalid_request_error") : {}),
    });
    const provider = cachingProviderAt(server.url);
    const lane = laneAt(server.url, { providerOf: () => provider, limiter: { maxConcurrency: 40 } });
    const replies = await askMany(lane, 4);
    expect(replies.map(({ outcome }) => outcome)).toEqual(["error", "ok", "ok", "ok"]);
    expect(server.messages().map(({ body }) => body?.stream === true)).toEqual([true, true, false, false]);
  });
});

/** Every request reserves the same; refuses once `limit` would be passed. */
function budgetOf(limit: number, most: number): { budget: Budget; spent: () => number } {
  let spent = 0;
  const reserve: Budget["reserve"] = async () => {
    if (spent + most > limit + 1e-9)
      throw new DealbenchError("the budget is reached", { exitCode: EXIT.incomplete });
    spent += most;
    return { settle: (cost) => void (spent += (cost ?? most) - most) };
  };
  return { budget: { reserve }, spent: () => spent };
}
