import { StatisticsError } from "./errors.ts";

/**
 * The chance of `k` successes in `n` independent trials that each succeed with chance `p` (0..1). Throws `RANGE`.
 */
export function binomialPmf(k: number, n: number, p: number): number {
  requireTrials(k, n, p);
  if (p === 0 || p === 1) return k === n * p ? 1 : 0;
  return Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** The chance of at most `k` successes in `n` such trials. Throws `RANGE`. */
export function binomialCdf(k: number, n: number, p: number): number {
  requireTrials(k, n, p);
  let total = 0;
  for (let successes = 0; successes <= k; successes++) total += binomialPmf(successes, n, p);
  return Math.min(1, total);
}

/** ln C(n, k) for whole 0 ≤ k ≤ n; −∞ outside. */
export function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return -Infinity;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const LOG_FACTORIALS = [0];

function logFactorial(n: number): number {
  for (let next = LOG_FACTORIALS.length; next <= n; next++) {
    LOG_FACTORIALS.push((LOG_FACTORIALS[next - 1] ?? 0) + Math.log(next));
  }
  return LOG_FACTORIALS[n] ?? 0;
}

function requireTrials(k: number, n: number, p: number): void {
  if (!(Number.isInteger(k) && Number.isInteger(n) && k >= 0 && k <= n && p >= 0 && p <= 1)) {
    throw new StatisticsError("RANGE", `${k} successes in ${n} trials of chance ${p} cannot be`);
  }
}
