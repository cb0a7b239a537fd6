import { normalCdf, normalQuantile, tQuantile } from "./distributions.ts";
import { StatisticsError } from "./errors.ts";

/**
 * The chance that a one-sided paired t test at level `alpha` finds a mean difference of `delta` > 0 in `n` units whose
 * differences have the standard deviation `sd` > 0: exactly (noncentral t) and by the normal approximation
 * Φ(δ√n/sd − z_{1−α}). Throws `TOO_FEW` for n < 2 and `RANGE` for `delta` or `sd` not above 0.
 */
export function pairedPower(
  n: number,
  delta: number,
  sd: number,
  alpha: number,
): { exact: number; normal: number } {
  if (n < 2) throw new StatisticsError("TOO_FEW", "a paired test needs at least two units");
  if (!(delta > 0 && sd > 0))
    throw new StatisticsError("RANGE", "a difference and a standard deviation above 0 are needed");
  const shift = (delta * Math.sqrt(n)) / sd;
  return {
    exact: 1 - noncentralTCdf(tQuantile(1 - alpha, n - 1), n - 1, shift),
    normal: normalCdf(shift - normalQuantile(1 - alpha)),
  };
}

/**
 * How many units find a mean difference of `delta` with chance `power`, when differences have the variance `variance`:
 * ⌈(z_{1−α}+z_power)²·V/δ²⌉, and the least number at which {@link pairedPower} is exactly that high.
 * Throws `RANGE` for `delta` or `variance` not above 0 or a `power` outside 0.5..1.
 */
export function requiredUnits(
  delta: number,
  variance: number,
  alpha: number,
  power: number,
): { exact: number; normal: number } {
  if (!(delta > 0 && variance > 0 && power >= 0.5 && power < 1)) {
    throw new StatisticsError(
      "RANGE",
      "a difference and a variance above 0 and a power of 0.5 or more (below 1) are needed",
    );
  }
  const normal = Math.ceil(
    ((normalQuantile(1 - alpha) + normalQuantile(power)) ** 2 * variance) / delta ** 2,
  );
  let exact = Math.max(2, normal);
  while (pairedPower(exact, delta, Math.sqrt(variance), alpha).exact < power) exact += 1;
  return { exact, normal };
}

/** Intervals of Simpson's rule; the integrand is smooth, so this is exact to about 1e-12. */
const STEPS = 2000;
/** Standard deviations of the scale s on either side of 1 beyond which nothing is left. */
const REACH = 12;

/** P(T ≤ t) of the noncentral t: Φ(t·s − shift) averaged over s = √(χ²_df/df). */
function noncentralTCdf(t: number, df: number, shift: number): number {
  const reach = REACH / Math.sqrt(2 * df);
  const [from, to] = [Math.max(0, 1 - reach), 1 + reach];
  const width = (to - from) / STEPS;
  const logScale = Math.LN2 + (df / 2) * Math.log(df / 2) - logGammaOfHalf(df);
  let total = 0;
  for (let step = 0; step <= STEPS; step++) {
    const s = from + step * width;
    const density =
      s === 0
        ? df === 1
          ? Math.exp(logScale)
          : 0
        : Math.exp(logScale + (df - 1) * Math.log(s) - (df * s * s) / 2);
    const weight = step === 0 || step === STEPS ? 1 : step % 2 === 1 ? 4 : 2;
    total += weight * density * normalCdf(t * s - shift);
  }
  return (total * width) / 3;
}

/** ln Γ(m/2) for whole m ≥ 1, by Γ(x+1) = x·Γ(x). */
function logGammaOfHalf(m: number): number {
  let log = m % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let x = m % 2 === 0 ? 1 : 0.5; x < m / 2; x += 1) log += Math.log(x);
  return log;
}
