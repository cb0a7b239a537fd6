import { mean } from "./centre.ts";
import { StatisticsError } from "./errors.ts";
import { gradedUnit, type SequentialPlan, startGate } from "./sequentialGate.ts";
import { randomStream, shuffle } from "./simulation/random.ts";

/** What a gate on graded scores is expected to cost and to say. */
export interface GradedOutcome {
  /** Units: on average, and enough in nine runs of ten. */
  units: number;
  units90: number;
  /** Chances of the three verdicts, 0..1. */
  notRegressed: number;
  regressed: number;
  inconclusive: number;
}

/**
 * Expected units and verdicts of the sequential gate on graded scores when the mean falls by `drop`, by Monte Carlo from the baseline's
 * own scores: a unit is a scenario in random order, its candidate one of its scores lowered by the drop (not below 0), its baseline
 * the mean of the others. `scores[i]` are the repeats of scenario i; those with fewer than two are left out. The same seed gives the
 * same figures. Throws `TOO_FEW` where no scenario has two repeats and `RANGE` for a budget below 1.
 */
export function planGraded(
  scores: readonly (readonly number[])[],
  options: { plan: SequentialPlan; drop: number; budget: number; rounds?: number; seed?: number },
): GradedOutcome {
  const { plan, drop, budget, rounds = 1000, seed = 1 } = options;
  const usable = scores.filter(({ length }) => length >= 2);
  if (usable.length === 0) throw new StatisticsError("TOO_FEW", "two repeats of a scenario are needed");
  if (budget < 1) throw new StatisticsError("RANGE", "a budget of a unit is needed at least");
  const random = randomStream(seed, 0);
  const taken: number[] = [];
  const counts = { not_regressed: 0, regressed: 0, inconclusive: 0 };
  for (let round = 0; round < rounds; round++) {
    const { verdict, units } = runOnce(usable, plan, { drop, budget }, random);
    counts[verdict] += 1;
    taken.push(units);
  }
  taken.sort((a, b) => a - b);
  return {
    units: mean(taken),
    units90: taken[Math.ceil(0.9 * rounds) - 1] ?? budget,
    notRegressed: counts.not_regressed / rounds,
    regressed: counts.regressed / rounds,
    inconclusive: counts.inconclusive / rounds,
  };
}

function runOnce(
  scores: readonly (readonly number[])[],
  plan: SequentialPlan,
  { drop, budget }: { drop: number; budget: number },
  random: () => number,
): { verdict: "not_regressed" | "regressed" | "inconclusive"; units: number } {
  const gate = startGate(plan, -Infinity);
  const order = [...scores];
  for (let unit = 0; unit < budget; unit++) {
    if (unit % order.length === 0) shuffle(order, random);
    const own = order[unit % order.length] ?? [];
    const chosen = Math.floor(random() * own.length);
    const after = Math.max(0, (own[chosen] ?? 0) - drop);
    const before = mean(own.filter((_, index) => index !== chosen));
    gate.take(gradedUnit(after - before, plan));
    if (gate.stop) return { verdict: gate.stop.verdict, units: unit + 1 };
  }
  return { verdict: "inconclusive", units: budget };
}
