import { mean } from "./centre.ts";
import { StatisticsError } from "./errors.ts";

/**
 * Variance of scores within and between scenarios and their intraclass correlation between/(between + within), by the
 * moments of a one-way analysis of variance; `between` is cut off at 0. `scores[i]` are the repeats of scenario i, all
 * equally many. Throws `TOO_FEW` for fewer than two scenarios or repeats and `RANGE` for unequal numbers of repeats.
 */
export function varianceComponents(scores: readonly (readonly number[])[]): {
  within: number;
  between: number;
  icc: number;
} {
  const repeats = scores[0]?.length ?? 0;
  if (scores.length < 2 || repeats < 2)
    throw new StatisticsError("TOO_FEW", "two scenarios with two repeats are needed");
  if (!scores.every(({ length }) => length === repeats))
    throw new StatisticsError("RANGE", "scenarios differ in repeats");
  const means = scores.map(mean);
  const within = sumOfSquares(scores.flatMap((row) => deviations(row))) / (scores.length * (repeats - 1));
  const amongMeans = sumOfSquares(deviations(means)) / (scores.length - 1);
  const between = Math.max(0, amongMeans - within / repeats);
  return { within, between, icc: between + within === 0 ? 0 : between / (between + within) };
}

function deviations(values: readonly number[]): number[] {
  const centre = mean(values);
  return values.map((value) => value - centre);
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
