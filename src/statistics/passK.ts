import { StatisticsError } from "./errors.ts";

/**
 * Unbiased estimates from `c` passes in `n` repeats of one case: that at least one of `k` repeats passes
 * (pass@k = 1 − C(n−c,k)/C(n,k)) and that all `k` do (pass^k = C(c,k)/C(n,k), which is not (c/n)^k).
 * Throws `RANGE` unless 1 ≤ k ≤ n and 0 ≤ c ≤ n, all whole.
 * Source: Chen et al. 2021 (arXiv:2107.03374) for pass@k, Yao et al. 2024 (arXiv:2406.12045) for pass^k.
 */
export function passK(n: number, c: number, k: number): { atLeastOne: number; all: number } {
  if (![n, c, k].every(Number.isInteger) || k < 1 || k > n || c < 0 || c > n) {
    throw new StatisticsError("RANGE", `${c} passes in ${n} repeats say nothing about ${k} of them`);
  }
  return { atLeastOne: 1 - chanceOfAll(n, n - c, k), all: chanceOfAll(n, c, k) };
}

/** C(good,k)/C(n,k): the chance that `k` drawn without replacement from `n` are all among `good`. */
function chanceOfAll(n: number, good: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn++) chance *= Math.max(0, good - drawn) / (n - drawn);
  return chance;
}
