import normalCdfOf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantileOf from "@stdlib/stats-base-dists-normal-quantile";
import tCdfOf from "@stdlib/stats-base-dists-t-cdf";
import tQuantileOf from "@stdlib/stats-base-dists-t-quantile";
import { StatisticsError } from "./errors.ts";

/**
 * The value below which a share `p` (0 < p < 1) of Student's t distribution with `df` > 0 degrees of freedom lies.
 * Throws `RANGE`. Source: @stdlib (relative error ≤ 5e-12 against SciPy).
 */
export function tQuantile(p: number, df: number): number {
  requireShare(p);
  requirePositive(df);
  return tQuantileOf(p, df);
}

/** The share of Student's t distribution with `df` > 0 degrees of freedom below `x`. Throws `RANGE`. Source: @stdlib. */
export function tCdf(x: number, df: number): number {
  requireNumber(x);
  requirePositive(df);
  return tCdfOf(x, df);
}

/** The value below which a share `p` (0 < p < 1) of the standard normal distribution lies. Throws `RANGE`. Source: @stdlib. */
export function normalQuantile(p: number): number {
  requireShare(p);
  return normalQuantileOf(p, 0, 1);
}

/** The share of the standard normal distribution below `x`. Throws `RANGE`. Source: @stdlib. */
export function normalCdf(x: number): number {
  requireNumber(x);
  return normalCdfOf(x, 0, 1);
}

function requireShare(p: number): void {
  if (!(p > 0 && p < 1))
    throw new StatisticsError("RANGE", `a probability between 0 and 1 is needed, not ${p}`);
}

function requirePositive(df: number): void {
  if (!(df > 0)) throw new StatisticsError("RANGE", `degrees of freedom must be above 0, not ${df}`);
}

function requireNumber(x: number): void {
  if (Number.isNaN(x)) throw new StatisticsError("RANGE", "NaN has no place in a distribution");
}
