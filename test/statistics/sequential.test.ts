import { describe, expect, test } from "vitest";
import { sequentialBinary, sequentialGraded } from "../../src/statistics/sequential.ts";
import type { BinaryPlan } from "../../src/statistics/sequentialGate.ts";
import { seeded } from "./seeded.ts";

const PLAN: BinaryPlan = {
  margin: 0.1,
  alpha: 0.05,
  beta: 0.05,
  guardZ: 2.5,
  psis: [0.6, 0.35, 0.15],
  lambdas: [0.3, 0.6, 0.9],
};

describe("sequentialBinary", () => {
  test("40 units that all pass clear a margin of 0.10; 39 do not", () => {
    expect(sequentialBinary(passing(40), PLAN)).toMatchObject({ verdict: "not_regressed", stoppedAt: 40 });
    expect(sequentialBinary(passing(39), PLAN)).toMatchObject({ verdict: "inconclusive", stoppedAt: null });
  });

  test("what comes after the stop does not undo it", () => {
    const turned = { a: fill(60, 3), b: [...fill(40, 1), ...fill(20, 0)], ka: 3, kb: 1 };
    expect(sequentialBinary(turned, PLAN)).toMatchObject({ verdict: "not_regressed", stoppedAt: 40 });
  });

  test("evidence of a drop by hand: ψ·C(2,1)/(1+ψ) for one loss of one pair", () => {
    const [step] = sequentialBinary({ a: [1], b: [0], ka: 1, kb: 1 }, { ...PLAN, psis: [0.5] }).path;
    // One of two repeats passed, the baseline's: (0.5^0 · 2)/(1 + 0.5).
    expect(step?.eDrop).toBeCloseTo(2 / 1.5, 12);
    // D = −1: 1 + λ(−0.9)/0.9 = 1 − λ, averaged over λ.
    expect(step?.eNonInferior).toBeCloseTo(0.4, 12);
  });

  test.each([
    [{ a: [], b: [], ka: 3, kb: 1 }, PLAN, "EMPTY"],
    [{ a: [4], b: [1], ka: 3, kb: 1 }, PLAN, "RANGE"],
    [{ a: [3], b: [1], ka: 3, kb: 1 }, { ...PLAN, margin: 1 }, "RANGE"],
    [{ a: [3], b: [1], ka: 3, kb: 1 }, { ...PLAN, lambdas: [] }, "RANGE"],
    [{ a: [3], b: [1], ka: 3, kb: 1 }, { ...PLAN, psis: [1.2] }, "RANGE"],
  ])("%j is refused", (passes, plan, code) => {
    expect(() => sequentialBinary(passes, plan)).toThrow(expect.objectContaining({ code }));
  });

  /**
   * The design's reference: p_i ~ Beta(mean .8, ICC .5), 3 baseline repeats and 1 fresh call, at most 300 units; a drop
   * lets a share of the scenarios fall to a quarter of their chance.
   */
  test.each([
    ["the same persona", 0, { regressed: [0, 0.035], passed: [0.96, 1], units: [80, 86] }],
    ["a drop of 10 points", 0.1, { regressed: [0.939, 0.959], passed: [0, 0.05], units: [93, 101] }],
    ["a drop of 20 points", 0.2, { regressed: [0.995, 1], passed: [0, 0.005], units: [33, 37] }],
  ])("is right as often as it says: %s", (_, drop, wanted) => {
    const rounds = 1200;
    const random = seeded(7);
    let [regressed, passed, units] = [0, 0, 0];
    for (let round = 0; round < rounds; round++) {
      const { verdict, stoppedAt } = sequentialBinary(simulated(random, drop), PLAN);
      if (verdict === "regressed") regressed += 1;
      if (verdict === "not_regressed") passed += 1;
      units += stoppedAt ?? 300;
    }
    expect(regressed / rounds).toSatisfy(near(wanted.regressed, rounds));
    expect(passed / rounds).toSatisfy(near(wanted.passed, rounds));
    expect(units / rounds).toSatisfy(
      (mean: number) => mean >= (wanted.units[0] ?? 0) - 2 && mean <= (wanted.units[1] ?? 0) + 2,
    );
  });
});

describe("sequentialGraded", () => {
  test("by hand: D = −0.5 multiplies each bet by 1 + λ/2", () => {
    expect(sequentialGraded([-0.5], PLAN).path[0]?.eDrop).toBeCloseTo(1 + 0.6 / 2, 12);
  });

  test.each([
    [[], "EMPTY"],
    [[1.5], "RANGE"],
    [[Number.NaN], "RANGE"],
  ])("%j is refused", (differences, code) => {
    expect(() => sequentialGraded(differences, PLAN)).toThrow(expect.objectContaining({ code }));
  });
});

function passing(units: number) {
  return { a: fill(units, 3), b: fill(units, 1), ka: 3, kb: 1 };
}

function fill(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

/** Whether a simulated share is in the interval, give or take three standard errors of the simulation. */
function near([low = 0, high = 1]: number[], rounds: number): (share: number) => boolean {
  return (share) => {
    const slack = 3 * Math.sqrt((share * (1 - share)) / rounds);
    return share >= low - slack && share <= high + slack;
  };
}

/** 300 scenarios whose chance of passing is Beta(0.8, 0.2): mean 0.8, intraclass correlation 1/(1 + 0.8 + 0.2) = 0.5 */
function simulated(random: () => number, drop: number) {
  const a: number[] = [];
  const b: number[] = [];
  // A fallen scenario loses three quarters of its 0.8 on average.
  const fallen = drop / (0.8 * 0.75);
  for (let unit = 0; unit < 300; unit++) {
    const chance = beta(random);
    const after = random() < fallen ? chance / 4 : chance;
    a.push([0, 1, 2].filter(() => random() < chance).length);
    b.push(random() < after ? 1 : 0);
  }
  return { a, b, ka: 3, kb: 1 };
}

/** Jöhnk's method for Beta(0.8, 0.2). */
function beta(random: () => number): number {
  for (;;) {
    const x = random() ** (1 / 0.8);
    const y = random() ** (1 / 0.2);
    if (x + y <= 1 && x + y > 0) return x / (x + y);
  }
}
