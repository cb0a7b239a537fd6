import type { ArmSample, ArmScenario } from "../records/arm.ts";
import type { CriterionName, GatePolicy } from "../records/gate.ts";
import { adjustP } from "../statistics/multiplicity.ts";
import { randomStream, shuffle } from "../statistics/simulation/random.ts";
import { dropTest } from "../summary/comparison/tests.ts";
import { unitsOf } from "../summary/comparison/units.ts";

/** Scenarios whose baseline is asked afresh. */
const CANARIES = 20;
/** Without so many that could be read on both sides a criterion says nothing of a drift. */
const LEAST_READ = 5;

/** The scenarios to ask afresh, at random and the same for the same seed. */
export function canaryScenarios(scenarios: readonly ArmScenario[], seed: number): ArmScenario[] {
  const chosen = [...scenarios];
  shuffle(chosen, randomStream(seed, 1_000_003));
  return chosen.slice(0, CANARIES);
}

/** What fresh baseline replies say of the bank. */
export interface Canary {
  /** Criteria in which they differ from the banked ones, up or down, beyond chance. */
  drifted: { criterion: CriterionName; before: number; after: number; p: number }[];
  /** Criteria that could be looked at; with none the bank is neither confirmed nor refused. */
  looked: number;
}

/**
 * Holds fresh baseline replies (b) against banked ones (a), two-sided at alpha with Holm's correction over the gating criteria. A bank
 * that the model has drifted away from would make every edit look better or worse than it is.
 */
export function canaryOf(
  pairs: readonly { scenario: ArmScenario; a: ArmSample[]; b: ArmSample[] }[],
  { gating, alpha }: Pick<GatePolicy, "gating" | "alpha">,
): Canary {
  const looked = gating.flatMap(({ criterion }) => {
    const { units } = unitsOf(pairs, criterion);
    if (units.length < LEAST_READ) return [];
    const { p, pGain } = dropTest(units);
    const mean = (side: "a" | "b") =>
      units.reduce(
        (sum, unit) => sum + unit[side].reduce((total, value) => total + value, 0) / unit[side].length,
        0,
      ) / units.length;
    return { criterion, before: mean("a"), after: mean("b"), p: Math.min(1, 2 * Math.min(p, pGain)) };
  });
  const { holm } = adjustP(looked.map(({ p }) => p));
  const drifted = looked.map((one, index) => ({ ...one, p: holm[index] ?? 1 })).filter(({ p }) => p <= alpha);
  return { drifted, looked: looked.length };
}
