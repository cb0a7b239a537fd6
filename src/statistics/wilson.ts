import { normalQuantile } from "./distributions.ts";
import { StatisticsError } from "./errors.ts";

/** Limits of an interval. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * Wilson's score interval for `x` successes in `n` independent trials at confidence `conf` (0..1, exclusive).
 * Throws `EMPTY` for n = 0 and `RANGE` for x outside 0..n. Source: Wilson 1927, JASA 22:209.
 */
export function wilson(x: number, n: number, conf: number): Interval {
  if (n === 0) throw new StatisticsError("EMPTY", "an interval needs at least one trial");
  if (!(n > 0 && x >= 0 && x <= n))
    throw new StatisticsError("RANGE", `${x} successes in ${n} trials cannot be`);
  return wilsonAround(x / n, n, normalQuantile((1 + conf) / 2));
}

/**
 * Wilson's interval around a share `p` that rests on `n` > 0 trials (possibly a fraction: an effective number), with
 * the critical value `z` > 0:
 * (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), clipped to 0..1. It always holds `p`.
 */
export function wilsonAround(p: number, n: number, z: number): Interval {
  const scale = 1 + z ** 2 / n;
  const centre = (p + z ** 2 / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return {
    low: p === 0 ? 0 : clip(Math.min(p, centre - half)),
    high: p === 1 ? 1 : clip(Math.max(p, centre + half)),
  };
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
