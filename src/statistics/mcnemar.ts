import { binomialCdf, binomialPmf } from "./binomial.ts";

/** Exact and mid-p values; `less` is evidence of a drop. */
export interface McNemar {
  exactTwoSided: number;
  midpTwoSided: number;
  exactLess: number;
  midpLess: number;
}

/**
 * McNemar's exact test: of the cases that changed, `wins` now pass and `losses` now fail; were nothing different, each
 * would be a toss of a coin. Without any change exact p is 1 and mid-p (less) 0.5. Throws `RANGE` for counts below 0.
 * Source: Fagerland, Lydersen & Laake 2013 (mid-p).
 */
export function mcnemar(wins: number, losses: number): McNemar {
  const changed = wins + losses;
  const exactLess = binomialCdf(wins, changed, 0.5);
  const fewer = Math.min(wins, losses);
  const tail = binomialCdf(fewer, changed, 0.5);
  return {
    exactTwoSided: Math.min(1, 2 * tail),
    midpTwoSided: Math.min(1, 2 * tail - binomialPmf(fewer, changed, 0.5)),
    exactLess,
    midpLess: exactLess - binomialPmf(wins, changed, 0.5) / 2,
  };
}
