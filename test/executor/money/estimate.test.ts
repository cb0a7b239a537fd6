import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildRequest } from "../../../src/executor/buildRequest.ts";
import { estimateRun } from "../../../src/executor/money/estimate.ts";
import { planSamples } from "../../../src/executor/plan.ts";
import type { Sample } from "../../../src/executor/playSample.ts";
import { loadPrices } from "../../../src/executor/money/prices.ts";
import { openReplyStore } from "../../../src/executor/store/replyStore.ts";
import { requestKey } from "../../../src/executor/requestKey.ts";
import { usualReplyTokens } from "../../../src/executor/money/usualReply.ts";
import type { Persona } from "../../../src/records/persona.ts";
import type { Message } from "../../../src/records/request.ts";
import type { Scenario } from "../../../src/records/scenario.ts";
import { temporaryFolder } from "../../support/cli.ts";

const SONNET = "anthropic:claude-sonnet-5";
const prices = await loadPrices({ at: new Date("2026-11-26T00:00:00Z") });

/** 1,200 + 8 tokens of persona by the rule of 3 characters a token. */
const SYSTEM = "a".repeat(3600);
const SINGLE = scenario("single", ["b".repeat(300)]);
const TALK = scenario("talk", ["c".repeat(300), "d".repeat(300)]);

describe("calls and tokens", () => {
  test("every turn of every repeat is a call, with all that was said before it", async () => {
    const run = await estimateRun(plan([SINGLE, TALK], { repeats: 2 }), { prices });
    expect(run.samples).toBe(4);
    const [model] = run.models;
    // single: 1208 + 108; talk: the same, then 108 and a usual reply of 720 more.
    expect(model).toMatchObject({ model: SONNET, samples: 4, calls: 6, held: 0 });
    expect(model?.inputTokens).toEqual({ tokens: 2 * (1316 + 1316 + 2144), counted: 0 });
    expect(model?.outputTokens).toEqual({ typical: 6 * 720, most: 6 * 4000 });
  });

  test("a reply cannot be longer than its room", async () => {
    const run = await estimateRun(plan([SINGLE], { maxTokens: 100 }), { prices });
    expect(run.models[0]?.outputTokens).toEqual({ typical: 100, most: 100 });
  });

  test("what a model's kept replies measure comes before the usual length", async () => {
    expect(await typicalOutput(20)).toBe(900);
    expect(await typicalOutput(19)).toBe(720);
  });
});

describe("counting by the vendor", () => {
  test("asks once for each scenario, whatever the repeats, and says which tokens are counted", async () => {
    const asked: string[] = [];
    const run = await estimateRun(plan([SINGLE, TALK], { repeats: 5 }), {
      prices,
      counterOf: () => async (request) => {
        asked.push(request.messages.map(({ content }) => content[0]).join(""));
        return 2632;
      },
    });
    expect(asked.toSorted()).toEqual(["b", "c"]);
    // Counted is twice the estimate; so is taken what was not counted, the second turn.
    expect(run.models[0]?.inputTokens).toEqual({
      tokens: 5 * (2632 + 2632 + 2 * 1424 + 720),
      counted: 10 * 2632,
    });
  });

  test("stops at 100 scenarios", async () => {
    let calls = 0;
    const many = Array.from({ length: 130 }, (_, index) => scenario(`s${index}`, [`question ${index}`]));
    const counterOf = () => async () => ++calls;
    const run = await estimateRun(plan(many), { prices, counterOf });
    expect(calls).toBe(100);
    expect(run.notes).toContain(
      "Only the first 100 scenarios were counted; the rest is estimated from them.",
    );
  });

  test("that fails leaves an estimate and says why", async () => {
    const run = await estimateRun(plan([SINGLE]), { prices, counterOf: () => noCredit });
    expect(run.models[0]?.inputTokens).toEqual({ tokens: 1316, counted: 0 });
    expect(run.notes[0]).toBe("Tokens could not be counted and are estimated: anthropic: no credit.");
  });
});

describe("cost", () => {
  test("without the prompt cache, with it, and as a batch", async () => {
    const run = await estimateRun(plan([SINGLE], { repeats: 10 }), { prices });
    const output = { typical: (10 * 720 * 10) / 1e6, most: (10 * 4000 * 10) / 1e6 };
    const whole = (10 * 1316 * 2) / 1e6;
    expect(run.costUsd.live).toEqual(about(whole + output.typical, whole + output.most));
    expect(run.costUsd.batch).toEqual(about((whole + output.typical) / 2, (whole + output.most) / 2));
    // The persona's 1200 tokens are written once at 2.5 and read nine times at 0.2; the rest is fresh.
    const cached = (1200 * 2.5 + 9 * 1200 * 0.2 + 10 * 116 * 2) / 1e6;
    expect(run.costUsd.liveWithPromptCache).toEqual(about(cached + output.typical, cached + output.most));
    expect(run.models[0]?.cacheableTokens).toBe(9 * 1200);
  });

  test("a conversation reads what it wrote the turn before", async () => {
    const run = await estimateRun(plan([TALK]), { prices });
    const cached = (1316 * 2.5 + 1316 * 0.2 + 828 * 2) / 1e6;
    expect(run.costUsd.liveWithPromptCache).toEqual(about(cached + 2 * 0.0072, cached + 2 * 0.04));
  });

  test("unknown for one model is unknown for all, and never 0", async () => {
    const models = [SONNET, "promptfoo:openai:gpt-5", "promptfoo:ollama:llama3.3", "simulated:director"];
    const run = await estimateRun(plan([SINGLE], { models }), { prices });
    expect(run.models.map(({ costUsd }) => costUsd.live?.typical ?? null)).toEqual([
      expect.closeTo(0.009832, 8),
      expect.closeTo(0.008845, 8),
      null,
      0,
    ]);
    expect(run.models.map(({ costUsd }) => costUsd.batch === null)).toEqual([false, true, true, false]);
    expect(run.costUsd).toEqual({ live: null, liveWithPromptCache: null, batch: null });
    expect(run.notes).toContain("No price is known for promptfoo:ollama:llama3.3.");
  });
});

describe("the response cache", () => {
  test("is followed through a conversation: what it holds costs nothing", async () => {
    const store = await openReplyStore(join(temporaryFolder(), "replies.sqlite"), { onWarning: () => {} });
    onTestFinished(() => store.close());
    keep(store, TALK, ["Disqualify."], 1);
    keep(store, TALK, ["Disqualify.", "Still no."], 2);
    const run = await estimateRun(plan([TALK], { repeats: 3 }), { prices, store });
    expect(run.models[0]).toMatchObject({ calls: 6, held: 3 });
    // Repeat 1 owes its second turn, the reply before it known (4 tokens); repeat 3 owes both.
    const second = 1208 + 108 + 12 + 108;
    expect(run.models[0]?.inputTokens.tokens).toBe(second + 1316 + 2144);
    const all = await estimateRun(plan([TALK], { repeats: 1 }), {
      prices,
      store: { ...store, get: () => kept("x") },
    });
    expect(all.costUsd.live).toEqual(about(0, 0));
    expect(all.notes).toEqual([]);
  });
});

function about(typical: number, most: number) {
  return { typical: expect.closeTo(typical, 9) as number, most: expect.closeTo(most, 9) as number };
}

/** Typical output of one call after so many kept replies of 900 tokens. */
async function typicalOutput(replies: number): Promise<number | undefined> {
  const stats = { models: [{ ...EMPTY, model: SONNET, replies, outputTokens: 900 * replies }] };
  const run = await estimateRun(plan([SINGLE]), { prices, usualReplyTokens: usualReplyTokens(stats) });
  return run.models[0]?.outputTokens.typical;
}

function noCredit(): Promise<number> {
  return Promise.reject(new Error("anthropic: no credit"));
}

function plan(
  scenarios: Scenario[],
  {
    repeats = 1,
    models = [SONNET],
    maxTokens = 4000,
  }: { repeats?: number; models?: string[]; maxTokens?: number } = {},
): () => Iterable<Sample> {
  return function* () {
    const parameters = { maxTokens, effort: null };
    for (const sample of planSamples({ scenarios, models, repeats, shard: null }))
      yield { ...sample, persona: PERSONA, parameters };
  };
}

function keep(
  store: Awaited<ReturnType<typeof openReplyStore>>,
  { turns }: Scenario,
  replies: string[],
  repeat: number,
) {
  const messages: Message[] = [];
  for (const [index, text] of replies.entries()) {
    messages.push({ role: "user", content: turns[index]?.text ?? "" });
    const parameters = { maxTokens: 4000, effort: null };
    const request = buildRequest(SONNET, { persona: PERSONA, parameters }, [...messages]);
    store.put(requestKey(request, repeat), { ...kept(text), cached: false }, { request, repeat });
    messages.push({ role: "assistant", content: text });
  }
}

function kept(text: string) {
  return {
    outcome: "ok" as const,
    text,
    stopReason: "end_turn",
    usage: null,
    latencyMs: 1,
    queuedMs: 0,
    requestId: null,
    attempts: 1,
    cached: true,
    costUsd: null,
    error: null,
  };
}

function scenario(id: string, texts: string[]): Scenario {
  return { id, turns: texts.map((text) => ({ text })), attachments: [] } as unknown as Scenario;
}

const PERSONA = { systemPrompt: SYSTEM } as Persona;

const EMPTY = {
  requests: 0,
  inputTokens: 0,
  costUsd: 0,
  unpriced: 0,
  bytes: 0,
  oldest: "2026-11-26T00:00:00.000Z",
  newest: "2026-11-26T00:00:00.000Z",
};
