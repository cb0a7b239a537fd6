import { mean } from "./centre.ts";
import { tCdf, tQuantile } from "./distributions.ts";
import { StatisticsError } from "./errors.ts";

/** What a test looks for: a drop, a gain, or either. */
export const ALTERNATIVES = ["less", "greater", "two-sided"] as const;
export type Alternative = (typeof ALTERNATIVES)[number];

/** Result of {@link pairedT}; `low`..`high` is the two-sided 95 % interval of the mean difference. */
export interface PairedT {
  t: number;
  df: number;
  p: number;
  low: number;
  high: number;
  /** All differences are alike: t says nothing about their spread, and a p of 0 or 1 here must decide nothing. */
  zeroVariance: boolean;
}

/**
 * Student's paired t test of differences (candidate − baseline) against a mean of 0.
 * Differences that are all 0 give t = 0 and p = 1. Throws `TOO_FEW` for fewer than two. Source: Student 1908; SciPy `ttest_1samp`.
 */
export function pairedT(differences: readonly number[], alternative: Alternative): PairedT {
  if (differences.length < 2) throw new StatisticsError("TOO_FEW", "a t test needs at least two differences");
  const df = differences.length - 1;
  const centre = mean(differences);
  const se = standardDeviation(differences) / Math.sqrt(differences.length);
  if (se === 0 && centre === 0) return { t: 0, df, p: 1, low: 0, high: 0, zeroVariance: true };
  const t = centre / se;
  const half = tQuantile(0.975, df) * se;
  return {
    t,
    df,
    p: pValue(t, df, alternative),
    low: centre - half,
    high: centre + half,
    zeroVariance: se === 0,
  };
}

/** The sample standard deviation (divisor n − 1). Throws `TOO_FEW` for fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2)
    throw new StatisticsError("TOO_FEW", "a standard deviation needs at least two values");
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

function pValue(t: number, df: number, alternative: Alternative): number {
  if (alternative === "less") return tCdf(t, df);
  if (alternative === "greater") return tCdf(-t, df);
  return 2 * tCdf(-Math.abs(t), df);
}
