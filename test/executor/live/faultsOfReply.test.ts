import { expect, test, vi } from "vitest";
import { errorBody, type StubReply } from "../../support/messagesReply.ts";
import { apiError, messagesServer } from "../../support/messagesServer.ts";
import { asking, laneAt, memoryStore } from "./liveAt.ts";

test.each([
  ["a page of HTML", { body: "<html><body>Captive portal</body></html>" }],
  ["broken JSON", { body: '{"type":"message","content":[', contentType: "application/json" }],
])("fault 10: %s with status 200 is tried again, then an error", async (_what, reply: StubReply) => {
  const once = await messagesServer({ queue: [reply], reply: { text: "Develop." } });
  expect(await laneAt(once.url).ask(asking("a"), 1)).toMatchObject({ text: "Develop.", attempts: 2 });
  const store = memoryStore();
  const always = await messagesServer({ reply });
  const lane = laneAt(always.url, { store, retry: { maxAttempts: 3 } });
  expect(await lane.ask(asking("a"), 1)).toMatchObject({ outcome: "error", attempts: 3 });
  expect(store.kept.size).toBe(0);
});

test("fault 11: an error object with status 200 is tried again and never kept", async () => {
  const store = memoryStore();
  const poisoned = { status: 200, body: errorBody("api_error", "internal") };
  const server = await messagesServer({ queue: [poisoned, poisoned] });
  const lane = laneAt(server.url, { store, retry: { maxAttempts: 2 } });
  expect((await lane.ask(asking("a"), 1)).outcome).toBe("error");
  expect(store.kept.size).toBe(0);
  // Asked again it is called again, and now it is answered.
  expect(await lane.ask(asking("a"), 1)).toMatchObject({ outcome: "ok", cached: false });
  expect(store.kept.size).toBe(1);
});

test.each([
  ["fault 12", "refused", { stopReason: "refusal", text: "I cannot help with that." }],
  ["fault 13", "truncated", { stopReason: "max_tokens", text: "The deal is" }],
  ["fault 14", "empty", { text: "" }],
  ["fault 14", "empty", { text: " \n " }],
  ["fault 14", "empty", { body: { ...emptyMessage(), content: null } }],
] as const)(
  "%s: the outcome %s is the model's own: one attempt, not kept as an answer",
  async (_fault, outcome, stub) => {
    const store = memoryStore();
    const server = await messagesServer({ reply: stub });
    const reply = await laneAt(server.url, { store, priceOf: () => 0.25 }).ask(asking("a"), 1);
    expect(reply).toMatchObject({ outcome, attempts: 1, error: null, costUsd: 0.25 });
    expect(reply.text).toBe("text" in stub ? stub.text : "");
    expect(server.count()).toBe(1);
    expect(store.kept.size).toBe(0);
  },
);

test("fault 32: each repeat has a reply of its own, and finds it again", async () => {
  const store = memoryStore();
  const server = await messagesServer({ reply: ({ index }) => ({ text: `Reply ${index}` }) });
  const lane = laneAt(server.url, { store });
  const texts = async (): Promise<string[]> => {
    const replies = [1, 2, 3].map(async (repeat) => (await lane.ask(asking("a"), repeat)).text);
    return Promise.all(replies);
  };
  const first = await texts();
  expect(new Set(first).size).toBe(3);
  expect(await texts()).toEqual(first);
  expect(server.count()).toBe(3);
});

test("fault 42: a clock that jumps changes no duration and no pause", async () => {
  const real = Date.now;
  let jumps = 0;
  // Back a day at one look, forward a day at the next.
  const clock = vi
    .spyOn(Date, "now")
    .mockImplementation(() => real() + (++jumps % 2 === 0 ? 1 : -1) * 86_400_000);
  try {
    const server = await messagesServer({
      queue: [apiError(429, "rate_limit_error", "slow", { "retry-after": "0.1" })],
      reply: { delayMs: 30 },
    });
    const before = performance.now();
    const reply = await laneAt(server.url).ask(asking("a"), 1);
    const took = performance.now() - before;
    expect(reply.latencyMs).toBeGreaterThanOrEqual(29);
    expect(reply.queuedMs).toBeGreaterThanOrEqual(99);
    expect(reply.queuedMs + (reply.latencyMs ?? 0)).toBeLessThanOrEqual(took);
  } finally {
    clock.mockRestore();
  }
});

function emptyMessage(): object {
  const usage = { input_tokens: 1, output_tokens: 1 };
  return { id: "msg", type: "message", role: "assistant", model: "m", stop_reason: "end_turn", usage };
}
