import { kappaOfTable } from "./interRater.ts";

/** Two readings of one subject. */
export type ReadingPair = readonly [string, string];

/** Counts of pairs: `counts[first][second]`. */
export type Confusion = Record<string, Record<string, number>>;

/** How often each first reading met each second one; only combinations that occur are present. */
export function confusion(pairs: readonly ReadingPair[]): Confusion {
  const counts: Confusion = {};
  for (const [first, second] of pairs) {
    const row = (counts[first] ??= {});
    row[second] = (row[second] ?? 0) + 1;
  }
  return counts;
}

/** Share of pairs that agree, 0..1; null when there is no pair. */
export function agreement(pairs: readonly ReadingPair[]): number | null {
  if (pairs.length === 0) return null;
  return pairs.filter(([first, second]) => first === second).length / pairs.length;
}

/**
 * Cohen's κ with its 95 % interval: agreement beyond what the two readers' own frequencies would give by chance, −1..1.
 * Null when there is no pair, or when both readers gave one and the same answer throughout: chance agreement is then 1.
 */
export function cohenKappa(
  pairs: readonly ReadingPair[],
): { kappa: number; low: number; high: number } | null {
  if (pairs.length === 0) return null;
  const answers = [...new Set(pairs.flat())];
  const counts = confusion(pairs);
  const { kappa, low, high } = kappaOfTable(
    answers.map((first) => answers.map((second) => counts[first]?.[second] ?? 0)),
  );
  return kappa === null ? null : { kappa, low, high };
}

/** A ratio with its parts, so that "32/36" can be shown beside it; `value` is null when `of` is 0. */
export interface Ratio {
  hits: number;
  of: number;
  value: number | null;
}

/** `hits` of `of` as a ratio. */
export function ratio(hits: number, of: number): Ratio {
  return { hits, of, value: of === 0 ? null : hits / of };
}

/**
 * Precision and recall of the first reading for the class `positive`, the second being the reference. Precision's value
 * is null when the first never says `positive`, recall's when the second never does.
 */
export function precisionRecall(
  pairs: readonly ReadingPair[],
  positive: string,
): { precision: Ratio; recall: Ratio } {
  const both = pairs.filter(([first, second]) => first === positive && second === positive).length;
  return {
    precision: ratio(both, pairs.filter(([first]) => first === positive).length),
    recall: ratio(both, pairs.filter(([, second]) => second === positive).length),
  };
}
