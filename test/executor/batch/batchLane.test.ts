import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { batchExecutor } from "../../../src/executor/batch/batchLane.ts";
import { openBatchLog } from "../../../src/executor/batch/batchLog.ts";
import type { Provider } from "../../../src/providers/provider.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { apiError, lastTurn, messagesServer, type SeenRequest } from "../../support/messagesServer.ts";
import { asking, cachingProviderAt } from "../live/liveAt.ts";

const DEALS = Array.from({ length: 7 }, (_, index) => `Deal ${index} ${"äöü\n".repeat(300)}`);

test("fault 36: more requests than a batch may hold go out in several, each answered once", async () => {
  const { lane, server } = await batchLane({ requests: 3, bytes: 100_000_000 });
  const replies = await Promise.all(DEALS.map((deal) => lane.ask(asking(deal), 1)));
  expect(replies.map(({ text }) => text)).toEqual(DEALS.map((deal) => `on ${deal}`));
  expect([...server.batches.all.values()].map(({ requests }) => requests.length)).toEqual([3, 3, 1]);
});

test("fault 36: no batch is larger than the vendor takes, as its JSON goes over the wire", async () => {
  const bytes = 12_000;
  const { lane, server, submitted } = await batchLane({ requests: 100_000, bytes });
  await Promise.all(DEALS.map((deal) => lane.ask(asking(deal), 1)));
  expect(submitted().map(({ size }) => size <= bytes)).toEqual(submitted().map(() => true));
  expect(server.batches.all.size).toBeGreaterThan(1);
  expect(server.batches.all.size).toBeLessThan(DEALS.length);
});

test("one request that is larger than any batch may be fails alone, and says what the vendor said", async () => {
  const bytes = 12_000;
  const { lane } = await batchLane({ requests: 100_000, bytes });
  const asked = [asking("Short."), asking("x".repeat(2 * bytes)), asking("Short, too.")];
  const replies = await Promise.all(asked.map((request) => lane.ask(request, 1)));
  expect(replies.map(({ outcome }) => outcome)).toEqual(["ok", "error", "ok"]);
  expect(replies[1]?.error).toMatch(/413 request_too_large/);
});

/** A batch lane over the real SDK, whose vendor takes no batch beyond these limits. */
async function batchLane(most: { requests: number; bytes: number }) {
  const submissions: { size: number; requests: number }[] = [];
  const refuse = ({ method, path, body }: SeenRequest) => {
    if (method !== "POST" || path !== "/v1/messages/batches") return undefined;
    const requests = body?.["requests"] as unknown[];
    const size = Buffer.byteLength(JSON.stringify(body));
    if (size > most.bytes || requests.length > most.requests) return apiError(413, "request_too_large");
    submissions.push({ size, requests: requests.length });
    return undefined;
  };
  const server = await messagesServer({
    batchPolls: 1,
    intercept: refuse,
    reply: (request) => ({ text: `on ${lastTurn(request)}` }),
  });
  const provider = cachingProviderAt(server.url);
  const limited: Provider = {
    ...provider,
    ...(provider.batches && { batches: { ...provider.batches, most } }),
  };
  const lane = batchExecutor({
    providerOf: () => limited,
    store: undefined,
    budget: undefined,
    priceOf: () => null,
    log: await openBatchLog(join(temporaryFolder(), "batches.jsonl")),
    retry: { baseMs: 2, maxPauseMs: 10 },
    pollMs: 20,
    onEvent: () => {},
    onNotice: () => {},
    onWarning: () => {},
    drain: new AbortController().signal,
  });
  onTestFinished(lane.close);
  return { lane, server, submitted: () => submissions };
}
