import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { calcPrice } from "@pydantic/genai-prices";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadPrices } from "../../../src/executor/money/prices.ts";
import { temporaryFolder } from "../../support/cli.ts";

const AT = new Date("2026-11-26T12:00:00Z");
const MILLION = 1_000_000;

describe("whose price", () => {
  test.each([
    ["anthropic:claude-sonnet-5", "anthropic claude-sonnet-5"],
    ["anthropic:claude-opus-5-5", "anthropic claude-opus-5-5"],
    ["anthropic:claude-haiku-4-5-20251001", "anthropic claude-haiku-4-5"],
    ["promptfoo:openai:gpt-5", "openai gpt-5"],
    ["promptfoo:openai:chat:gpt-4o-2024-11-20", "openai gpt-4o"],
    ["promptfoo:openai:responses:gpt-5-mini", "openai gpt-5-mini"],
    ["promptfoo:anthropic:messages:claude-sonnet-5", "anthropic claude-sonnet-5"],
    ["promptfoo:google:gemini-2.5-pro", "google gemini-2.5-pro"],
    ["promptfoo:openrouter:anthropic/claude-sonnet-5", "openrouter anthropic/claude-sonnet-5"],
    [
      "promptfoo:bedrock:us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "aws regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
    ],
  ])("%s is priced as %s", async (model, source) => {
    const price = (await loadPrices({ at: AT })).priceOf(model);
    expect(price?.source).toBe(`@pydantic/genai-prices, ${source}`);
  });

  test.each([
    "anthropic:claude-sonnet-5-9",
    "anthropic:claude-sonnet-5-turbo",
    "anthropic:claude-haiku-4-5-2025100",
    "anthropic:claude-opus-4-8-fast",
    "anthropic:claude-unheard-of",
    "anthropic:",
    "promptfoo:openai:gpt-5-chatty",
    "promptfoo:azure:chat:gpt-5",
    "promptfoo:ollama:chat:llama3.3",
    "promptfoo:exec:./model.sh",
    "promptfoo:echo",
    "promptfoo:",
    "somebody:model",
    "",
  ])("the price of %j is unknown, not that of a model with a similar name, and not 0", async (model) => {
    const prices = await loadPrices({ at: AT });
    expect(prices.priceOf(model)).toBeNull();
    expect(prices.costOf(model, usage({ inputTokens: 1, outputTokens: 1 }))).toBeNull();
  });

  test("the package by itself falls into the trap that this guards against", () => {
    expect(calcPrice({ input_tokens: 1 }, "claude-sonnet-5-9", { providerId: "anthropic" })?.model.id).toBe(
      "claude-sonnet-5",
    );
  });

  test.each(["recorded:llm", "simulated:director"])(
    "%s costs nothing, and the price says why",
    async (model) => {
      const prices = await loadPrices({ at: AT });
      expect(prices.costOf(model, usage({}))).toBe(0);
      expect(prices.costOf(model, usage({ inputTokens: 5, outputTokens: 5 }), { batch: true })).toBe(0);
      expect(prices.priceOf(model)?.source).toMatch(/replies cost nothing/);
    },
  );
});

describe("what a call costs", () => {
  test("tokens in and out, cached reads and cache writes each have their rate", async () => {
    const { costOf } = await loadPrices({ at: AT });
    const cost = (part: object, how = {}) => costOf("anthropic:claude-sonnet-5", usage(part), how);
    expect(cost({ inputTokens: MILLION, outputTokens: 0 })).toBeCloseTo(2, 10);
    expect(cost({ inputTokens: 0, outputTokens: MILLION })).toBeCloseTo(10, 10);
    expect(cost({ inputTokens: 0, outputTokens: 0, cacheReadInputTokens: MILLION })).toBeCloseTo(0.2, 10);
    const written = { inputTokens: 0, outputTokens: 0, cacheCreationInputTokens: MILLION };
    expect(cost(written)).toBeCloseTo(2.5, 10);
    expect(cost(written, { cacheTtl: "1h" })).toBeCloseTo(4, 10);
    expect(cost(written, { batch: true })).toBeCloseTo(1.25, 10);
  });

  test("usage that is missing is not 0", async () => {
    const { costOf } = await loadPrices({ at: AT });
    expect(costOf("anthropic:claude-sonnet-5", null)).toBeNull();
    expect(costOf("anthropic:claude-sonnet-5", usage({ inputTokens: 5 }))).toBeNull();
    expect(costOf("anthropic:claude-sonnet-5", usage({ outputTokens: 5 }))).toBeNull();
    expect(costOf("anthropic:claude-sonnet-5", usage({ inputTokens: 0, outputTokens: 0 }))).toBe(0);
  });

  test("another vendor's batch price is unknown", async () => {
    const { costOf } = await loadPrices({ at: AT });
    const some = usage({ inputTokens: 1000, outputTokens: 1000 });
    expect(costOf("promptfoo:openai:gpt-5", some)).toBeGreaterThan(0);
    expect(costOf("promptfoo:openai:gpt-5", some, { batch: true })).toBeNull();
  });

  test("agrees with the package for any usage, long prompts and dated prices included", async () => {
    const tokens = fc.integer({ min: 0, max: 400_000 });
    const models = fc.constantFrom(
      "claude-sonnet-5",
      "claude-opus-4-6",
      "claude-sonnet-4-5",
      "claude-haiku-4-5",
      "claude-fable-5-1",
    );
    const days = fc.constantFrom(new Date("2026-03-01T00:00:00Z"), AT);
    const early = await loadPrices({ at: new Date("2026-03-01T00:00:00Z") });
    const late = await loadPrices({ at: AT });
    fc.assert(
      fc.property(models, days, tokens, tokens, tokens, tokens, (model, at, fresh, read, written, out) => {
        const theirs = calcPrice(
          {
            input_tokens: fresh + read + written,
            cache_read_tokens: read,
            cache_write_tokens: written,
            output_tokens: out,
          },
          model,
          { providerId: "anthropic", timestamp: at },
        );
        const ours = (at === AT ? late : early).costOf(
          `anthropic:${model}`,
          usage({
            inputTokens: fresh,
            outputTokens: out,
            cacheReadInputTokens: read,
            cacheCreationInputTokens: written,
          }),
        );
        expect(ours).toBeCloseTo(theirs?.total_price ?? Number.NaN, 8);
      }),
    );
  });
});

describe("the price file", () => {
  test("comes before the package, from its day on", async () => {
    const read = usage({ inputTokens: 0, outputTokens: 0, cacheReadInputTokens: MILLION });
    const cost = async (day: string) =>
      (await loadPrices({ at: new Date(`${day}T00:00:00Z`) })).costOf("anthropic:claude-sonnet-5-5", read);
    expect(await cost("2026-10-06")).toBeCloseTo(0.2, 10);
    expect(await cost("2026-10-07")).toBeCloseTo(0.1, 10);
    expect(await cost("2026-01-01")).toBeNull();
  });

  test("a long prompt, cached tokens included, has its own rates", async () => {
    const { costOf } = await loadPrices({ at: AT });
    const cost = (inputTokens: number, cacheReadInputTokens: number) =>
      costOf("anthropic:claude-haiku-5-5", usage({ inputTokens, outputTokens: 0, cacheReadInputTokens }));
    expect(cost(100_000, 0)).toBeCloseTo(0.01, 10);
    expect(cost(100_001, 0)).toBeCloseTo(0.0500005, 10);
    expect(cost(50_000, 50_001)).toBeCloseTo((50_000 * 0.5 + 50_001 * 0.05) / MILLION, 10);
  });

  test("no entry says what the package says already", async () => {
    const shipped = await loadPrices({ at: AT });
    for (const model of ["claude-sonnet-5-5", "claude-haiku-5-5"]) {
      expect(shipped.priceOf(`anthropic:${model}`)?.source).toMatch(/^https:\/\/platform\.claude\.com/);
      expect(calcPrice({ input_tokens: 1 }, model, { providerId: "anthropic" })?.model.id).not.toBe(model);
    }
  });

  test("mistakes are told with their place", async () => {
    const file = join(temporaryFolder(), "prices.yaml");
    writeFileSync(file, "models:\n  - id: claude\n    from: soon\n");
    await expect(loadPrices({ overrides: file })).rejects.toThrow(
      /prices\.yaml:2:9 models\.0\.id: .*\n.*prices\.yaml:3:11/,
    );
  });
});

function usage(part: object) {
  return {
    inputTokens: null,
    outputTokens: null,
    cacheReadInputTokens: null,
    cacheCreationInputTokens: null,
    ...part,
  };
}
