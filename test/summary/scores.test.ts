import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { summaryToDisk } from "../../src/records/summary.ts";
import { summarise } from "../../src/summary/summarise.ts";
import { deals, item, modelOf, type Reply, RUBRICS, summaryOf } from "./build.ts";

/** A reply whose directness score is `points`/4. */
function direct(id: string, points: number, more: Partial<Reply> = {}): Reply {
  const items = [item("DR1", "met", points), item("DR1.rest", "not_met", 4 - points)].filter(
    ({ points: p }) => p > 0,
  );
  return { id, gold: "disqualify", said: "disqualify", items: { directness: items }, ...more };
}

const directness = (replies: Reply[], planned?: number) => {
  const found = modelOf(replies, planned).dimensions.find(({ dimension }) => dimension === "directness");
  if (!found) throw new Error("no directness");
  return found;
};

describe("a dimension's score", () => {
  test("by hand: scenario means 1 and 0.5 in two families give 0.75, repeats averaged first", () => {
    const { score, scored } = directness([
      direct("a", 4),
      direct("a", 4, { repeat: 2 }),
      direct("b", 4),
      direct("b", 0, { repeat: 2 }),
    ]);
    expect(score).toMatchObject({ value: 0.75, n: 2, families: 2 });
    expect(scored).toBe(4);
  });

  test("scenarios of one family are one witness: a mean, no interval, and why", () => {
    const { score } = directness([direct("a", 4, { family: "f" }), direct("b", 0, { family: "f" })]);
    expect(score).toEqual({ value: 0.5, reason: expect.stringContaining("one family") });
  });

  test("an error is never a score: it is in no mean, and both bounds show what it could have been", () => {
    const summary = directness([direct("a", 4), direct("b", 2), direct("c", 4, { outcome: "error" })]);
    expect(summary.score).toMatchObject({ value: 0.75, n: 2 });
    expect(summary.bounds).toEqual({ low: 0.5, high: expect.closeTo(2.5 / 3, 12) });
    expect(summary).toMatchObject({ scored: 2, unscored: 1 });
  });

  test("a planned reply that was never recorded counts as unscored", () => {
    const summary = directness([direct("a", 4), direct("a", 4, { repeat: 2 }), direct("b", 4)], 4);
    expect(summary).toMatchObject({ scored: 3, unscored: 1, bounds: { low: 0.75, high: 1 } });
  });

  test("unequal repeats are no loss where all that was planned is there", () => {
    const summary = directness([direct("a", 4), direct("a", 4, { repeat: 2 }), direct("b", 4)]);
    expect(summary).toMatchObject({ scored: 3, unscored: 0, bounds: { low: 1, high: 1 } });
  });

  test("points that wait for a judge are unscored; lines that do not apply are not missed", () => {
    const summary = directness([
      direct("a", 0, { items: { directness: [item("DR4", "ungraded", 3, true)] } }),
      direct("b", 0, { items: { directness: [item("DR1", "n/a", 2)] } }),
    ]);
    expect(summary).toMatchObject({ scored: 0, unscored: 1, bounds: { low: 0, high: 1 } });
    expect(summary.score).toEqual({ value: null, reason: "nothing could be scored" });
    expect(summary.items).toEqual({ met: 0, not_met: 0, "n/a": 1, ungraded: 1 });
  });

  test("a scenario that asks for no verdict is not missed in disqualification", () => {
    const model = modelOf([{ id: "a", gold: "disqualify", verdictExpected: false, outcome: "error" }]);
    expect(model.dimensions[0]).toMatchObject({ dimension: "disqualification", scored: 0, unscored: 0 });
  });

  test("bounds hold the estimate, and the interval too stays within 0..1, for any run", () => {
    const reply = fc.record({
      id: fc.integer({ min: 0, max: 5 }),
      points: fc.integer({ min: 0, max: 4 }),
      error: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(reply, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 9 }),
        (made, missing) => {
          const counts = new Map<number, number>();
          const replies = made.map(({ id, points, error }) => {
            const repeat = (counts.get(id) ?? 0) + 1;
            counts.set(id, repeat);
            return direct(`s${id}`, points, { repeat, outcome: error ? "error" : "ok" });
          });
          const { score, bounds } = directness(replies, replies.length + missing);
          expect(bounds.low).toBeGreaterThanOrEqual(0);
          expect(bounds.high).toBeLessThanOrEqual(1);
          if (score.value === null) return;
          expect(bounds.low).toBeLessThanOrEqual(score.value + 1e-12);
          expect(bounds.high).toBeGreaterThanOrEqual(score.value - 1e-12);
          if (!("low" in score)) return;
          expect(score.low).toBeGreaterThanOrEqual(0);
          expect(score.high).toBeLessThanOrEqual(1);
          expect(score.low).toBeLessThanOrEqual(score.value);
          expect(score.high).toBeGreaterThanOrEqual(score.value);
        },
      ),
    );
  });
});

describe("a model's summary", () => {
  test("the composite weighs the dimensions present: (.30·1 + .15·.5)/.45", () => {
    expect(modelOf([direct("a", 2)]).composite).toBeCloseTo((0.3 + 0.15 * 0.5) / 0.45, 12);
  });

  test("critical failures are named, wanted lines that are not met and unwanted ones that are; ungraded ones are not", () => {
    const { criticalFailures, dimensions } = modelOf([
      { id: "a", gold: "disqualify", said: "pursue" },
      { id: "b", gold: "disqualify", said: "disqualify", leak: true },
      { id: "c", gold: "disqualify", said: "needs_judge" },
    ]);
    expect(criticalFailures).toEqual([
      {
        scenario: "a",
        repeat: 1,
        dimension: "disqualification",
        item: "DC1",
        title: "The verdict is acceptable",
        reason: "DC1 is not_met",
      },
      {
        scenario: "b",
        repeat: 1,
        dimension: "disqualification",
        item: "DC9",
        title: "Leaks resources",
        reason: "DC9 is met",
      },
    ]);
    expect(dimensions[0]?.criticalFails).toBe(2);
  });

  test("items are counted by line, all subjects of a line together, in the rubrics' order", () => {
    const { items } = modelOf([direct("a", 1), direct("b", 4)]);
    expect(items.map(({ id }) => id)).toEqual(["DC1", "DC2", "DC9", "DR1", "DR4"]);
    expect(items.find(({ id }) => id === "DR1")?.states).toEqual({
      met: 2,
      not_met: 1,
      "n/a": 0,
      ungraded: 0,
    });
  });

  test.each<[string, Partial<Reply>, number | null]>([
    ["right, and direct at 3/4", {}, 1],
    [
      "right, but direct at 2/4 only",
      { items: { directness: [item("DR1", "met", 2), item("DR1.x", "not_met", 2)] } },
      0,
    ],
    ["right, but with a leak", { leak: true }, 0],
    ["a verdict left to a judge does not count as met", { said: "needs_judge" }, 0],
    [
      "a line that only a judge reads asks for nothing",
      { items: { directness: [item("DR1", "met", 2), item("DR4", "ungraded", 3, true)] } },
      1,
    ],
    ["a dimension without a score does not pass", { items: { directness: [item("DR1", "ungraded", 2)] } }, 0],
    ["a failed call neither passes nor fails", { outcome: "error" }, null],
  ])("pass rate: %s", (_, more, expected) => {
    expect(modelOf([direct("a", 3, more)]).passRate.value).toBe(expected);
  });

  test("words are those of the last reply of whole transcripts", () => {
    const replies: Reply[] = [
      direct("a", 1, { text: "Walk away — now.\n\n- Call *Holt* by 12 March" }),
      direct("b", 1, { text: "Walk." }),
      direct("c", 1, { text: "Wal", outcome: "truncated" }),
    ];
    expect(modelOf(replies).words).toEqual({ mean: 4.5, median: 4.5, max: 8 });
    expect(modelOf([direct("a", 1, { outcome: "error" })]).words).toBeNull();
  });

  test("models are kept apart", () => {
    const summary = summaryOf([
      ...deals(2, "disqualify", "disqualify").map((reply) => ({ ...reply, model: "one" })),
      ...deals(2, "disqualify", "pursue").map((reply) => ({ ...reply, model: "two" })),
    ]);
    expect(summary.models.map(({ model, verdicts }) => [model, verdicts.right.value])).toEqual([
      ["one", 1],
      ["two", 0],
    ]);
  });

  test("without rubrics there is no dimension; without transcripts no model", () => {
    expect(summaryOf(deals(1, "disqualify", "disqualify"), 1, []).models[0]?.dimensions).toEqual([]);
    const run = { id: "r", counts: { planned: 0 }, identity: { repeats: 0 } };
    const nothing = { run, scenarios: [], transcripts: [], grades: [], decisions: {}, rubrics: RUBRICS };
    expect(summarise(nothing).models).toEqual([]);
  });

  test("is written with finite numbers only", () => {
    const text = JSON.stringify(
      summaryToDisk(summaryOf([direct("a", 3), { id: "b", gold: "disqualify", outcome: "error" }])),
    );
    expect(text).toContain('"critical_failures"');
    expect(text).not.toContain("NaN");
  });
});
