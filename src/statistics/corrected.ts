import { mean } from "./centre.ts";
import { normalQuantile, tQuantile } from "./distributions.ts";
import { StatisticsError } from "./errors.ts";
import type { Interval } from "./wilson.ts";

/** A judge's share of passes, and how good the judge was on labels from another run. */
export interface JudgedShare {
  /** Share that the judge passed, of `n` judged. */
  share: number;
  n: number;
  /** Share of truly good replies passed (of `goods` labelled), and of truly bad ones failed (of `bads` labelled). */
  sensitivity: number;
  goods: number;
  specificity: number;
  bads: number;
}

/**
 * The true share behind a fallible judge's (Rogan–Gladen 1978), (p+spec−1)/(sens+spec−1) cut to 0..1, with Lang and
 * Reiczigel's interval (2014) at confidence `conf`. For labels from another run; labels on the run itself are worth more
 * in {@link predictionPowered}. Throws `RANGE` where sens + spec ≤ 1 (the judge knows nothing) and `EMPTY` without data.
 */
export function roganGladen(judged: JudgedShare, conf: number): Interval & { share: number } {
  const { share, n, sensitivity, goods, specificity, bads } = judged;
  if (n <= 0 || goods <= 0 || bads <= 0)
    throw new StatisticsError("EMPTY", "judged replies and labels of both kinds are needed");
  const skill = sensitivity + specificity - 1;
  if (!(skill > 0))
    throw new StatisticsError(
      "RANGE",
      "sensitivity + specificity must be above 1: this judge tells nothing apart",
    );
  const z = normalQuantile((1 + conf) / 2);
  const p = (n * share + z ** 2 / 2) / (n + z ** 2);
  const sens = (goods * sensitivity + 1) / (goods + 2);
  const spec = (bads * specificity + 1) / (bads + 2);
  const informed = sens + spec - 1;
  const theta = (p + spec - 1) / informed;
  const sensVariance = (sens * (1 - sens)) / (goods + 2);
  const specVariance = (spec * (1 - spec)) / (bads + 2);
  const shift = 2 * z ** 2 * (theta * sensVariance - (1 - theta) * specVariance);
  const variance = (p * (1 - p)) / (n + z ** 2) + theta ** 2 * sensVariance + (1 - theta) ** 2 * specVariance;
  const half = (z * Math.sqrt(variance)) / informed;
  return {
    share: clip((share + specificity - 1) / skill),
    low: clip(theta + shift - half),
    high: clip(theta + shift + half),
  };
}

/**
 * A mean from few labels and many judgements of the same run (PPI++, Angelopoulos et al. 2023): the judge's mean on the
 * unlabelled rest, tuned by λ, plus the labels' mean excess over λ times the judge. Interval by t with n − 1 degrees of
 * freedom for n labels. Throws `TOO_FEW` for fewer than two labels or two unlabelled judgements, `RANGE` for labels and
 * judgements of different number.
 */
export function predictionPowered(
  labels: readonly number[],
  judgeOnLabelled: readonly number[],
  judgeOnRest: readonly number[],
  conf: number,
): Interval & { estimate: number; se: number; lambda: number } {
  const n = labels.length;
  if (n !== judgeOnLabelled.length)
    throw new StatisticsError("RANGE", "every label needs the judgement of the same reply");
  if (n < 2 || judgeOnRest.length < 2)
    throw new StatisticsError("TOO_FEW", "two labels and two further judgements are needed");
  const spread = covariance([...judgeOnLabelled, ...judgeOnRest], [...judgeOnLabelled, ...judgeOnRest]);
  const tuned = covariance(labels, judgeOnLabelled) / ((1 + n / judgeOnRest.length) * spread);
  const lambda = spread === 0 ? 0 : Math.min(1, Math.max(0, tuned));
  const excess = labels.map((label, index) => label - lambda * (judgeOnLabelled[index] ?? 0));
  const estimate = lambda * mean(judgeOnRest) + mean(excess);
  const variance =
    (lambda ** 2 * covariance(judgeOnRest, judgeOnRest)) / judgeOnRest.length +
    covariance(excess, excess) / n;
  const half = tQuantile((1 + conf) / 2, n - 1) * Math.sqrt(variance);
  return { estimate, se: Math.sqrt(variance), lambda, low: estimate - half, high: estimate + half };
}

function covariance(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [mean(first), mean(second)];
  return (
    first.reduce((sum, value, index) => sum + (value - a) * ((second[index] ?? 0) - b), 0) /
    (first.length - 1)
  );
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
