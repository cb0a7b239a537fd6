import type { CallCounts, JudgeTally, SequentialRecord, Stop } from "../../records/regression.ts";
import { counted, dollars } from "../numbers.ts";

const STOP_WORDS: Record<Stop, string> = {
  decided: "stopped, for it was decided",
  identical: "nothing was asked: prompt, parameters and model are the same on both sides",
  budget: "stopped at the call budget",
  exhausted: "stopped, for one side had no further replies",
  unread: "nobody was asked: the stand-in takes both texts for one",
  withheld: "stopped, for further replies of a stand-in would show no more",
  refused: "stopped, for too few replies could be had or read to decide anything",
};

/** How a decision was reached and what it cost, a sentence or two each. */
export function sequentialWords(record: SequentialRecord): string[] {
  const { stop, visits, scenarios, calls, fixedDesignCalls, costUsd, judge, seed } = record;
  if (stop === "identical" || stop === "unread") return [`${counted(0, "call")}: ${STOP_WORDS[stop]}.`];
  const passes = visits > scenarios ? ` (${(visits / scenarios).toFixed(1)} passes)` : "";
  const fixed =
    fixedDesignCalls === null
      ? ""
      : ` A design of fixed size that finds a drop of the margin as surely would have taken about ${counted(fixedDesignCalls, "candidate call")}.`;
  return [
    `${counted(visits, "visit")} to ${counted(scenarios, "scenario")}${passes}, ${STOP_WORDS[stop]}; seed ${seed}.`,
    `${callWords(calls)}.${fixed}`,
    ...(judge ? [judgeWords(judge)] : []),
    judge
      ? `This start paid ${dollars(costUsd)} for replies and ${dollars(judge.costUsd)} for the judge.`
      : `This start paid ${dollars(costUsd)}.`,
  ];
}

/** "Judge anthropic:claude-opus-5, apart from these: 120 calls, 30 of them answered before." */
function judgeWords({ model, votes, calls, kept, failed }: JudgeTally): string {
  const parts = [
    counted(calls, "call"),
    ...(kept > 0 ? [`${kept} of them answered before`] : []),
    ...(failed > 0 ? [`${failed} of them ended in an error`] : []),
    ...(votes > 1 ? [`${votes} votes on each question`] : []),
  ];
  return `Judge ${model}, apart from these: ${parts.join(", ")}.`;
}

/** "97 candidate calls, 12 for the baseline (…)". */
function callWords({ candidate, baseline, confirming, ahead, kept, canary }: CallCounts): string {
  const parts = [
    counted(candidate, "candidate call"),
    ...(baseline > 0 ? [`${baseline} for the baseline, beyond its bank`] : []),
    ...(confirming > 0 ? [`${confirming} to confirm critical items`] : []),
    ...(canary > 0 ? [`${canary} to check the bank`] : []),
    ...(ahead > 0 ? [`${ahead} asked ahead and not used`] : []),
  ];
  return (
    parts.join(", ") + (kept > 0 ? `; ${counted(kept, "call")} of these answered by an earlier start` : "")
  );
}
