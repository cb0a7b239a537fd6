import { StatisticsError } from "./errors.ts";
import { adjustP } from "./multiplicity.ts";
import { pairedT } from "./pairedT.ts";

/** Which ranks each of m models can hold, 1 the best; `pHolm` by pairs (0,1), (0,2), …, (m−2,m−1). */
export interface RankIntervals {
  pHolm: number[];
  ranks: { best: number; worst: number }[];
}

/**
 * Rank intervals [1 + significantly better ones, m − significantly worse ones] from scores on the same units
 * (`scores[model][unit]`): a two-sided paired t per pair, Holm-adjusted over all pairs, at level `alpha`.
 * Throws `TOO_FEW` for fewer than two units and `RANGE` for lists of different length.
 */
export function rankIntervals(scores: readonly (readonly number[])[], alpha: number): RankIntervals {
  const pairs = scores.flatMap((first, i) =>
    scores
      .slice(i + 1)
      .map((second, offset) => ({ i, j: i + 1 + offset, test: pairedT(minus(first, second), "two-sided") })),
  );
  const pHolm = adjustP(pairs.map(({ test }) => test.p)).holm;
  const ranks = scores.map(() => ({ best: 1, worst: scores.length }));
  for (const [index, { i, j, test }] of pairs.entries()) {
    if ((pHolm[index] ?? 1) > alpha) continue;
    const [better, worse] = test.t > 0 ? [ranks[i], ranks[j]] : [ranks[j], ranks[i]];
    if (better) better.worst -= 1;
    if (worse) worse.best += 1;
  }
  return { pHolm, ranks };
}

function minus(first: readonly number[], second: readonly number[]): number[] {
  if (first.length !== second.length)
    throw new StatisticsError("RANGE", "models need scores on the same units");
  return first.map((score, unit) => score - (second[unit] ?? 0));
}
