import { StatisticsError } from "./errors.ts";

/**
 * Limits of the mean difference (−1..1) of units that come one by one, each wrong with chance `beta` at most, however often one looks:
 * the lower one is minus the smallest margin M that the sequential gate would clear at some point, its evidence mean over λ of
 * Π(1+λ(D+M)/(1−M)) having reached 1/β; the upper one is its mirror image. −1 and 1 where nothing is known yet.
 * Throws `RANGE` for differences outside −1..1. Source: the confidence sequence dual to the test (Waudby-Smith & Ramdas 2024).
 */
export function sequentialLimits(
  differences: readonly number[],
  { beta, lambdas }: { beta: number; lambdas: readonly number[] },
): { low: number; high: number } {
  if (!differences.every((difference) => difference >= -1 && difference <= 1))
    throw new StatisticsError("RANGE", "differences lie between -1 and 1");
  const mirrored = differences.map((difference) => -difference);
  return {
    low: -smallestCleared(differences, beta, lambdas),
    high: smallestCleared(mirrored, beta, lambdas),
  };
}

/** Halvings of −1..1: the limit is right to better than 1e-6. */
const HALVINGS = 21;

/** The smallest margin, −1..1, at which the evidence reached 1/β; it grows with the margin, so that halving finds it. */
function smallestCleared(differences: readonly number[], beta: number, lambdas: readonly number[]): number {
  let [low, high] = [-1, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (reaches(differences, middle, 1 / beta, lambdas)) high = middle;
    else low = middle;
  }
  return high > 1 - 1e-5 ? 1 : high;
}

function reaches(
  differences: readonly number[],
  margin: number,
  threshold: number,
  lambdas: readonly number[],
): boolean {
  const stakes = lambdas.map(() => 1);
  for (const difference of differences) {
    const gain = (difference + margin) / (1 - margin);
    let sum = 0;
    for (const [bet, lambda] of lambdas.entries()) {
      const stake = Math.max(0, (stakes[bet] ?? 1) * (1 + lambda * gain));
      stakes[bet] = stake;
      sum += stake;
    }
    if (sum / lambdas.length >= threshold) return true;
  }
  return false;
}
