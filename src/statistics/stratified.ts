import { logChoose } from "./binomial.ts";
import { mean } from "./centre.ts";
import { StatisticsError } from "./errors.ts";

/** Passes per scenario of two runs: `a[i]` of `ka` baseline repeats, `b[i]` of `kb` candidate repeats. */
export interface Passes {
  a: readonly number[];
  b: readonly number[];
  ka: number;
  kb: number;
}

/**
 * The exact conditional test of a drop, stratified by scenario: given a_i + b_i passes in each, the candidate's total is
 * a sum of hypergeometric numbers (their pmfs convolved); `exactLess` is the chance of a total this low or lower, `midp`
 * counts the observed one by half. `z` is the Mantel–Haenszel statistic without continuity correction, above 0 for a
 * drop. With one repeat on each side it is McNemar's test.
 * Throws `EMPTY` without scenarios and `RANGE` for passes outside 0..k. Source: R `mantelhaen.test`.
 */
export function stratifiedExact(passes: Passes): { exactLess: number; midpLess: number; z: number } {
  requirePasses(passes);
  const { a, b, ka, kb } = passes;
  const total = ka + kb;
  const pmfs = Array.from({ length: total + 1 }, (_, passed) => hypergeometric(passed, ka, kb));
  let pmf = [1];
  // Passes that must be the candidate's; `pmf` is of those beyond them.
  let certain = 0;
  let expected = 0;
  let variance = 0;
  for (const [index, mine] of b.entries()) {
    const passed = mine + (a[index] ?? 0);
    certain += Math.max(0, passed - ka);
    const beyond = pmfs[passed] ?? [];
    if (beyond.length > 1) pmf = convolve(pmf, beyond);
    expected += (passed * kb) / total;
    variance += (ka * kb * passed * (total - passed)) / (total ** 2 * (total - 1));
  }
  const observed = b.reduce((sum, count) => sum + count, 0);
  const below = pmf.slice(0, observed - certain).reduce((sum, chance) => sum + chance, 0);
  const at = pmf[observed - certain] ?? 0;
  return {
    exactLess: Math.min(1, below + at),
    midpLess: below + at / 2,
    z: standardised(expected - observed, variance),
  };
}

/**
 * The stratified permutation z of a drop in graded scores, above 0 for a drop: scores of scenario i are `a[i]` (baseline)
 * and `b[i]` (candidate), and which of them are whose is shuffled within the scenario. 0 where no scenario varies.
 * Throws `EMPTY` without scenarios or for one without scores on either side.
 */
export function stratifiedZ(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  if (a.length === 0 || a.length !== b.length)
    throw new StatisticsError("EMPTY", "scenarios with scores on both sides are needed");
  let drop = 0;
  let variance = 0;
  for (const [index, before] of a.entries()) {
    const after = b[index] ?? [];
    if (before.length === 0 || after.length === 0)
      throw new StatisticsError("EMPTY", "a scenario lacks scores on one side");
    const pooled = [...before, ...after];
    const centre = mean(pooled);
    const spread = pooled.reduce((sum, score) => sum + (score - centre) ** 2, 0) / (pooled.length - 1);
    drop += after.length * centre - after.reduce((sum, score) => sum + score, 0);
    variance += (before.length * after.length * spread) / pooled.length;
  }
  return standardised(drop, variance);
}

/** Throws `EMPTY` without scenarios, `RANGE` for lists of different length or passes outside 0..k. */
export function requirePasses({ a, b, ka, kb }: Passes): void {
  if (a.length === 0) throw new StatisticsError("EMPTY", "two runs without scenarios cannot be compared");
  if (a.length !== b.length || ka < 1 || kb < 1 || !areWithin(a, ka) || !areWithin(b, kb)) {
    throw new StatisticsError(
      "RANGE",
      "every scenario needs passes between 0 and the number of repeats, in both runs",
    );
  }
}

function areWithin(counts: readonly number[], k: number): boolean {
  return counts.every((count) => Number.isInteger(count) && count >= 0 && count <= k);
}

/**
 * pmf of the candidate's passes when `passed` of ka + kb repeats passed and any could be the candidate's, from the fewest
 * possible, max(0, passed − ka), to the most.
 */
function hypergeometric(passed: number, ka: number, kb: number): number[] {
  const all = logChoose(ka + kb, passed);
  const fewest = Math.max(0, passed - ka);
  return Array.from({ length: Math.min(kb, passed) - fewest + 1 }, (_, more) =>
    Math.exp(logChoose(kb, fewest + more) + logChoose(ka, passed - fewest - more) - all),
  );
}

function convolve(first: readonly number[], second: readonly number[]): number[] {
  const sums: number[] = [];
  for (let sum = 0; sum < first.length + second.length - 1; sum++) {
    let chance = 0;
    for (let j = 0; j < second.length; j++) chance += (first[sum - j] ?? 0) * (second[j] ?? 0);
    sums.push(chance);
  }
  return sums;
}

function standardised(drop: number, variance: number): number {
  return variance < 1e-15 ? 0 : drop / Math.sqrt(variance);
}
