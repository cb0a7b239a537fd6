import { describe, expect, test } from "vitest";
import { mean } from "../../src/statistics/centre.ts";
import { planCalls } from "../../src/statistics/planCalls.ts";
import { sequentialBinary } from "../../src/statistics/sequential.ts";
import { binaryUnits, DEFAULT_PLAN, gradedUnit, startGate } from "../../src/statistics/sequentialGate.ts";
import { chanceSource } from "../../src/statistics/simulation/chances.ts";
import { type CorpusModel, corpusSource } from "../../src/statistics/simulation/corpus.ts";
import { randomStream, xoshiro } from "../../src/statistics/simulation/random.ts";
import { SELF_TEST_PARTS, type SelfTest, selfTest } from "../../src/statistics/simulation/selfTest.ts";
import { simulateGate } from "../../src/statistics/simulation/trials.ts";
import { varianceComponents } from "../../src/statistics/variance.ts";

const ROUNDS = 600;

describe("the sequential gate is right as often as it says", () => {
  const result = finished(ROUNDS, 1);

  test.each(
    result.outcomes.flatMap(({ design, drop, figures }) =>
      figures.map((figure) => ({ ...design, drop, ...figure })),
    ),
  )(
    "ICC $icc, $ka/$kb, $scenarios scenarios, $budget units, drop $drop: $figure $low..$high ($source)",
    ({ ok, value }) => {
      expect({ ok, value }).toEqual({ ok: true, value });
    },
  );

  test.each(result.fixed.savings)("and saves $low of a fixed design's calls at a drop of $drop", (saving) => {
    expect(saving).toMatchObject({ ok: true });
  });

  test("all in all, in as many parts as announced", () => {
    expect(result.ok).toBe(true);
    const parts = selfTest(2, 1);
    let yielded = 0;
    while (!parts.next().done) yielded += 1;
    expect(yielded).toBe(SELF_TEST_PARTS);
  });
});

describe("the self-test", () => {
  test("gives the same figures for the same seed and others for another", () => {
    expect(finished(20, 3)).toEqual(finished(20, 3));
    expect(finished(20, 3).outcomes).not.toEqual(finished(20, 4).outcomes);
  });

  test.each([
    ["clears too easily", { beta: 0.4 }, { figure: "cleared", drop: 0.1, source: "demanded" }],
    [
      "raises false alarms",
      { alpha: 0.6, guardZ: 0.5 },
      { figure: "regressed", drop: 0, source: "demanded" },
    ],
    ["takes too long", { lambdas: [0.1] }, { figure: "units", drop: 0, source: "demanded" }],
  ])("finds out a gate that %s", (_, change, wanted) => {
    const { ok, outcomes } = finished(200, 1, { ...DEFAULT_PLAN, ...change });
    const off = outcomes.flatMap(({ drop, figures }) =>
      figures.filter((figure) => !figure.ok).map(({ figure, source }) => ({ figure, drop, source })),
    );
    expect(ok).toBe(false);
    expect(off).toContainEqual(wanted);
  });

  test("finds out a gate that saves too little", () => {
    const { fixed } = finished(200, 1, { ...DEFAULT_PLAN, lambdas: [0.1], psis: [0.9] });
    expect(fixed.savings.map(({ ok }) => ok)).toEqual([false, false, false]);
  });
});

describe("a gate fed unit by unit", () => {
  const units = binaryUnits(3, 1, DEFAULT_PLAN);
  const random = randomStream(5, 0);
  const passes = Array.from({ length: 200 }, () => ({
    a: Math.floor(4 * random()),
    b: random() < 0.4 ? 1 : 0,
  }));

  test("says after each unit what the batch says of all units so far", () => {
    const gate = startGate(DEFAULT_PLAN, DEFAULT_PLAN.guardZ);
    for (const [index, { a, b }] of passes.entries()) {
      const step = gate.take(units[a]?.[b] ?? gradedUnit(0, DEFAULT_PLAN));
      const seen = passes.slice(0, index + 1);
      const batch = sequentialBinary(
        { a: seen.map((unit) => unit.a), b: seen.map((unit) => unit.b), ka: 3, kb: 1 },
        DEFAULT_PLAN,
      );
      expect(batch.path.at(-1)).toEqual(step);
      expect(gate.stop?.stoppedAt ?? null).toBe(batch.stoppedAt);
    }
  });

  test("refuses what no plan or unit can be", () => {
    const range = expect.objectContaining({ code: "RANGE" });
    expect(() => startGate({ ...DEFAULT_PLAN, beta: 0 }, 2.5)).toThrow(range);
    expect(() => binaryUnits(0, 1, DEFAULT_PLAN)).toThrow(range);
    expect(() => binaryUnits(3, 1, { ...DEFAULT_PLAN, psis: [] })).toThrow(range);
    expect(() => gradedUnit(1.01, DEFAULT_PLAN)).toThrow(range);
  });
});

describe("drawn at random", () => {
  test("a stream is uniform, and another of the same seed is another", () => {
    const random = randomStream(1, 0);
    const values = Array.from({ length: 20_000 }, random);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1 / 3, 2);
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    const [one, other] = [randomStream(1, 0), randomStream(1, 1)];
    expect(Array.from({ length: 5 }, one)).not.toEqual(Array.from({ length: 5 }, other));
  });

  test("the generator is xoshiro128**: its authors' first words for the state 1, 2, 3, 4", () => {
    const words = xoshiro([1, 2, 3, 4]);
    expect([words(), words(), words(), words()]).toEqual([11520, 0, 5927040, 70819200]);
  });

  test.each([
    [0.8, 0.5],
    [0.8, 0.3],
    [0.3, 0.9],
    [0.95, 0.05],
    [0.5, 0.999],
  ])("chances have the mean %d and the variance that makes their correlation %d", (wanted, icc) => {
    const draw = chanceSource(wanted, icc, randomStream(2, 0));
    const chances = Array.from({ length: 20_000 }, draw);
    const centre = mean(chances);
    expect(Math.abs(centre - wanted)).toBeLessThan(0.015);
    const variance = mean(chances.map((chance) => (chance - centre) ** 2));
    expect(Math.abs(variance / (wanted * (1 - wanted)) - icc)).toBeLessThan(0.03);
    expect(chances.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
  });

  test("chances at the ends: all alike, or all or nothing", () => {
    const alike = chanceSource(0.7, 0, randomStream(2, 0));
    expect([alike(), alike()]).toEqual([0.7, 0.7]);
    const split = chanceSource(0.7, 1, randomStream(2, 0));
    expect(new Set(Array.from({ length: 50 }, split))).toEqual(new Set([0, 1]));
    expect(() => chanceSource(1.2, 0.5, () => 0.5)).toThrow(expect.objectContaining({ code: "RANGE" }));
  });

  test.each([
    [0.1, 12],
    [0.05, 12],
    [0.2, 120],
    [0.7, 40],
  ])("a corpus falls by exactly %d", (drop, scenarios) => {
    const start = corpusSource(model({ drop, scenarios, falls: "corpus" }), randomStream(3, 0));
    for (let corpus = 0; corpus < 20; corpus++) {
      const next = start();
      const chances = Array.from({ length: scenarios }, next);
      const fall = mean(chances.map(({ before, after }) => before - after));
      // A corpus that happens to lie lower than the drop can only fall to 0.
      expect(fall).toBeCloseTo(Math.min(drop, mean(chances.map(({ before }) => before))), 12);
      expect(chances.every(({ before, after }) => after >= 0 && after <= before)).toBe(true);
    }
  });

  test("where each scenario may fall, the fallen keep a quarter and the mean falls by the drop", () => {
    const next = corpusSource(model({ drop: 0.1, falls: "each" }), randomStream(3, 0))();
    const chances = Array.from({ length: 20_000 }, next);
    expect(mean(chances.map(({ before, after }) => before - after))).toBeCloseTo(0.1, 2);
    expect(chances.every(({ before, after }) => after === before || after === before / 4)).toBe(true);
  });

  test.each([
    [{ drop: 0.9 }, "RANGE"],
    [{ drop: -0.1 }, "RANGE"],
    [{ scenarios: 0 }, "EMPTY"],
  ])("no corpus is %j", (change, code) => {
    expect(() => corpusSource(model(change), randomStream(1, 0))).toThrow(expect.objectContaining({ code }));
  });

  test("a gate cannot be simulated in one round or without a budget", () => {
    const design = { plan: DEFAULT_PLAN, ka: 3, kb: 1, budget: 10 };
    const range = expect.objectContaining({ code: "RANGE" });
    expect(() => simulateGate(design, model({}), 1, randomStream(1, 0))).toThrow(range);
    expect(() => simulateGate({ ...design, budget: 0 }, model({}), 5, randomStream(1, 0))).toThrow(range);
  });
});

describe("planCalls", () => {
  /** Mean 29/36, and spread as with a correlation near one half. */
  const baseline = { passes: [3, 3, 3, 2, 3, 0, 1, 3, 3, 3, 2, 3], repeats: 3 };
  const options = { drops: [0, 0.05, 0.1, 0.2], budget: 240, rounds: 200 };

  test("rests on the baseline's own mean and correlation", () => {
    const scores = baseline.passes.map((count) => [1, 2, 3].map((repeat) => (repeat <= count ? 1 : 0)));
    expect(planCalls(baseline, options)).toMatchObject({
      mean: 29 / 36,
      icc: varianceComponents(scores).icc,
      iccFrom: "baseline",
    });
  });

  test("expects what twelve such scenarios are known to take: 85, 98 and 34 calls", () => {
    const at = planned(baseline, { ...options, rounds: 3000 });
    expect(at(0)).toMatchObject({ calls: within(81, 89), notRegressed: within(0.93, 0.97) });
    expect(at(0.05).calls).toBeGreaterThan(at(0.1).calls);
    expect(at(0.1)).toMatchObject({ calls: within(94, 103), regressed: within(0.9, 0.96) });
    expect(at(0.2)).toMatchObject({ calls: within(31, 37), regressed: within(0.99, 1) });
    for (const drop of options.drops) {
      const { regressed, notRegressed, inconclusive, calls, calls90 } = at(drop);
      expect(regressed + notRegressed + inconclusive).toBeCloseTo(1, 12);
      expect(calls90).toBeGreaterThanOrEqual(calls);
      expect(calls90).toBeLessThanOrEqual(240);
    }
  });

  test("a baseline that never fails clears after 40 calls, for certain", () => {
    const at = planned({ passes: Array.from({ length: 60 }, () => 3), repeats: 3 }, options);
    expect(at(0)).toEqual({ calls: 40, calls90: 40, notRegressed: 1, regressed: 0, inconclusive: 0 });
  });

  test("counts every candidate call of a unit", () => {
    const always = { passes: [2, 2, 2], repeats: 2 };
    expect(planned(always, { ...options, kb: 2 })(0).calls).toBe(80);
  });

  test("knows no drop below nothing", () => {
    const { effects } = planCalls({ passes: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0], repeats: 2 }, options);
    expect(effects.map(({ expected }) => expected === null)).toEqual([false, false, true, true]);
  });

  test("says when it had to assume the correlation", () => {
    const plan = planCalls({ passes: [1, 1, 0, 1], repeats: 1 }, { ...options, ka: 1 });
    expect(plan).toMatchObject({ mean: 0.75, icc: 0.5, iccFrom: "assumed" });
  });

  test("is the same for the same seed and another for another", () => {
    expect(planCalls(baseline, options)).toEqual(planCalls(baseline, options));
    expect(planCalls(baseline, { ...options, seed: 2 })).not.toEqual(planCalls(baseline, options));
  });

  test.each([
    [{ passes: [], repeats: 3 }, options, "EMPTY"],
    [{ passes: [3], repeats: 3 }, options, "TOO_FEW"],
    [{ passes: [4, 3], repeats: 3 }, options, "RANGE"],
    [{ passes: [0, 0], repeats: 0 }, options, "RANGE"],
    [baseline, { ...options, drops: [1.2] }, "RANGE"],
    [baseline, { ...options, budget: 0 }, "RANGE"],
  ])("%j with %j is refused", (given, chosen, code) => {
    expect(() => planCalls(given, chosen)).toThrow(expect.objectContaining({ code }));
  });
});

function finished(rounds: number, seed: number, plan = DEFAULT_PLAN): SelfTest {
  const parts = selfTest(rounds, seed, plan);
  for (;;) {
    const next = parts.next();
    if (next.done) return next.value;
  }
}

function model(change: Partial<CorpusModel>): CorpusModel {
  return { scenarios: 20, mean: 0.8, icc: 0.5, drop: 0, falls: "each", ...change };
}

function planned(...given: Parameters<typeof planCalls>) {
  const { effects } = planCalls(...given);
  return (drop: number) => {
    const expected = effects.find((effect) => effect.drop === drop)?.expected;
    if (!expected) throw new Error(`nothing is expected at ${drop}`);
    return expected;
  };
}

function within(low: number, high: number): unknown {
  return expect.toSatisfy((value: number) => value >= low && value <= high);
}
