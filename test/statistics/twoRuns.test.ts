import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialCdf, binomialPmf } from "../../src/statistics/binomial.ts";
import { mcnemar } from "../../src/statistics/mcnemar.ts";
import {
  lowerLimitOfUnits,
  lowerLimitOnCorpus,
  newcombe,
  unitsMore,
} from "../../src/statistics/nonInferiority.ts";
import { pairedT } from "../../src/statistics/pairedT.ts";
import { signFlip } from "../../src/statistics/signFlip.ts";
import { stratifiedExact, stratifiedZ } from "../../src/statistics/stratified.ts";

describe("binomial", () => {
  test("by hand: 2 heads in 4 tosses 6/16, at most 2 11/16; certain outcomes are certain", () => {
    expect(binomialPmf(2, 4, 0.5)).toBeCloseTo(6 / 16, 12);
    expect(binomialCdf(2, 4, 0.5)).toBeCloseTo(11 / 16, 12);
    expect([binomialPmf(0, 3, 0), binomialPmf(3, 3, 1), binomialPmf(2, 3, 1)]).toEqual([1, 1, 0]);
  });

  test.each([
    [4, 3, 0.5],
    [-1, 3, 0.5],
    [1, 3, 1.5],
  ])("%d of %d at chance %d is refused", (k, n, p) => {
    expect(() => binomialCdf(k, n, p)).toThrow(expect.objectContaining({ code: "RANGE" }));
  });
});

describe("a drop between two runs", () => {
  test("with one repeat a side, the stratified exact test is McNemar's", () => {
    const runs = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(runs, (pairs) => {
        const [a, b] = [pairs.map(([before]) => before), pairs.map(([, after]) => after)];
        const stratified = stratifiedExact({ a, b, ka: 1, kb: 1 });
        const wins = pairs.filter(([before, after]) => after > before).length;
        const losses = pairs.filter(([before, after]) => after < before).length;
        const coin = mcnemar(wins, losses);
        expect(stratified.exactLess).toBeCloseTo(coin.exactLess, 10);
        expect(stratified.midpLess).toBeCloseTo(coin.midpLess, 10);
      }),
    );
  });

  test("the graded z of passes and failures is the Mantel–Haenszel z", () => {
    const { z } = stratifiedExact({ a: [2, 3, 1], b: [0, 2, 0], ka: 3, kb: 2 });
    expect(stratifiedZ(asScores([2, 3, 1], 3), asScores([0, 2, 0], 2))).toBeCloseTo(z, 12);
  });

  test("is nowhere where nothing changed", () => {
    expect(stratifiedExact({ a: [3, 3], b: [1, 1], ka: 3, kb: 1 })).toEqual({
      exactLess: 1,
      midpLess: 0.5,
      z: 0,
    });
    expect(stratifiedZ([[0.5, 0.5]], [[0.5]])).toBe(0);
    expect(signFlip([0, 0, 0])).toEqual({ less: 1, twoSided: 1 });
  });

  test("sign flips by hand: of 8 assignments to 1, 2, 4 only −7 and −5 are at most −5", () => {
    expect(signFlip([1, -2, -4])).toEqual({ less: 0.25, twoSided: 0.5 });
  });

  test("flips 40 differences exactly, and refuses more", () => {
    expect(signFlip(Array.from({ length: 26 }, () => -1)).less).toBe(2 ** -26);
    expect(() => signFlip(Array.from({ length: 41 }, () => -1))).toThrow(
      expect.objectContaining({ code: "RANGE" }),
    );
  });

  test("differences that are all alike are marked, so that their p decides nothing", () => {
    expect(pairedT([-0.5, -0.5, -0.5], "less").zeroVariance).toBe(true);
    expect(pairedT([-0.5, -0.25, -0.5], "less").zeroVariance).toBe(false);
  });

  test.each([
    [() => stratifiedExact({ a: [4], b: [0], ka: 3, kb: 1 }), "RANGE"],
    [() => stratifiedExact({ a: [1, 1], b: [0], ka: 3, kb: 1 }), "RANGE"],
    [() => stratifiedZ([], []), "EMPTY"],
    [() => stratifiedZ([[1]], [[]]), "EMPTY"],
    [() => signFlip([]), "EMPTY"],
    [() => lowerLimitOfUnits([0], 0.05), "TOO_FEW"],
    [() => lowerLimitOnCorpus({ a: [1], b: [1], ka: 1, kb: 1 }, 0.05), "TOO_FEW"],
    [() => newcombe({ share: 0.5, n: 0 }, { share: 0.5, n: 3 }, 0.05), "RANGE"],
    [() => unitsMore([], 0.1, 1.3), "EMPTY"],
  ])("%s is refused with %s", (run, code) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});

describe("non-inferiority", () => {
  test("one pseudo-unit keeps twelve unchanged units from clearing a margin of 0.10", () => {
    expect(
      lowerLimitOfUnits(
        Array.from({ length: 12 }, () => 0),
        0.05,
      ).lower,
    ).toBeLessThan(-0.1);
    expect(
      lowerLimitOfUnits(
        Array.from({ length: 40 }, () => 0),
        0.05,
      ).lower,
    ).toBeGreaterThan(-0.1);
  });

  test("swapping the runs mirrors Newcombe's limits", () => {
    const [a, b] = [
      { share: 0.8, n: 50 },
      { share: 0.66, n: 40 },
    ];
    expect(newcombe(a, b, 0.05).lower).toBeCloseTo(-newcombe(b, a, 0.05).upper, 12);
  });

  test("the limit lies below the difference for any two runs", () => {
    const scenario = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(scenario, { minLength: 1, maxLength: 25 }), (passes) => {
        const [a, b] = [passes.map(([before]) => before), passes.map(([, after]) => after)];
        const { diff, lower } = lowerLimitOnCorpus({ a, b, ka: 5, kb: 3 }, 0.05);
        expect(lower).toBeLessThanOrEqual(diff);
        expect(lower).toBeGreaterThanOrEqual(-1 - 1e-9);
      }),
    );
  });
});

function asScores(passed: number[], k: number): number[][] {
  return passed.map((count) => Array.from({ length: k }, (_, index) => (index < count ? 1 : 0)));
}
