import type { FailureCause } from "../records/summary.ts";

/** How often calls died of what. */
export type CauseTally = Map<string, number>;

/** Adds one failed call to a tally; null = nobody said what it died of. */
export function addCause(tally: CauseTally, cause: string | null): void {
  const name = withoutItsOwn(cause ?? "cause unknown");
  tally.set(name, (tally.get(name) ?? 0) + 1);
}

/** The causes, the most frequent first, those that are as frequent by name: the same in whatever order calls came in. */
export function causesIn(tally: CauseTally): FailureCause[] {
  return [...tally]
    .map(([cause, count]) => ({ cause, count }))
    .toSorted((one, other) => other.count - one.count || (one.cause < other.cause ? -1 : 1));
}

const MOST = 300;

/** What belongs to one call alone would make every cause its own: the request's id. */
function withoutItsOwn(cause: string): string {
  const name = cause.replaceAll(/ \(request [^)]*\)/g, "");
  return name.length > MOST ? `${name.slice(0, MOST).toWellFormed()}…` : name;
}
