import { StatisticsError } from "./errors.ts";
import { type BinaryPlan, DEFAULT_PLAN } from "./sequentialGate.ts";
import { randomStream } from "./simulation/random.ts";
import { type Outcomes, simulateGate } from "./simulation/trials.ts";
import { varianceComponents } from "./variance.ts";

/** What is known of the baseline: passes per scenario, out of the same number of repeats each. */
export interface Baseline {
  passes: readonly number[];
  repeats: number;
}

export interface CallPlanOptions {
  /** Drops of the mean pass rate to plan for, 0..1; 0 is a harmless edit. */
  drops: readonly number[];
  gate?: BinaryPlan;
  /** Baseline repeats and candidate calls in a unit, 3 and 1 by default (1 and 1 without cached baselines). */
  ka?: number;
  kb?: number;
  /** Units after which the gate gives up; more than the baseline has scenarios are several passes. */
  budget: number;
  /** Rounds of the simulation, 4,000 by default: shares are then right to ±.016 or better (two standard errors). */
  rounds?: number;
  seed?: number;
}

/** What the gate will cost and say, computed before it runs. */
export interface CallPlan {
  /** The chances of passing that the plan rests on: their mean and intraclass correlation. */
  mean: number;
  icc: number;
  /** Whether the correlation was fitted to the baseline or, for want of a second repeat, taken to be {@link USUAL_ICC}. */
  iccFrom: "baseline" | "assumed";
  effects: PlannedEffect[];
}

interface PlannedEffect {
  drop: number;
  /** Null where the mean is too low to fall so far. */
  expected: PlannedOutcome | null;
}

interface PlannedOutcome {
  /** Fresh candidate calls: on average, and enough in nine runs of ten. */
  calls: number;
  calls90: number;
  /** Chances of the three verdicts, 0..1; they add up to 1. */
  notRegressed: number;
  regressed: number;
  inconclusive: number;
}

/** Between scenarios of a usual corpus, where a baseline has one repeat only and cannot tell. */
const USUAL_ICC = 0.5;

/**
 * Expected calls and verdicts of the sequential gate on passes and failures, by Monte Carlo: chances of passing are drawn
 * from the Beta distribution with the baseline's mean and its intraclass correlation by {@link varianceComponents}, for
 * as many scenarios as the baseline has; of each corpus so many scenarios fall to a quarter of their chance (or lower, where
 * that is not enough) that its mean falls by the drop. The same seed gives the same plan.
 * Throws `EMPTY` without scenarios, `TOO_FEW` for a single one and `RANGE` for passes outside 0..repeats, a drop outside
 * 0..1 or a budget below 1.
 */
export function planCalls(baseline: Baseline, options: CallPlanOptions): CallPlan {
  const chances = chancesOf(baseline);
  const { drops, gate = DEFAULT_PLAN, ka = 3, kb = 1, budget, rounds = 4000, seed = 1 } = options;
  if (!drops.every((drop) => drop >= 0 && drop <= 1))
    throw new StatisticsError("RANGE", "drops lie between 0 and 1");
  const effects = drops.map((drop, index) => {
    if (drop > chances.mean) return { drop, expected: null };
    const model = { ...chances, scenarios: baseline.passes.length, drop, falls: "corpus" as const };
    const design = { plan: gate, ka, kb, budget };
    return { drop, expected: outcomeOf(simulateGate(design, model, rounds, randomStream(seed, index)), kb) };
  });
  return { ...chances, effects };
}

function chancesOf({ passes, repeats }: Baseline): Pick<CallPlan, "mean" | "icc" | "iccFrom"> {
  if (passes.length === 0) throw new StatisticsError("EMPTY", "a plan needs a baseline");
  if (!passes.every((count) => Number.isInteger(count) && count >= 0 && count <= repeats) || repeats < 1)
    throw new StatisticsError("RANGE", "passes lie between 0 and the number of repeats");
  const mean = passes.reduce((sum, count) => sum + count, 0) / (passes.length * repeats);
  if (repeats < 2) return { mean, icc: USUAL_ICC, iccFrom: "assumed" };
  const scores = passes.map((count) =>
    Array.from({ length: repeats }, (_, repeat) => (repeat < count ? 1 : 0)),
  );
  return { mean, icc: varianceComponents(scores).icc, iccFrom: "baseline" };
}

function outcomeOf(outcomes: Outcomes, kb: number): PlannedOutcome {
  return {
    calls: outcomes.units.value * kb,
    calls90: outcomes.units90 * kb,
    notRegressed: outcomes.cleared.value,
    regressed: outcomes.regressed.value,
    inconclusive: outcomes.inconclusive.value,
  };
}
