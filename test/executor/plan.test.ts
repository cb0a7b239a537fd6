import * as fc from "fast-check";
import { expect, test } from "vitest";
import { countSamples, type Plan, planSamples, sampleNames, type Shard } from "../../src/executor/plan.ts";
import type { Scenario } from "../../src/records/scenario.ts";

test("asks every scenario of every model once before any of them again, in a fixed order", () => {
  const names = [...planSamples(plan(["a", "b"], ["x:1", "y:2"], 2))].map(
    ({ scenario, model, repeat }) => `${scenario.id} ${model} ${repeat}`,
  );
  expect(names).toEqual([
    "a x:1 1",
    "a y:2 1",
    "b x:1 1",
    "b y:2 1",
    "a x:1 2",
    "a y:2 2",
    "b x:1 2",
    "b y:2 2",
  ]);
});

test("is walked lazily: a plan of a billion samples begins at once", () => {
  const [first] = planSamples(plan(["a"], ["x:1"], 1_000_000_000));
  expect(first?.repeat).toBe(1);
});

test("shards share a plan out: each sample is in one of them, in the plan's order, whatever else is planned", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      (scenarios, repeats, of) => {
        const whole = plan(scenarios, ["x:1"], repeats);
        const parts = Array.from({ length: of }, (_, at) => ({ ...whole, shard: { index: at + 1, of } }));
        const names = parts.map((part) => namesOf(part));
        expect(names.flat().sort()).toEqual(namesOf(whole).sort());
        expect(names.map(({ length }) => length)).toEqual(parts.map(countSamples));
        const alone = plan(scenarios.slice(0, 1), ["x:1"], repeats, { index: 1, of });
        for (const name of namesOf(alone)) expect(names[0]).toContain(name);
      },
    ),
  );
});

test("the same shard today and tomorrow: its share is a matter of the sample's name alone", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const shares = [1, 2, 3].map((index) => [...planSamples(plan(names, ["x:1"], 1, { index, of: 3 }))]);
  expect(shares.map((share) => share.map(({ scenario }) => scenario.id).join(""))).toEqual(SHARES);
});

/** Written down once: a run that was begun by an earlier version must be joined by its own shards. */
const SHARES = ["bce", "", "adf"];

function plan(
  scenarios: readonly string[],
  models: readonly string[],
  repeats: number,
  shard: Shard | null = null,
): Plan {
  return { scenarios: scenarios.map((id) => ({ id }) as Scenario), models, repeats, shard };
}

function namesOf(one: Plan): string[] {
  return [...sampleNames(one)].map((name) => JSON.stringify(name));
}
