import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rankIntervals } from "../../src/statistics/leaderboard.ts";
import { adjustP, criterionThresholds } from "../../src/statistics/multiplicity.ts";
import { varianceComponents } from "../../src/statistics/variance.ts";

describe("several p values", () => {
  test("adjusted ones are never smaller, keep their order and stay within 0..1", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 15 }), (p) => {
        const { holm, bh } = adjustP(p);
        for (const [index, value] of p.entries()) {
          expect(holm[index]).toBeGreaterThanOrEqual(bh[index] ?? 0);
          expect(bh[index]).toBeGreaterThanOrEqual(value - 1e-15);
          expect(holm[index]).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("what is no p value is refused", () => {
    expect(() => adjustP([0.1, 1.1])).toThrow(expect.objectContaining({ code: "RANGE" }));
  });

  test.each([
    [[], "EMPTY"],
    [[0.5, 0.4], "RANGE"],
    [[1.5, -0.5], "RANGE"],
  ])("criterion weights %j are refused with %s", (weights, code) => {
    expect(() => criterionThresholds(weights, 0.05, 0.05)).toThrow(expect.objectContaining({ code }));
  });
});

describe("rankIntervals", () => {
  test("models that cannot be told apart share all ranks", () => {
    const scores = [
      [1, 0, 1, 1],
      [1, 1, 0, 1],
      [0, 1, 1, 1],
    ];
    expect(rankIntervals(scores, 0.05).ranks).toEqual([
      { best: 1, worst: 3 },
      { best: 1, worst: 3 },
      { best: 1, worst: 3 },
    ]);
  });

  test("models need scores on the same units, and on more than one", () => {
    expect(() => rankIntervals([[1, 0], [1]], 0.05)).toThrow(expect.objectContaining({ code: "RANGE" }));
    expect(() => rankIntervals([[1], [0]], 0.05)).toThrow(expect.objectContaining({ code: "TOO_FEW" }));
  });
});

describe("varianceComponents", () => {
  test("by hand: repeats that never differ leave all variance between", () => {
    expect(
      varianceComponents([
        [1, 1],
        [0, 0],
      ]),
    ).toEqual({ within: 0, between: 0.5, icc: 1 });
  });

  test("no variance at all is an intraclass correlation of 0, not NaN", () => {
    expect(
      varianceComponents([
        [1, 1],
        [1, 1],
      ]),
    ).toEqual({ within: 0, between: 0, icc: 0 });
  });

  test.each([
    [[[1, 0]], "TOO_FEW"],
    [[[1], [0]], "TOO_FEW"],
    [[[1, 0], [1]], "RANGE"],
  ])("%j is refused with %s", (scores, code) => {
    expect(() => varianceComponents(scores)).toThrow(expect.objectContaining({ code }));
  });
});
