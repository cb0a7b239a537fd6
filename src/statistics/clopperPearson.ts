import { binomialCdf } from "./binomial.ts";
import { StatisticsError } from "./errors.ts";
import type { Interval } from "./wilson.ts";

/** Halvings of 0..1 after which a limit is exact to a double. */
const HALVINGS = 60;

/**
 * Clopper and Pearson's exact interval for `x` successes in `n` trials at confidence `conf`: the chances at which so
 * many, or so few, would still happen with (1 − conf)/2. Never too short, often too long; x = 0 gives the rule of three.
 * Throws `EMPTY` for n = 0 and `RANGE` for x outside 0..n. Source: Clopper & Pearson 1934.
 */
export function clopperPearson(x: number, n: number, conf: number): Interval {
  if (n === 0) throw new StatisticsError("EMPTY", "an interval needs at least one trial");
  const tail = (1 - conf) / 2;
  return {
    low: x === 0 ? 0 : crossing((p) => 1 - binomialCdf(x - 1, n, p) > tail),
    high: x === n ? 1 : crossing((p) => binomialCdf(x, n, p) < tail),
  };
}

/** The chance at which `passed` turns from false to true. */
function crossing(passed: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (passed(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
