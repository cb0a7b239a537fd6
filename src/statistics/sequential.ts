import { StatisticsError } from "./errors.ts";
import {
  type BinaryPlan,
  binaryUnits,
  gradedUnit,
  type SequentialPlan,
  type SequentialStep,
  startGate,
  type Unit,
} from "./sequentialGate.ts";
import { type Passes, requirePasses } from "./stratified.ts";

export interface SequentialResult {
  verdict: "not_regressed" | "regressed" | "inconclusive";
  /** The unit at which the gate stopped, or null where the units did not decide it. */
  stoppedAt: number | null;
  /** Every unit given, also those after the stop. */
  path: SequentialStep[];
}

/**
 * The sequential gate on passes and failures, all units at once; fed one by one with {@link startGate} it says the same.
 * Throws what {@link Passes} asks for and `RANGE` for a plan outside its domain.
 */
export function sequentialBinary(passes: Passes, plan: BinaryPlan): SequentialResult {
  requirePasses(passes);
  const { a, b, ka, kb } = passes;
  const units = binaryUnits(ka, kb, plan);
  return walk(
    b.flatMap((mine, index) => units[a[index] ?? 0]?.[mine] ?? []),
    plan,
    plan.guardZ,
  );
}

/**
 * The sequential gate on graded differences D (candidate − baseline, −1..1) or on family means: evidence of a drop is the
 * mean over λ of Π(1−λD); the rest is as in {@link sequentialBinary}, without the guard.
 * Throws `EMPTY` without units and `RANGE` for differences outside −1..1 or a plan outside its domain.
 */
export function sequentialGraded(differences: readonly number[], plan: SequentialPlan): SequentialResult {
  if (differences.length === 0) throw new StatisticsError("EMPTY", "a gate needs units");
  return walk(
    differences.map((difference) => gradedUnit(difference, plan)),
    plan,
    -Infinity,
  );
}

function walk(units: readonly Unit[], plan: SequentialPlan, guard: number): SequentialResult {
  const gate = startGate(plan, guard);
  const path = units.map((unit) => gate.take(unit));
  return { ...(gate.stop ?? { verdict: "inconclusive", stoppedAt: null }), path };
}
