import type { FailureCause } from "../records/summary.ts";
import { counted } from "./numbers.ts";

/** Causes that are named before the rest is only counted. */
const MAX_CAUSES = 3;

/** What failed calls died of, with counts: "2 × anthropic: Connection error …; 1 × …". Empty without any. */
export function causeWords(causes: readonly FailureCause[] = []): string {
  const rest = causes.slice(MAX_CAUSES).reduce((sum, { count }) => sum + count, 0);
  return [
    ...causes.slice(0, MAX_CAUSES).map(({ cause, count }) => `${count.toLocaleString("en-GB")} × ${cause}`),
    ...(rest > 0 ? [`${counted(rest, "call")} of other causes`] : []),
  ].join("; ");
}
