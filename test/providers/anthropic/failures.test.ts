import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { mayBeBilled } from "../../../src/executor/live/billed.ts";
import { failureOf } from "../../../src/providers/anthropic/failure.ts";
import { apiError, type StubReply } from "../../support/messagesServer.ts";
import { failureFrom, KEY, providerAt, send, stubbed } from "./api.ts";

const STREAMED = { onFirstToken: () => undefined };

test.each([
  [429, "rate_limit_error", "rate_limited"],
  [529, "overloaded_error", "overloaded"],
  [500, "api_error", "server"],
  [503, "api_error", "server"],
  [504, "timeout_error", "server"],
  [408, "timeout_error", "server"],
  [409, "conflict_error", "server"],
  [401, "authentication_error", "denied"],
  [403, "permission_error", "denied"],
  [402, "billing_error", "denied"],
  [400, "invalid_request_error", "bad_request"],
  [404, "not_found_error", "bad_request"],
  [413, "request_too_large", "bad_request"],
] as const)("%i %s is %s", async (status, type, kind) => {
  const { provider } = await stubbed({ reply: apiError(status, type, "Words of the vendor's.") });
  const failure = await failureFrom(send(provider));
  expect(failure).toMatchObject({ kind, status, requestId: "req_0" });
  expect(failure.message).toContain(`${status} ${type}: Words of the vendor's. (request req_0)`);
  expect(failure.message.includes("ANTHROPIC_API_KEY")).toBe(kind === "denied");
});

test.each([
  apiError(400, "invalid_request_error", "Your credit balance is too low to access the API."),
  {
    status: 429,
    body: {
      type: "error",
      error: {
        type: "rate_limit_error",
        message: "Limit.",
        details: { error_code: "enforced_spend_limit_reached" },
      },
    },
  },
])("spent money does not go better next time", async (reply) => {
  const { provider } = await stubbed({ reply });
  expect((await failureFrom(send(provider))).kind).toBe("denied");
});

test.each([
  [429, "rate_limited"],
  [529, "overloaded"],
  [400, "bad_request"],
] as const)(
  "%i in a body that is not packed as it says is still what its status says",
  async (status, kind) => {
    const headers = { "content-encoding": "gzip", "retry-after": "7" };
    const { provider } = await stubbed({ reply: apiError(status, "some_error", "Slowly.", headers) });
    const failure = await failureFrom(send(provider));
    expect(failure).toMatchObject({ kind, status, requestId: "req_0", retryAfterMs: 7000 });
    expect(failure.message).toContain(`${status} some_error: Slowly. (request req_0)`);
  },
);

test("what can be read of a torn body still tells that money is spent", async () => {
  const packed = gzipSync("Your credit balance is too low to access the API.");
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(400, { "content-encoding": "gzip", "content-length": packed.length });
      response.write(packed.subarray(0, -9), () => response.destroy());
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const failure = await failureFrom(send(providerAt(`http://127.0.0.1:${port}`)));
  expect(failure).toMatchObject({ kind: "denied", status: 400 });
});

describe("how long to wait", () => {
  test("seconds, fractions, milliseconds, and nothing", async () => {
    expect(await waitOf({ "retry-after": "7" })).toBe(7000);
    expect(await waitOf({ "retry-after": "0.5" })).toBe(500);
    expect(await waitOf({ "retry-after-ms": "250" })).toBe(250);
    expect(await waitOf({})).toBeNull();
    expect(await waitOf({ "retry-after": "soon" })).toBeNull();
  });

  test("an HTTP date, and one that is over", async () => {
    const wait = await waitOf({ "retry-after": new Date(Date.now() + 60_000).toUTCString() });
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(await waitOf({ "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" })).toBe(0);
  });
});

describe("what the SDK does not call an API error", () => {
  test.each<[string, StubReply, string]>([
    ["a connection that is reset", { fault: "reset" }, "network"],
    ["a body that is cut", { text: "x".repeat(500), fault: "cut" }, "network"],
    ["half a JSON document", { text: "x".repeat(500), fault: "early_end" }, "bad_reply"],
    ["a page with status 200", { body: "<html>Welcome to the proxy</html>" }, "bad_reply"],
    ["a page that says it is JSON", { body: "<html>", contentType: "application/json" }, "bad_reply"],
    ["an empty object", { body: {} }, "bad_reply"],
    ["null", { body: "null", contentType: "application/json" }, "bad_reply"],
    [
      "a message without a stop reason",
      { body: { type: "message", content: [], stop_reason: null } },
      "bad_reply",
    ],
    [
      "an error object with status 200",
      { body: { type: "error", error: { type: "api_error", message: "Oops" } } },
      "bad_reply",
    ],
    [
      "an overload with status 200",
      { body: { type: "error", error: { type: "overloaded_error", message: "Busy" } } },
      "overloaded",
    ],
  ])("%s", async (_, reply, kind) => {
    const { provider } = await stubbed({ reply });
    expect((await failureFrom(send(provider))).kind).toBe(kind);
  });

  test.each<[string, StubReply, string]>([
    ["that ends early", { text: "Half of an answer", fault: "early_end" }, "bad_reply"],
    ["that is cut", { text: "Half of an answer", fault: "cut" }, "network"],
    [
      "with an error event",
      { text: "Half", streamError: { type: "api_error", message: "Oops" } },
      "bad_reply",
    ],
    [
      "with an overload",
      { text: "Half", streamError: { type: "overloaded_error", message: "Busy" } },
      "overloaded",
    ],
    [
      "with a rate limit",
      { text: "Half", streamError: { type: "rate_limit_error", message: "Slow" } },
      "rate_limited",
    ],
    ["that is refused", apiError(429, "rate_limit_error"), "rate_limited"],
    ["that is a page", { body: "<html>Welcome to the proxy</html>" }, "bad_reply"],
  ])("a stream %s: its half answer is thrown away", async (_, reply, kind) => {
    const { provider } = await stubbed({ reply });
    expect((await failureFrom(send(provider, {}, STREAMED))).kind).toBe(kind);
  });

  test("nobody listens", async () => {
    const { server, provider } = await stubbed();
    await server.close();
    expect(await failureFrom(send(provider))).toMatchObject({
      kind: "network",
      message: expect.stringMatching(/^anthropic: Connection error: fetch failed/),
    });
  });
});

describe("time", () => {
  test.each<[string, StubReply, object]>([
    ["headers that never come", { fault: "silence" }, {}],
    ["a body that hangs", { text: "x".repeat(500), fault: "hang" }, {}],
    ["a stream that hangs", { text: "x".repeat(500), fault: "hang" }, STREAMED],
  ])("%s end with the signal", async (_, reply, options) => {
    const { provider } = await stubbed({ reply });
    const failure = await failureFrom(send(provider, {}, { signal: AbortSignal.timeout(80), ...options }));
    expect(failure.kind).toBe("timeout");
  });

  test.each([{}, STREAMED])("an abort for another reason gives that reason", async (options) => {
    const { server, provider } = await stubbed({ reply: { fault: "silence" } });
    const controller = new AbortController();
    const call = send(provider, {}, { signal: controller.signal, ...options });
    await server.arrived(1);
    controller.abort(new Error("interrupted"));
    await expect(call).rejects.toThrow("interrupted");
    await expect(send(provider, {}, { signal: controller.signal })).rejects.toThrow("interrupted");
    expect(server.count()).toBe(1);
  });
});

test("fault 40: a key that a server echoes is not repeated, in any form", async () => {
  const echo = `invalid key ${KEY}, header Bearer ${KEY}, or sk-ant-other-98765432109`;
  const replies: StubReply[] = [
    apiError(401, "authentication_error", echo),
    { status: 401, body: `<html>${echo}</html>` },
    { body: { type: "error", error: { type: "authentication_error", message: echo } } },
    { streamError: { type: "authentication_error", message: echo } },
  ];
  for (const reply of replies) {
    const { provider } = await stubbed({ reply });
    const failure = await failureFrom(send(provider, {}, reply.streamError ? STREAMED : {}));
    const all = `${failure.message} ${failure.stack} ${JSON.stringify(failure)} ${String(failure.cause)}`;
    expect(all).not.toContain("0123456789abcdef");
    expect(all).not.toContain("98765432109");
    expect(failure.kind).toBe("denied");
  }
});

test("a long page becomes one short line", async () => {
  const { provider } = await stubbed({
    reply: { status: 502, body: `<html>\n${"word ".repeat(4000)}</html>` },
  });
  const { kind, message } = await failureFrom(send(provider));
  expect(kind).toBe("server");
  expect(message).toMatch(/^anthropic: 502: <html> word word/);
  expect(message).not.toContain("\n");
  expect(message.length).toBeLessThan(400);
});

test("an address that is none is told as such", () => {
  expect(() => providerAt("not a url")).toThrow(/ANTHROPIC_BASE_URL/);
});

async function waitOf(headers: Record<string, string>): Promise<number | null> {
  const { provider } = await stubbed({ reply: apiError(429, "rate_limit_error", "Slow.", headers) });
  return (await failureFrom(send(provider))).retryAfterMs;
}

test("a host of several addresses, none of which answers, says so of each and costs nothing", () => {
  const cause = new AggregateError([
    new Error("connect ECONNREFUSED ::1:4000"),
    new Error("connect ECONNREFUSED 127.0.0.1:4000"),
  ]);
  const failure = failureOf(new TypeError("fetch failed", { cause }), undefined, []);
  expect(failure.message).toContain("connect ECONNREFUSED ::1:4000: connect ECONNREFUSED 127.0.0.1:4000");
  expect(mayBeBilled(failure)).toBe(false);
});

test.each([
  ["connect ETIMEDOUT 127.0.0.1, in 10 s", false],
  ["Connect Timeout Error (attempted address: 127.0.0.1:443, timeout: 10000ms)", false],
  ["read ETIMEDOUT", true],
])("%s: whether it may have been paid for: %s", (words, isBilled) => {
  const failure = failureOf(new TypeError("fetch failed", { cause: new Error(words) }), undefined, []);
  expect([failure.kind, mayBeBilled(failure)]).toEqual(["network", isBilled]);
});
