import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBudget } from "../../../src/executor/money/budget.ts";
import { BudgetReached } from "../../../src/executor/money/budgetReached.ts";
import { moneyOf } from "../../../src/executor/money/money.ts";
import { loadPrices } from "../../../src/executor/money/prices.ts";
import { DealbenchError } from "../../../src/records/errors.ts";
import type { ModelRequest } from "../../../src/records/request.ts";

const MODEL = "anthropic:claude-sonnet-5";
const prices = await loadPrices({ at: new Date("2026-11-26T00:00:00Z") });

/** $1 of output at $10 a million tokens, and next to nothing of input. */
const DOLLAR = 100_000;

describe("what may be spent", () => {
  test("is set aside before a call and replaced by what it cost", async () => {
    const budget = openBudget({ limitUsd: 5, models: [MODEL], prices });
    const reservation = await budget.reserve(request(DOLLAR));
    expect(budget.state().reservedUsd).toBeCloseTo(1, 3);
    reservation.settle(0.25);
    expect(budget.state()).toEqual({ limitUsd: 5, spentUsd: 0.25, reservedUsd: 0 });
    reservation.settle(0.25);
    expect(budget.state().spentUsd).toBe(0.25);
  });

  test("shrinks by all that was set aside where nobody knows what a call cost", async () => {
    const budget = openBudget({ limitUsd: 5, models: [MODEL], prices });
    (await budget.reserve(request(DOLLAR))).settle(null);
    expect(budget.state().spentUsd).toBeCloseTo(1, 3);
  });

  test("is not touched by a call that was not sent", async () => {
    const budget = openBudget({ limitUsd: 1.5, models: [MODEL], prices });
    for (let call = 0; call < 10; call++) (await budget.reserve(request(DOLLAR))).settle(0);
    expect(budget.state().spentUsd).toBe(0);
  });

  test("reached is an error of its own kind, with exit code 4 and what to do", async () => {
    const budget = openBudget({ limitUsd: 1.5, models: [MODEL], prices });
    (await budget.reserve(request(DOLLAR))).settle(0.9);
    const refused = await budget.reserve(request(DOLLAR)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BudgetReached);
    expect(refused).toBeInstanceOf(DealbenchError);
    expect(refused).toMatchObject({ exitCode: 4, limitUsd: 1.5, spentUsd: 0.9 });
    expect(String(refused)).toMatch(
      /budget of \$1\.50 is reached: \$0\.9000 are spent.*raise --budget-usd.*--resume/,
    );
  });

  test("input counts as well, as if all of it were written to the prompt cache", async () => {
    const long = { ...request(0), system: "a".repeat(240_000) };
    const reserved = async (how: object) => {
      const budget = openBudget({ limitUsd: 100, models: [MODEL], prices, ...how });
      await budget.reserve(long);
      return budget.state().reservedUsd;
    };
    expect(await reserved({})).toBeCloseTo(0.25, 3);
    expect(await reserved({ cacheTtl: "1h" })).toBeCloseTo(0.4, 3);
    expect(await reserved({ batch: true })).toBeCloseTo(0.125, 3);
  });
});

describe("many calls in flight", () => {
  test("a call waits for those in flight to give back what they did not use", async () => {
    const budget = openBudget({ limitUsd: 2.1, models: [MODEL], prices });
    const first = await budget.reserve(request(DOLLAR));
    const second = await budget.reserve(request(DOLLAR));
    const third = budget.reserve(request(DOLLAR));
    expect(await settled(third)).toBe("waiting");
    first.settle(0.05);
    expect(await settled(third)).toBe("reserved");
    const fourth = budget.reserve(request(DOLLAR));
    second.settle(null);
    (await third).settle(null);
    await expect(fourth).rejects.toThrow(BudgetReached);
  });

  test("a call that cannot fit whatever they give back is refused at once", async () => {
    const budget = openBudget({ limitUsd: 2.1, models: [MODEL], prices });
    (await budget.reserve(request(DOLLAR))).settle(null);
    await budget.reserve(request(DOLLAR));
    await expect(budget.reserve(request(2 * DOLLAR))).rejects.toThrow(BudgetReached);
  });

  test("never more is spent than the limit, and every call is either answered or refused", async () => {
    const costs = fc.array(fc.record({ share: fc.constantFrom(0, 0.1, 0.5, 1, null), turns: fc.nat(3) }), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(costs, fc.integer({ min: 1, max: 8 }), async (calls, limitUsd) => {
        const budget = openBudget({ limitUsd, models: [MODEL], prices });
        const outcomes = await Promise.all(
          calls.map(async ({ share, turns }) => {
            try {
              const reservation = await budget.reserve(request(DOLLAR));
              for (let turn = 0; turn < turns; turn++) await Promise.resolve();
              const { spentUsd, reservedUsd } = budget.state();
              expect(spentUsd + reservedUsd).toBeLessThanOrEqual(limitUsd + 1e-6);
              reservation.settle(share);
              return "called";
            } catch (error) {
              return error instanceof BudgetReached ? "refused" : "broken";
            }
          }),
        );
        expect(outcomes).not.toContain("broken");
        expect(budget.state().spentUsd).toBeLessThanOrEqual(limitUsd + 1e-6);
        expect(budget.state().reservedUsd).toBe(0);
      }),
    );
  });
});

describe("who shares it", () => {
  test("each shard has its equal part, less what an earlier attempt has spent of it", async () => {
    const budget = openBudget({ limitUsd: 6, shards: 4, spentUsd: 0.9, models: [MODEL], prices });
    expect(budget.state().limitUsd).toBe(1.5);
    await expect(budget.reserve(request(DOLLAR))).rejects.toThrow(/budget of \$1\.50/);
  });
});

describe("refusing to start", () => {
  test("every model of unknown price is named", () => {
    const models = [MODEL, "anthropic:claude-nobody", "promptfoo:ollama:llama3.3", "anthropic:claude-nobody"];
    expect(() => openBudget({ limitUsd: 1, models, prices })).toThrow(
      /no price is known for anthropic:claude-nobody, promptfoo:ollama:llama3\.3\. Enter its price/,
    );
  });

  test("a batch of unknown price is refused where a live call is not", () => {
    const models = ["promptfoo:openai:gpt-5"];
    expect(() => openBudget({ limitUsd: 1, models, prices })).not.toThrow();
    expect(() => openBudget({ limitUsd: 1, models, prices, batch: true })).toThrow(/no batch price is known/);
  });

  test("recorded and simulated models cost nothing and are welcome", async () => {
    const budget = openBudget({ limitUsd: 0.01, models: ["simulated:director"], prices });
    await budget.reserve({ ...request(DOLLAR), model: "simulated:director" });
    expect(budget.state().reservedUsd).toBe(0);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("a limit of %d is a mistake", (limitUsd) => {
    expect(() => openBudget({ limitUsd, models: [MODEL], prices })).toThrow(
      /--budget-usd: found .*, expected an amount/,
    );
  });

  test("a model that nobody announced is not called either", async () => {
    const budget = openBudget({ limitUsd: 1, models: [], prices });
    const refused = await budget.reserve({ ...request(1), model: "x:y" }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused).not.toBeInstanceOf(BudgetReached);
  });
});

describe("what was paid", () => {
  test("is told apart from what the replies cost by list, and unknown is not nothing", () => {
    const replies = [
      { costUsd: 0.5, cached: false },
      { costUsd: 0.25, cached: true },
      { costUsd: null, cached: false },
      { costUsd: null, cached: true },
    ];
    expect(moneyOf(replies)).toEqual({ incurredUsd: 0.5, listUsd: 0.75, unknown: { incurred: 1, list: 2 } });
    expect(moneyOf([])).toEqual({ incurredUsd: 0, listUsd: 0, unknown: { incurred: 0, list: 0 } });
  });
});

async function settled(promise: Promise<unknown>): Promise<string> {
  return Promise.race([
    promise.then(() => "reserved"),
    new Promise<string>((done) => void setImmediate(done, "waiting")),
  ]);
}

function request(maxTokens: number): ModelRequest {
  return {
    model: MODEL,
    system: "",
    messages: [{ role: "user", content: "?" }],
    parameters: { maxTokens, effort: null },
    schema: null,
  };
}
