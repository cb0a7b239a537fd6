import { StatisticsError } from "./errors.ts";

/**
 * p values adjusted for being several, in their own order: `holm` holds the chance of any false alarm (Holm 1979), `bh`
 * the expected share of false ones (Benjamini & Hochberg 1995; exploratory slices only). Throws `RANGE` for p outside 0..1.
 */
export function adjustP(p: readonly number[]): { holm: number[]; bh: number[] } {
  if (!p.every((value) => value >= 0 && value <= 1))
    throw new StatisticsError("RANGE", "p values lie between 0 and 1");
  const ascending = [...p.entries()].toSorted(([, a], [, b]) => a - b);
  const count = p.length;
  const holm = Array.from(p);
  const bh = Array.from(p);
  let atLeast = 0;
  for (const [rank, [index, value]] of ascending.entries()) {
    atLeast = Math.max(atLeast, Math.min(1, (count - rank) * value));
    holm[index] = atLeast;
  }
  let atMost = 1;
  for (const [rank, [index, value]] of [...ascending.entries()].toReversed()) {
    atMost = Math.min(atMost, (count / (rank + 1)) * value);
    bh[index] = atMost;
  }
  return { holm, bh };
}

/**
 * E-value thresholds of several gating criteria: a drop in criterion c needs 1/(w_c·α) (weighted Bonferroni over weights
 * that sum to 1), clearing one needs 1/β uncorrected, because a pass needs all of them (intersection–union).
 * Throws `EMPTY` without weights and `RANGE` for weights that are not above 0 or do not sum to 1.
 */
export function criterionThresholds(
  weights: readonly number[],
  alpha: number,
  beta: number,
): { drop: number[]; pass: number[] } {
  if (weights.length === 0) throw new StatisticsError("EMPTY", "at least one criterion is needed");
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!weights.every((weight) => weight > 0) || Math.abs(sum - 1) > 1e-9) {
    throw new StatisticsError("RANGE", `weights above 0 that sum to 1 are needed, not ${weights.join(", ")}`);
  }
  return { drop: weights.map((weight) => 1 / (weight * alpha)), pass: weights.map(() => 1 / beta) };
}
