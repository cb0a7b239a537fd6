import { describe, expect, test } from "vitest";
import { KEY, REQUEST, send, stubbed } from "./api.ts";

describe("what is sent", () => {
  test("the persona is a cached system prefix, and a single brief is not marked", async () => {
    const { server, provider } = await stubbed();
    await send(provider);
    const [request] = server.messages();
    expect(request?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(request?.body).toEqual({
      model: "claude-sonnet-5",
      max_tokens: 2000,
      system: [{ type: "text", text: REQUEST.system, cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: "Review the Larkfield deal." }],
      thinking: { type: "disabled" },
    });
  });

  test("each turn of a conversation reads from the cache what the turn before wrote", async () => {
    const { server, provider } = await stubbed({ promptCache: true });
    const system = "Persona. ".repeat(500);
    const first = [{ role: "user" as const, content: "First turn. ".repeat(50) }];
    const second = [
      ...first,
      { role: "assistant" as const, content: "Answer." },
      { role: "user" as const, content: "Second turn." },
    ];
    const wrote = await send(provider, { system, messages: first }, { sentAgain: true });
    const read = await send(provider, { system, messages: second });
    expect(wrote.usage).toMatchObject({ cacheReadInputTokens: 0 });
    expect(wrote.usage?.cacheCreationInputTokens).toBeGreaterThan(1200);
    expect(read.usage?.cacheReadInputTokens).toBe(wrote.usage?.cacheCreationInputTokens);
    const marked = server.messages().map(({ body }) => body?.messages.map(({ content }) => typeof content));
    expect(marked).toEqual([["object"], ["string", "string", "object"]]);
  });

  test.each([
    ["claude-sonnet-5", null, { thinking: { type: "disabled" } }],
    ["claude-sonnet-5", "high", { thinking: { type: "adaptive" }, output_config: { effort: "high" } }],
    ["claude-sonnet-5-5", null, { thinking: { type: "between_tools" } }],
    ["claude-opus-5-5", null, {}],
    ["claude-opus-5-5", "max", { thinking: { type: "adaptive" }, output_config: { effort: "max" } }],
    ["claude-opus-5", null, { thinking: { type: "disabled" } }],
    ["claude-opus-4-8", null, {}],
    ["claude-opus-4-8", "low", { thinking: { type: "adaptive" }, output_config: { effort: "low" } }],
    ["claude-haiku-4-5", null, {}],
    ["a-model-of-next-year", "low", { output_config: { effort: "low" } }],
  ] as const)("%s with effort %s thinks as it can", async (model, effort, expected) => {
    const { server, provider } = await stubbed();
    await send(provider, { model: `anthropic:${model}`, parameters: { maxTokens: 100, effort } });
    const { thinking, output_config } = server.messages()[0]?.body ?? {};
    expect({ thinking, output_config }).toEqual({
      thinking: undefined,
      output_config: undefined,
      ...expected,
    });
  });

  test("a schema travels as the format of the output, beside the effort", async () => {
    const { server, provider } = await stubbed();
    const schema = { type: "object", properties: { met: { type: "boolean" } }, additionalProperties: false };
    await send(provider, { schema, parameters: { maxTokens: 100, effort: "medium" } });
    expect(server.messages()[0]?.body?.output_config).toEqual({
      effort: "medium",
      format: { type: "json_schema", schema },
    });
  });

  test("no retry of the SDK's is hidden in a call", async () => {
    const { server, provider } = await stubbed({ reply: { status: 529, body: { type: "error" } } });
    await expect(send(provider)).rejects.toThrow("529");
    expect(server.count()).toBe(1);
  });
});

describe("what is answered", () => {
  test("text, usage with the cache, request id, and the time of the call alone", async () => {
    const usage = { input_tokens: 12, cache_read_input_tokens: 4100, cache_creation_input_tokens: 7 };
    const { provider } = await stubbed({ reply: { text: "Disqualify it.", usage, delayMs: 60 } });
    const answer = await send(provider);
    expect(answer).toMatchObject({
      outcome: "ok",
      text: "Disqualify it.",
      stopReason: "end_turn",
      requestId: "req_0",
    });
    expect(answer.usage).toEqual({
      inputTokens: 12,
      outputTokens: 4,
      cacheReadInputTokens: 4100,
      cacheCreationInputTokens: 7,
    });
    expect(answer.latencyMs).toBeGreaterThanOrEqual(59);
  });

  test.each([
    [{ text: "I cannot help.", stopReason: "refusal" }, "refused"],
    [{ text: "Half of", stopReason: "max_tokens" }, "truncated"],
    [{ text: "", thinking: "All room went here.", stopReason: "max_tokens" }, "truncated"],
    [{ text: "Half of", stopReason: "model_context_window_exceeded" }, "truncated"],
    [{ text: "" }, "empty"],
    [{ text: " \n " }, "empty"],
    [{ body: { type: "message", content: null, stop_reason: "end_turn" } }, "empty"],
    [{ text: "Fine.", stopReason: "stop_sequence" }, "ok"],
  ] as const)("%o is %s", async (reply, outcome) => {
    const { provider } = await stubbed({ reply });
    expect((await send(provider)).outcome).toBe(outcome);
  });

  test("thinking is no text", async () => {
    const { provider } = await stubbed({ reply: { text: "Kill it.", thinking: "Should I?" } });
    expect((await send(provider)).text).toBe("Kill it.");
  });

  test("the account's limits are read where the headers tell them", async () => {
    const headers = {
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "49",
      "anthropic-ratelimit-requests-reset": "2026-11-26T14:00:00Z",
      "anthropic-ratelimit-output-tokens-limit": "8000",
      "anthropic-ratelimit-output-tokens-remaining": "10",
      "anthropic-ratelimit-input-tokens-limit": "nonsense",
    };
    const { provider } = await stubbed({ reply: { headers } });
    expect((await send(provider)).limits).toEqual({
      requests: { limit: 50, remaining: 49, resetsAt: "2026-11-26T14:00:00Z" },
      outputTokens: { limit: 8000, remaining: 10, resetsAt: null },
    });
    const { provider: silent } = await stubbed();
    expect(await send(silent)).not.toHaveProperty("limits");
  });
});

describe("streaming", () => {
  test("the first token is told once, before the answer is there", async () => {
    const { server, provider } = await stubbed({ reply: { text: "A longer answer.", thinking: "Well." } });
    const seen: string[] = [];
    const answer = await send(provider, {}, { onFirstToken: () => seen.push("token") });
    seen.push("answer");
    expect(seen).toEqual(["token", "answer"]);
    expect(answer).toMatchObject({ outcome: "ok", text: "A longer answer.", requestId: "req_0" });
    expect(server.messages()[0]?.body?.stream).toBe(true);
  });

  test("room above what the SDK sends unstreamed is streamed", async () => {
    const { server, provider } = await stubbed({ reply: { text: "Long." } });
    for (const maxTokens of [21_333, 21_334, 64_000])
      await send(provider, { parameters: { maxTokens, effort: null } });
    expect(server.messages().map(({ body }) => body?.stream ?? false)).toEqual([false, true, true]);
  });
});

test("input tokens are counted by the vendor", async () => {
  const { server, provider } = await stubbed();
  expect(await provider.countTokens?.(REQUEST)).toBe(Math.ceil((REQUEST.system.length + 26) / 4));
  expect(server.count("/v1/messages/count_tokens")).toBe(1);
});

test("an account is told apart by address and key, and does not show the key", async () => {
  const [one, other] = [await stubbed(), await stubbed()];
  expect(one.provider.account).not.toBe(other.provider.account);
  expect(one.provider.account).not.toContain(KEY.slice(0, 12));
});
