import { mean } from "../statistics/centre.ts";
import { normalQuantile } from "../statistics/distributions.ts";

/** What a criterion showed: its differences by unit, and the margin that a drop is to be told from. */
export interface SeenCriterion {
  differences: readonly number[];
  margin: number;
}

/** Chances of no false alarm and of finding a drop; the sequential gate finds one of the margin about as often. */
const [CONFIDENCE, POWER] = [0.95, 0.95];

/**
 * Candidate calls that a design of fixed size would have taken to find a drop of the margin 19 times in 20 in each criterion:
 * the largest ⌈(z_.95+z_.95)²·s̃²/M²⌉ with s̃² = (Σ(D−D̄)²+1)/n, times the calls that a unit of that criterion took here. Null
 * where no criterion has a unit.
 */
export function fixedDesignCalls(criteria: readonly SeenCriterion[], candidateCalls: number): number | null {
  const needed = criteria.flatMap(({ differences, margin }) => {
    const n = differences.length;
    if (n === 0) return [];
    const centre = mean(differences);
    const spread = (differences.reduce((sum, difference) => sum + (difference - centre) ** 2, 0) + 1) / n;
    const units = Math.ceil(
      ((normalQuantile(CONFIDENCE) + normalQuantile(POWER)) ** 2 * spread) / margin ** 2,
    );
    return Math.ceil((units * candidateCalls) / n);
  });
  return needed.length === 0 ? null : Math.max(...needed);
}
