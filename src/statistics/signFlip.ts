import { StatisticsError } from "./errors.ts";

/** Sums nearer than this are ties. */
const TIE = 1e-12;
/** Two halves of 2^20 sums each are the most that are listed. */
const MOST = 40;

/**
 * The exact sign-flip test: the share of all assignments of signs to the differences whose sum is at most the observed
 * one (`less`: evidence of a drop), and twice the smaller tail. Differences of 0 change nothing and are left out.
 * Throws `EMPTY` without differences and `RANGE` for more than 40 that are not 0 (use the t test there).
 * Source: Fisher 1935; SciPy `permutation_test(permutation_type="samples")`.
 */
export function signFlip(differences: readonly number[]): { less: number; twoSided: number } {
  if (differences.length === 0) throw new StatisticsError("EMPTY", "a sign-flip test needs differences");
  const moved = differences.filter((difference) => difference !== 0);
  if (moved.length > MOST)
    throw new StatisticsError("RANGE", `${moved.length} differences are too many to flip exactly`);
  const observed = moved.reduce((sum, difference) => sum + difference, 0);
  const half = Math.floor(moved.length / 2);
  const left = signedSums(moved.slice(0, half)).toSorted();
  const right = signedSums(moved.slice(half)).toSorted();
  const less = countAtMost(left, right, observed + TIE) / 2 ** moved.length;
  const greater = 1 - countAtMost(left, right, observed - TIE) / 2 ** moved.length;
  return { less, twoSided: Math.min(1, 2 * Math.min(less, greater)) };
}

/** All 2^n sums of the values under every assignment of signs. */
function signedSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  let known = 1;
  for (const value of values) {
    for (let index = 0; index < known; index++) {
      const sum = sums[index] ?? 0;
      sums[index] = sum - value;
      sums[index + known] = sum + value;
    }
    known *= 2;
  }
  return sums;
}

/** How many pairs of one sum from each sorted list add up to at most `limit`. */
function countAtMost(left: Float64Array, right: Float64Array, limit: number): number {
  let count = 0;
  let reach = right.length;
  for (const sum of left) {
    while (reach > 0 && sum + (right[reach - 1] ?? 0) > limit) reach -= 1;
    count += reach;
  }
  return count;
}
