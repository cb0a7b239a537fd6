import { expect, test } from "vitest";
import type { BatchResult } from "../../../src/providers/provider.ts";
import { apiError, lastTurn } from "../../support/messagesServer.ts";
import { failureFrom, providerAt, REQUEST, stubbed } from "./api.ts";

const REQUESTS = ["a", "b", "c", "d"].map((customId) => ({
  customId,
  request: { ...REQUEST, messages: [{ role: "user" as const, content: customId }] },
}));

async function collect(results: AsyncIterable<BatchResult> = nothing()): Promise<Map<string, BatchResult>> {
  const found = new Map<string, BatchResult>();
  for await (const result of results) found.set(result.customId, result);
  return found;
}

test("a batch is made, asked after from elsewhere, and read in whatever order it comes", async () => {
  const { server, provider } = await stubbed({
    reply: (request) => {
      const asked = lastTurn(request);
      if (asked === "b") return apiError(400, "invalid_request_error", "No such thing.");
      if (asked === "c") return { batch: "expired" };
      return asked === "d" ? { text: "No.", stopReason: "refusal" } : { text: `reply to ${asked}` };
    },
  });
  const id = (await provider.batches?.create(REQUESTS)) ?? "";
  const later = providerAt(server.url).batches;
  expect(await later?.status(id)).toMatchObject({ ended: false, processing: 4, done: 0 });
  await server.batches.end(id);
  expect(await later?.status(id)).toMatchObject({ ended: true, processing: 0, done: 4 });

  const results = await collect(later?.results(id));
  expect([...results.keys()]).not.toEqual(["a", "b", "c", "d"]);
  expect(results.get("a")).toMatchObject({ answer: { outcome: "ok", text: "reply to a" } });
  expect(results.get("b")).toMatchObject({ failure: { kind: "bad_request" } });
  expect(results.get("c")).toMatchObject({ failure: { kind: "timeout" } });
  expect(results.get("d")).toMatchObject({ answer: { outcome: "refused" } });
  expect(server.batches.all.get(id)?.requests[0]?.params).toMatchObject({
    model: "claude-sonnet-5",
    system: [{ cache_control: { type: "ephemeral" } }],
  });
});

test("a success without a message that can be read is billed; what errored or expired is not", async () => {
  const { server, provider } = await stubbed({
    reply: (request) => {
      const asked = lastTurn(request);
      if (asked === "a") return { batch: "unreadable" };
      if (asked === "b") return apiError(500, "api_error");
      return asked === "c" ? { batch: "expired" } : { text: "Yes." };
    },
  });
  const id = (await provider.batches?.create(REQUESTS)) ?? "";
  await server.batches.end(id);
  const results = await collect(provider.batches?.results(id));
  const billed = ["a", "b", "c"].map((customId) => {
    const result = results.get(customId);
    return result && "failure" in result && result.mayBeBilled === true;
  });
  expect(billed).toEqual([true, false, false]);
});

test("what goes wrong on the way is a failure like any call's", async () => {
  const { provider } = await stubbed();
  expect((await failureFrom(provider.batches?.status("msgbatch_gone") ?? Promise.resolve())).kind).toBe(
    "bad_request",
  );
  const id = (await provider.batches?.create(REQUESTS)) ?? "";
  const early = collect(provider.batches?.results(id));
  expect((await failureFrom(early)).message).toMatch(/batch/);

  const denied = await stubbed({ intercept: () => apiError(401, "authentication_error") });
  expect((await failureFrom(denied.provider.batches?.create(REQUESTS) ?? Promise.resolve())).kind).toBe(
    "denied",
  );
});

test("results that break off are a failure, after those that came whole", async () => {
  const line = `${JSON.stringify({ custom_id: "a", result: { type: "canceled" } })}\n`;
  const { provider } = await stubbed({
    intercept: ({ path }) =>
      path.endsWith("/results")
        ? { body: line.repeat(200), contentType: "application/x-jsonl", fault: "cut" }
        : undefined,
    batchPolls: 1,
  });
  const id = (await provider.batches?.create(REQUESTS)) ?? "";
  await provider.batches?.status(id);
  const seen: BatchResult[] = [];
  const reading = (async () => {
    for await (const result of provider.batches?.results(id) ?? nothing()) seen.push(result);
  })();
  expect((await failureFrom(reading)).kind).toBe("network");
  expect(seen.length).toBeGreaterThan(50);
});

async function* nothing(): AsyncGenerator<BatchResult> {
  // A provider without batches has no results.
}
