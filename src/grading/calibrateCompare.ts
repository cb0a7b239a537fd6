import {
  agreement,
  cohenKappa,
  type Confusion,
  confusion,
  precisionRecall,
  ratio,
  type Ratio,
  type ReadingPair,
} from "../statistics/agreement.ts";
import { normalQuantile } from "../statistics/distributions.ts";
import { gwetAC1 } from "../statistics/interRater.ts";
import { wilson } from "../statistics/wilson.ts";

const CONFIDENCE = 0.95;

/** A figure with its 95 % interval. */
export interface Figure {
  value: number;
  low: number;
  high: number;
}

/** A share with its counts and Wilson's 95 % interval; the limits are null with the value. */
export interface Share extends Ratio {
  low: number | null;
  high: number | null;
}

/** One reading against another, the second being the reference; shares are of readings that both gave. */
export interface Comparison {
  n: number;
  /** `confusion[first][second]`. */
  confusion: Confusion;
  agreement: Share;
  /** Of what the reference calls positive, and of what it does not, the share that the first calls so too. */
  sensitivity: Share;
  specificity: Share;
  /** Of what the first calls positive, the share that the reference does. */
  precision: Share;
  /** Cohen's κ and Gwet's AC1; null where undefined. Their intervals take readings as independent. */
  kappa: Figure | null;
  ac1: Figure | null;
}

/**
 * The figures of a set of pairs. `answers` are all that a reader can say, so that AC1 knows of answers that nobody gave;
 * without it they are those that occur.
 */
export function compare(
  pairs: readonly ReadingPair[],
  positive: string,
  answers: readonly string[] = [...new Set(pairs.flat())],
): Comparison {
  const same = pairs.filter(([first, second]) => first === second).length;
  const negative = pairs.filter(([, second]) => second !== positive);
  const { precision, recall } = precisionRecall(pairs, positive);
  const kappa = cohenKappa(pairs);
  return {
    n: pairs.length,
    confusion: confusion(pairs),
    agreement: withInterval({ ...ratio(same, pairs.length), value: agreement(pairs) }),
    sensitivity: withInterval(recall),
    specificity: withInterval(
      ratio(negative.filter(([first]) => first !== positive).length, negative.length),
    ),
    precision: withInterval(precision),
    kappa: kappa && { value: kappa.kappa, ...within(kappa.low, kappa.high) },
    ac1: ac1Of(pairs, answers),
  };
}

/** A share with its Wilson interval. */
export function withInterval(share: Ratio): Share {
  if (share.of === 0) return { ...share, low: null, high: null };
  return { ...share, ...wilson(share.hits, share.of, CONFIDENCE) };
}

function ac1Of(pairs: readonly ReadingPair[], answers: readonly string[]): Figure | null {
  if (pairs.length === 0 || answers.length < 2) return null;
  const counts = confusion(pairs);
  const { ac1, se } = gwetAC1(answers.map((first) => answers.map((second) => counts[first]?.[second] ?? 0)));
  const half = normalQuantile((1 + CONFIDENCE) / 2) * se;
  return { value: ac1, ...within(ac1 - half, ac1 + half) };
}

/** An agreement is never outside −1..1; its normal interval may be. */
function within(low: number, high: number): { low: number; high: number } {
  return { low: Math.max(-1, low), high: Math.min(1, high) };
}
