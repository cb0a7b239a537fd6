import type { PairSummary } from "../records/summary.ts";
import type { Row } from "./rows.ts";
import { stanceOf } from "./stance.ts";

/** The contrast pairs (one family, roles a and b, one fact changed between them) and whether both members were called right. */
export function pairSummaries(rows: readonly Row[]): PairSummary[] {
  const families = Map.groupBy(rows, (row) => row.scenario.family);
  return [...families].flatMap(([family, members]) => {
    const a = members.filter(({ scenario }) => scenario.pairRole === "a");
    const b = members.filter(({ scenario }) => scenario.pairRole === "b");
    const [first, second] = [a[0]?.scenario, b[0]?.scenario];
    if (!first?.verdictExpected || !second?.verdictExpected) return [];
    const right = { a: rightThroughout(a), b: rightThroughout(b) };
    return [
      {
        family,
        flipField: first.flipField ?? second.flipField ?? "",
        a: { scenario: first.id, right: right.a },
        b: { scenario: second.id, right: right.b },
        consistent: right.a === null || right.b === null ? null : right.a && right.b,
        complete: a.some(isThere) && b.some(isThere),
      },
    ];
  });
}

/** The share of pairs with both members right, among those that could be read; null without any. */
export function pairConsistency(pairs: readonly PairSummary[]): number | null {
  const read = pairs.filter(({ consistent }) => consistent !== null);
  return read.length === 0 ? null : read.filter(({ consistent }) => consistent).length / read.length;
}

function isThere({ outcome }: Row): boolean {
  return outcome !== "missing" && outcome !== "error";
}

/** Over the replies that there are: what a run has not got to yet breaks no pair. */
function rightThroughout(repeats: readonly Row[]): boolean | null {
  const stances = repeats.filter(({ outcome }) => outcome !== "missing").map(stanceOf);
  if (stances.length === 0 || !stances.every((stance) => stance?.answered)) return null;
  return stances.every((stance) => stance?.acceptable);
}
