import { expect, test } from "vitest";
import { planGraded } from "../../src/statistics/planGraded.ts";
import { DEFAULT_PLAN, gradedUnit, startGate } from "../../src/statistics/sequentialGate.ts";
import { sequentialLimits } from "../../src/statistics/sequentialLimits.ts";
import { seeded } from "./seeded.ts";

test("the lower limit is the margin that the gate would just clear", () => {
  const random = seeded(3);
  const differences = Array.from({ length: 60 }, () => random() * 0.4 - 0.2);
  const { low } = sequentialLimits(differences, DEFAULT_PLAN);
  const clears = (margin: number) => {
    const gate = startGate({ ...DEFAULT_PLAN, alpha: 1e-9, margin }, -Infinity);
    for (const difference of differences) gate.take(gradedUnit(difference, DEFAULT_PLAN));
    return gate.stop?.verdict === "not_regressed";
  };
  expect(clears(-low + 1e-4)).toBe(true);
  expect(clears(-low - 1e-4)).toBe(false);
});

test("limits mirror, stay within what a difference can be, and know nothing from nothing", () => {
  const [one, mirrored] = [
    [0.1, -0.3, 0.2, 0],
    [-0.1, 0.3, -0.2, 0],
  ].map((values) => sequentialLimits(values, DEFAULT_PLAN));
  expect(one?.low).toBeCloseTo(-(mirrored?.high ?? 0), 5);
  expect(sequentialLimits([], DEFAULT_PLAN)).toEqual({ low: -1, high: 1 });
  expect(() => sequentialLimits([2], DEFAULT_PLAN)).toThrow("between -1 and 1");
});

test("looked at after every unit, the truth is left out seldom", () => {
  let missed = 0;
  for (let round = 0; round < 200; round++) {
    const random = seeded(round);
    const differences = Array.from(
      { length: 80 },
      () => (random() < 0.2 ? -1 : 0) + (random() < 0.2 ? 1 : 0),
    );
    const { low, high } = sequentialLimits(differences, DEFAULT_PLAN);
    if (low > 0 || high < 0) missed += 1;
  }
  expect(missed / 200).toBeLessThanOrEqual(0.1);
});

test("a plan on scores knows that a harmless edit passes, that a drop does not, and that noise costs units", () => {
  const options = { plan: DEFAULT_PLAN, drop: 0, budget: 300, rounds: 200 };
  const still = Array.from({ length: 36 }, () => [0.9, 0.9, 0.9]);
  const noisy = Array.from({ length: 36 }, (_, index) => (index % 2 === 0 ? [1, 0.5, 0.9] : [0.4, 0.9, 0.8]));
  expect(planGraded(still, options)).toMatchObject({ units: 40, notRegressed: 1 });
  expect(planGraded(noisy, options).units).toBeGreaterThan(planGraded(still, options).units);
  expect(planGraded(noisy, { ...options, drop: 0.2 }).notRegressed).toBeLessThanOrEqual(0.05);
  expect(() => planGraded([[1], [0.5]], options)).toThrow("two repeats");
});
