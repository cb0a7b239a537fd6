import { mean } from "./centre.ts";
import { tQuantile } from "./distributions.ts";
import { StatisticsError } from "./errors.ts";
import { type Interval, wilsonAround } from "./wilson.ts";

/** A mean whose values come in clusters, within which they may be alike. */
export interface ClusteredMean {
  mean: number;
  se: number;
  clusters: number;
  n: number;
}

/** Below this a standard error is rounding: the values do not differ. */
const ZERO = 1e-12;

/**
 * The mean of `values` and its standard error when `clusters[i]` names the cluster of `values[i]`:
 * √(G/(G−1)·Σ_g(Σ_{i∈g}(y_i−ȳ))²)/N for G clusters and N values; with clusters of one it is the usual s/√N.
 * Throws `EMPTY` without values, `TOO_FEW` for one cluster, `RANGE` when the two lists differ in length.
 * Source: Liang & Zeger 1986 with the G/(G−1) correction (statsmodels OLS, cov_type="cluster").
 */
export function clusteredMean(
  values: readonly number[],
  clusters: readonly (string | number)[],
): ClusteredMean {
  if (values.length !== clusters.length) {
    throw new StatisticsError("RANGE", `${values.length} values but ${clusters.length} cluster names`);
  }
  const centre = mean(values);
  const sums = new Map<string | number, number>();
  for (const [index, value] of values.entries()) {
    const cluster = clusters[index] ?? index;
    sums.set(cluster, (sums.get(cluster) ?? 0) + value - centre);
  }
  const count = sums.size;
  if (count < 2)
    throw new StatisticsError("TOO_FEW", "a clustered standard error needs at least two clusters");
  const squares = [...sums.values()].reduce((total, sum) => total + sum ** 2, 0);
  return {
    mean: centre,
    se: Math.sqrt((count / (count - 1)) * squares) / values.length,
    clusters: count,
    n: values.length,
  };
}

/**
 * The interval of a clustered mean of scores in 0..1 at confidence `conf`: Wilson's, resting on
 * n_eff = min(N, p(1−p)/SE²) values (G where SE = 0) with the critical value t_{G−1}.
 * Throws `TOO_FEW` for fewer than two clusters and `RANGE` for a mean outside 0..1 or a negative standard error.
 * Coverage of the 95 % interval in simulation: .89–.98 (a plain clustered t falls to .45 near 0 and 1).
 */
export function clusteredInterval(
  { mean: p, se, clusters, n }: ClusteredMean,
  conf: number,
): Interval & { nEffective: number } {
  if (clusters < 2) throw new StatisticsError("TOO_FEW", "an interval needs at least two clusters");
  if (!(p >= 0 && p <= 1))
    throw new StatisticsError("RANGE", `a mean score lies between 0 and 1, not at ${p}`);
  if (!(se >= 0)) throw new StatisticsError("RANGE", `a standard error is 0 or more, not ${se}`);
  const nEffective = se < ZERO ? clusters : Math.min(n, (p * (1 - p)) / se ** 2);
  return { ...wilsonAround(p, nEffective, tQuantile((1 + conf) / 2, clusters - 1)), nEffective };
}
