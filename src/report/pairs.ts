import type { PairSummary } from "../records/summary.ts";

/**
 * Pairs that are neither held nor broken, in words: those whose replies are there and could not be read, and those of which a member
 * has no reply. "0 could not be read" where there are none.
 */
export function openPairs(pairs: readonly PairSummary[]): string {
  const open = pairs.filter(({ consistent }) => consistent === null);
  const lacking = open.filter(({ complete }) => !complete).length;
  const unread = `${open.length - lacking} could not be read`;
  return lacking === 0 ? unread : `${unread}, ${lacking} not complete (no reply of one of the two)`;
}
