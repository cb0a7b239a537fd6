import { describe, expect, test } from "vitest";
import { playAll } from "../../src/executor/feed.ts";
import { playSample, type Sample } from "../../src/executor/playSample.ts";
import type { Persona } from "../../src/records/persona.ts";
import { TranscriptSchema, transcriptFromDisk, transcriptToDisk } from "../../src/records/transcript.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { apiError, messagesServer } from "../support/messagesServer.ts";
import { cachingProviderAt, laneAt, memoryStore } from "./live/liveAt.ts";

const PERSONA: Persona = {
  name: "director",
  description: "",
  model: null,
  version: "1.0.0",
  systemPrompt: "Be direct.",
  sha256: "a".repeat(64),
  source: "persona.md",
};

describe("playSample", () => {
  test("has the conversation turn by turn, each with all that was said, attachments under the first turn", async () => {
    const server = await messagesServer({ reply: ({ index }) => ({ text: `Reply ${index}` }) });
    const annex = { name: "Annex", kind: "rfp", untrusted: true, text: "MR-04" };
    const sample = sampleOf(["Brief", "Push"], { attachments: [annex] });
    const transcript = await playSample(sample, laneAt(server.url, { priceOf: () => 0.25 }));
    expect(transcript).toMatchObject({
      scenario: "s1",
      model: "anthropic:claude-sonnet-5",
      persona: { name: "director", version: "1.0.0", sha256: PERSONA.sha256 },
      repeat: 2,
      attempts: 2,
      costUsd: 0.5,
      incurredUsd: 0.5,
      turns: [
        { user: "Brief\n\n--- pasted: Annex ---\nMR-04\n--- end ---", assistant: "Reply 0", outcome: "ok" },
        { user: "Push", assistant: "Reply 1", outcome: "ok", stopReason: "end_turn", requestId: "req_1" },
      ],
    });
    const second = server.messages()[1]?.body;
    expect(second?.messages.map(({ role, content }) => [role, textOf(content)])).toEqual([
      ["user", "Brief\n\n--- pasted: Annex ---\nMR-04\n--- end ---"],
      ["assistant", "Reply 0"],
      ["user", "Push"],
    ]);
    expect(textOf(second?.system ?? "")).toBe("Be direct.");
  });

  test("each turn finds in the vendor's cache what the one before it sent", async () => {
    const server = await messagesServer({ promptCache: true });
    const provider = cachingProviderAt(server.url);
    const sample = sampleOf(["A long brief. ".repeat(40), "Push", "Push again"]);
    const { turns } = await playSample(sample, laneAt(server.url, { providerOf: () => provider }));
    const [first, second, third] = turns.map(({ usage }) => usage?.cacheReadInputTokens ?? 0);
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(130);
    expect(third).toBeGreaterThan(second ?? Infinity);
  });

  test.each([
    ["refused", { stopReason: "refusal", text: "No." }, "No."],
    ["truncated", { stopReason: "max_tokens", text: "The deal" }, "The deal"],
    ["empty", { text: "" }, ""],
  ] as const)("stops at the first turn that is %s, and keeps its text", async (outcome, stub, text) => {
    const server = await messagesServer({ queue: [{}, stub] });
    const { turns } = await playSample(sampleOf(["a", "b", "c"]), laneAt(server.url));
    expect(turns.map((turn) => turn.outcome)).toEqual(["ok", outcome]);
    expect(turns[1]?.assistant).toBe(text);
    expect(server.count()).toBe(2);
  });

  test("a machine's fault is an error with its sentence, no text, and no cost where the server refused it", async () => {
    const server = await messagesServer({ queue: [{}], reply: apiError(500, "api_error", "boom") });
    const lane = laneAt(server.url, { priceOf: () => 0.25, retry: { maxAttempts: 3 } });
    const transcript = await playSample(sampleOf(["a", "b"]), lane);
    expect(transcript).toMatchObject({ attempts: 4, costUsd: 0.25, incurredUsd: 0.25 });
    expect(transcript.turns[1]).toMatchObject({
      outcome: "error",
      assistant: "",
      usage: null,
      latencyMs: null,
    });
    expect(transcript.turns[1]?.error).toMatch(/500 api_error: boom/);
  });

  test("what an attempt that broke off after it was sent cost is unknown, and so is the whole", async () => {
    const server = await messagesServer({
      queue: [{}, { fault: "reset" }],
      reply: apiError(500, "api_error"),
    });
    const lane = laneAt(server.url, { priceOf: () => 0.25, retry: { maxAttempts: 3 } });
    const transcript = await playSample(sampleOf(["a", "b"]), lane);
    expect(transcript).toMatchObject({ attempts: 4, costUsd: null, incurredUsd: null });
  });

  test("what came from the store keeps its cost but was not incurred again", async () => {
    const store = memoryStore();
    const server = await messagesServer();
    const options = { store, priceOf: () => 0.25 };
    await playSample(sampleOf(["a"]), laneAt(server.url, options));
    const { turns, costUsd, incurredUsd } = await playSample(
      sampleOf(["a", "b"]),
      laneAt(server.url, options),
    );
    expect(turns.map(({ cached }) => cached)).toEqual([true, false]);
    expect({ costUsd, incurredUsd }).toEqual({ costUsd: 0.5, incurredUsd: 0.25 });
  });

  test("the transcript stands on disk in snake_case and comes back the same", async () => {
    const server = await messagesServer({ queue: [{}], reply: apiError(400, "invalid_request_error", "no") });
    const transcript = await playSample(sampleOf(["a", "b"]), laneAt(server.url));
    const onDisk = JSON.parse(JSON.stringify(transcriptToDisk(transcript))) as { turns: object[] };
    expect(Object.keys(onDisk.turns[1] ?? {}).sort()).toEqual([
      "assistant",
      "cached",
      "error",
      "latency_ms",
      "outcome",
      "queued_ms",
      "request_id",
      "stop_reason",
      "usage",
      "user",
    ]);
    expect(transcriptFromDisk(TranscriptSchema.parse(onDisk))).toEqual(transcript);
  });
});

test("fault 37: a run in which every call fails yields a transcript for each sample, all errors", async () => {
  const server = await messagesServer({ reply: apiError(503, "api_error", "down") });
  const lane = laneAt(server.url, { retry: { maxAttempts: 2 } });
  const samples = ["a", "b", "c"].map((text) => sampleOf([text]));
  const outcomes: unknown[] = [];
  for await (const { turns } of playAll(samples, (sample) => playSample(sample, lane), { window: 2 }))
    outcomes.push(turns.map(({ outcome, assistant }) => [outcome, assistant]));
  expect(outcomes).toEqual(samples.map(() => [["error", ""]]));
});

test("fault 9: when access is denied midway, what was finished before is yielded before the run ends", async () => {
  const server = await messagesServer({
    queue: [{}, {}],
    reply: apiError(401, "authentication_error", "invalid x-api-key"),
  });
  const lane = laneAt(server.url);
  const samples = ["a", "b", "c", "d", "e"].map((text) => sampleOf([text]));
  let finished = 0;
  const run = (async () => {
    for await (const _ of playAll(samples, (sample) => playSample(sample, lane), { window: 1 })) finished++;
  })();
  await expect(run).rejects.toMatchObject({ exitCode: 4 });
  expect([finished, server.count()]).toEqual([2, 3]);
});

function sampleOf(turns: string[], changes: Partial<Scenario> = {}): Sample {
  const scenario = {
    id: "s1",
    turns: turns.map((text) => ({ role: "user", kind: "brief", tactic: null, text })),
    attachments: [],
    ...changes,
  } as unknown as Scenario;
  const parameters = { maxTokens: 1_000, effort: null };
  return { scenario, model: "anthropic:claude-sonnet-5", repeat: 2, persona: PERSONA, parameters };
}

function textOf(content: string | { text: string }[]): string {
  return typeof content === "string" ? content : content.map(({ text }) => text).join("");
}
