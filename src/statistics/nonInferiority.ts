import { mean } from "./centre.ts";
import { normalQuantile, tQuantile } from "./distributions.ts";
import { StatisticsError } from "./errors.ts";
import { standardDeviation } from "./pairedT.ts";
import { type Passes, requirePasses } from "./stratified.ts";
import { wilsonAround } from "./wilson.ts";

/**
 * Lower (1 − `alpha`) limit of the mean difference D (candidate − baseline, −1..1) of n units, with one pseudo-unit of
 * D = −1 appended: mean − t_{1−α,n−1}·s/√(n+1). Without that unit a plain t limit clears a bad candidate up to half the
 * time at n = 12. Throws `TOO_FEW` for fewer than two units.
 */
export function lowerLimitOfUnits(
  differences: readonly number[],
  alpha: number,
): { mean: number; se: number; lower: number } {
  if (differences.length < 2) throw new StatisticsError("TOO_FEW", "a limit needs at least two units");
  const guarded = [...differences, -1];
  const centre = mean(guarded);
  const se = standardDeviation(guarded) / Math.sqrt(guarded.length);
  return { mean: centre, se, lower: centre - tQuantile(1 - alpha, differences.length - 1) * se };
}

/**
 * Newcombe's one-sided (1 − `alpha`) limits of p_B − p_A from Wilson's limits of each (square and add), for shares that
 * rest on `n` trials. Throws `RANGE` for shares outside 0..1 or n ≤ 0. Source: Newcombe 1998, method 10.
 */
export function newcombe(
  a: { share: number; n: number },
  b: { share: number; n: number },
  alpha: number,
): { lower: number; upper: number } {
  for (const { share, n } of [a, b]) {
    if (!(share >= 0 && share <= 1 && n > 0))
      throw new StatisticsError("RANGE", `a share of ${share} in ${n} trials cannot be`);
  }
  const z = normalQuantile(1 - alpha);
  const before = wilsonAround(a.share, a.n, z);
  const after = wilsonAround(b.share, b.n, z);
  return {
    lower: b.share - a.share - Math.hypot(b.share - after.low, before.high - a.share),
    upper: b.share - a.share + Math.hypot(after.high - b.share, a.share - before.low),
  };
}

/**
 * Lower (1 − `alpha`) limit of the difference in pass rate on these scenarios, both runs with two repeats or more:
 * {@link newcombe} on effective numbers of repeats p(1−p)/SE² with SE² = (Σ p̂_i(1−p̂_i)/(k−1) + 1/k²)/m² over m
 * scenarios (as if in one more a single repeat had differed, so that no variance is never taken for certainty), and m·k
 * where all pass or all fail.
 * Throws `TOO_FEW` for k < 2 and what {@link Passes} asks for.
 */
export function lowerLimitOnCorpus(
  passes: Passes,
  alpha: number,
): { diff: number; nEffectiveA: number; nEffectiveB: number; lower: number } {
  requirePasses(passes);
  const a = stratifiedShare(passes.a, passes.ka);
  const b = stratifiedShare(passes.b, passes.kb);
  return { diff: b.share - a.share, nEffectiveA: a.n, nEffectiveB: b.n, lower: newcombe(a, b, alpha).lower };
}

/**
 * How many more units would settle an inconclusive comparison: max(10, ⌈inflation·(z_.95+z_.80)²·s̃²/g²⌉ − n) with
 * s̃² = (Σ(D−D̄)²+1)/n and g = max(D̄+M, −D̄, M/2), M being the `margin` > 0. Throws `EMPTY` without units.
 */
export function unitsMore(differences: readonly number[], margin: number, inflation: number): number {
  const n = differences.length;
  const centre = mean(differences);
  const spread = (differences.reduce((sum, difference) => sum + (difference - centre) ** 2, 0) + 1) / n;
  const gap = Math.max(centre + margin, -centre, margin / 2);
  const needed = (inflation * (normalQuantile(0.95) + normalQuantile(0.8)) ** 2 * spread) / gap ** 2;
  return Math.max(10, Math.ceil(needed) - n);
}

function stratifiedShare(passed: readonly number[], k: number): { share: number; n: number } {
  if (k < 2) throw new StatisticsError("TOO_FEW", "the spread within a scenario needs at least two repeats");
  const rates = passed.map((count) => count / k);
  const share = mean(rates);
  const spread = rates.reduce((sum, rate) => sum + (rate * (1 - rate)) / (k - 1), 1 / k ** 2);
  const certain = share === 0 || share === 1;
  return { share, n: certain ? rates.length * k : (share * (1 - share) * rates.length ** 2) / spread };
}
