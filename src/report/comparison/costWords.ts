import type { Comparison } from "../../records/comparison.ts";
import { counted, dollars } from "../numbers.ts";

/**
 * What the replies that a comparison rests on took, both sides together and each for itself, and what a decision cost by that:
 * list cost, whoever paid it and when. Without a decision there is none to divide by. Unknown stays unknown.
 */
export function costWords({ a, b, decision, sequential }: Comparison): string {
  if (sequential?.stop === "identical") return "Cost of this decision: $0, for nothing had to be asked.";
  const cost = bothOf(a.listUsd, b.listUsd);
  const isDark = a.listUsd === null && b.listUsd === null;
  const split = `baseline ${dollars(a.listUsd)}, candidate ${dollars(b.listUsd)}`;
  const told = isDark ? "unknown" : `${dollars(cost)} at list price (${split})`;
  const replies = there(a) + there(b);
  const rests = `${counted(replies, "reply", "replies")} in ${callsOf(bothOf(a.calls, b.calls))}`;
  const judged = sequential?.judge
    ? `; ${dollars(sequential.judge.listUsd)} more for ${counted(sequential.judge.calls, "call")} of the judge`
    : "";
  const label = decision.verdict === "inconclusive" ? "Cost so far, undecided" : "Cost of this decision";
  return `${label}: ${told}, for ${rests}${judged}.`;
}

function there({ samples, errors }: Comparison["a"]): number {
  return samples - errors;
}

function callsOf(calls: number | null): string {
  return calls === null ? "an unknown number of calls" : counted(calls, "call");
}

function bothOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
