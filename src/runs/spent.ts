/** What earlier sessions of a run have spent, as far as it is known, for its budget. */
export interface Spent {
  /** In USD, what is only assumed included. */
  usd: number;
  /** Replies of which nobody says what all their attempts cost; they stand in `usd` with the most that it can be. */
  assumed: { replies: number; usd: number };
  /** Replies of unknown cost for which no bound is known either; they are not in `usd`. */
  unknown: number;
}

/** What a run has spent that has only begun. */
export function nothingSpent(): Spent {
  return { usd: 0, assumed: { replies: 0, usd: 0 }, unknown: 0 };
}

/** Adds one more reply to what was spent: what it cost (null = unknown), and the most that it can have cost where that does not say all. */
export function addSpent(spent: Spent, costUsd: number | null, atMostUsd: number | undefined): void {
  spent.usd += atMostUsd ?? costUsd ?? 0;
  if (atMostUsd !== undefined) {
    spent.assumed.replies++;
    spent.assumed.usd += atMostUsd;
  } else if (costUsd === null) spent.unknown++;
}
