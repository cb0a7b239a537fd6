import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mean, median } from "../../src/statistics/centre.ts";
import { clusteredInterval, clusteredMean } from "../../src/statistics/clustered.ts";
import { tQuantile } from "../../src/statistics/distributions.ts";
import { passK } from "../../src/statistics/passK.ts";
import { wilson } from "../../src/statistics/wilson.ts";
import { seeded } from "./seeded.ts";

describe("mean and median", () => {
  test("of an odd and an even number of values, unsorted", () => {
    expect(mean([3, 1, 5])).toBe(3);
    expect(median([10, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 4])).toBe(3);
  });

  test("of nothing are refused, not NaN", () => {
    expect(() => mean([])).toThrow(expect.objectContaining({ code: "EMPTY" }));
    expect(() => median([])).toThrow(expect.objectContaining({ code: "EMPTY" }));
  });

  test("median leaves its argument as it was", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("clusteredMean", () => {
  test("by hand: families {1,1} and {0,0} differ by their sums ±1, so SE = √(2/1·2)/4 = 0.5", () => {
    expect(clusteredMean([1, 1, 0, 0], ["a", "a", "b", "b"])).toEqual({
      mean: 0.5,
      se: 0.5,
      clusters: 2,
      n: 4,
    });
  });

  test("members that cancel out within every family leave no error", () => {
    expect(clusteredMean([1, 0, 1, 0], ["a", "a", "b", "b"]).se).toBe(0);
  });

  test("one family, or lists of different length, are refused by code", () => {
    expect(() => clusteredMean([1, 0], ["a", "a"])).toThrow(expect.objectContaining({ code: "TOO_FEW" }));
    expect(() => clusteredMean([1, 0], ["a"])).toThrow(expect.objectContaining({ code: "RANGE" }));
  });
});

describe("clusteredInterval", () => {
  test("rounding in the standard error counts as no spread: the interval then rests on the families", () => {
    const rounding = clusteredInterval({ mean: 0.3, se: 1e-17, clusters: 5, n: 50 }, 0.95);
    expect(rounding).toEqual(clusteredInterval({ mean: 0.3, se: 0, clusters: 5, n: 50 }, 0.95));
    expect(rounding.nEffective).toBe(5);
  });

  test("fewer families at the same rate give a wider interval", () => {
    expect(width(5)).toBeGreaterThan(width(20));
  });

  test.each([
    [{ mean: 0.5, se: 0.1, clusters: 1, n: 9 }, "TOO_FEW"],
    [{ mean: 1.1, se: 0.1, clusters: 3, n: 9 }, "RANGE"],
    [{ mean: Number.NaN, se: 0.1, clusters: 3, n: 9 }, "RANGE"],
    [{ mean: 0.5, se: -0.1, clusters: 3, n: 9 }, "RANGE"],
  ])("%j is refused with %s", (estimate, code) => {
    expect(() => clusteredInterval(estimate, 0.95)).toThrow(expect.objectContaining({ code }));
  });

  test("holds the mean and stays within 0..1 for any scores in two families or more", () => {
    const scores = fc.array(
      fc.tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 6 })),
      {
        minLength: 2,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(scores, (pairs) => {
        const families = pairs.map(([, family]) => family);
        fc.pre(new Set(families).size > 1);
        const estimate = clusteredMean(
          pairs.map(([score]) => score),
          families,
        );
        const { low, high } = clusteredInterval(estimate, 0.95);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(estimate.mean);
        expect(high).toBeGreaterThanOrEqual(estimate.mean);
      }),
    );
  });

  test("covers the true mean of families as often as it says, where independent trials would not", () => {
    const random = seeded(20260316);
    const rounds = 1500;
    let clusteredHits = 0;
    let naiveHits = 0;
    for (let round = 0; round < rounds; round++) {
      // 20 families of 3 scenarios; a family is right always (60 %) or never, so the true mean is 0.6.
      const right = Array.from({ length: 20 }, () => (random() < 0.6 ? 1 : 0));
      const values = right.flatMap((value) => [value, value, value]);
      const families = right.flatMap((_, family) => [family, family, family]);
      const interval = clusteredInterval(clusteredMean(values, families), 0.95);
      const naive = wilson(
        values.reduce((sum, value) => sum + value, 0),
        values.length,
        0.95,
      );
      if (interval.low <= 0.6 && 0.6 <= interval.high) clusteredHits += 1;
      if (naive.low <= 0.6 && 0.6 <= naive.high) naiveHits += 1;
    }
    expect(clusteredHits / rounds).toBeGreaterThan(0.93);
    expect(clusteredHits / rounds).toBeLessThan(0.99);
    expect(naiveHits / rounds).toBeLessThan(0.85);
  });
});

describe("wilson", () => {
  test("of no success begins at exactly 0, of all ends at exactly 1", () => {
    expect(wilson(0, 7, 0.95).low).toBe(0);
    expect(wilson(7, 7, 0.95).high).toBe(1);
  });
});

describe("passK", () => {
  test("by hand: 2 passes in 4, 2 drawn: at least one 1 − 1/6, both 1/6 (not 1/4)", () => {
    const { atLeastOne, all } = passK(4, 2, 2);
    expect(atLeastOne).toBeCloseTo(5 / 6, 12);
    expect(all).toBeCloseTo(1 / 6, 12);
  });

  test("does not overflow where the binomial coefficients would", () => {
    expect(passK(5000, 4999, 2500).all).toBeCloseTo(0.5, 10);
  });

  test.each([
    [3, 4, 1],
    [3, -1, 1],
    [3, 2, 0],
    [3, 1.5, 1],
  ])("n = %d, c = %d, k = %d is refused", (n, c, k) => {
    expect(() => passK(n, c, k)).toThrow(expect.objectContaining({ code: "RANGE" }));
  });
});

test.each([
  [0, 5],
  [1, 5],
  [0.5, 0],
  [Number.NaN, 5],
])("tQuantile(%d, %d) is refused, not infinite", (p, df) => {
  expect(() => tQuantile(p, df)).toThrow(expect.objectContaining({ code: "RANGE" }));
});

/** Width of the interval when 60 scenarios in so many families are all right. */
function width(clusters: number): number {
  const { low, high } = clusteredInterval({ mean: 1, se: 0, clusters, n: 60 }, 0.95);
  return high - low;
}
