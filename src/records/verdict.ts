import type { Decision, GoldVerdict } from "./decision.ts";
import type { ReplyVerdict } from "./grade.ts";
import type { Scenario } from "./scenario.ts";

/** What a reply says when it gives the gold verdict in full. */
export const REPLY_OF_GOLD = {
  pursue_high: "pursue",
  develop_medium: "develop",
  disqualify: "disqualify",
} as const satisfies Record<GoldVerdict, ReplyVerdict>;

/**
 * The stances that are right as the last word on a scenario (CODEBOOK §2.3 "Acceptable alternates", DC1): those of its
 * `acceptable_verdicts`; where facts changed between turns and the file's list does not hold the verdict that is right
 * after the last turn, that verdict alone. `no_verdict` joins a "develop" that is provisional after the last turn.
 *
 * `gold[i]` is the decision that is right after user turn i+1. Empty where no verdict is expected.
 */
export function acceptableReplies(
  scenario: Pick<Scenario, "acceptableVerdicts" | "factsByTurn" | "verdictExpected">,
  gold: readonly Decision[],
): ReplyVerdict[] {
  if (!scenario.verdictExpected) return [];
  const last = gold.at(-1);
  const listed = scenario.acceptableVerdicts;
  const overtaken =
    last !== undefined && Object.keys(scenario.factsByTurn).length > 0 && !listed.includes(last.verdict);
  const right = overtaken ? [last.verdict] : listed;
  const replies = new Set<ReplyVerdict>(
    right.map((verdict) => (verdict === "no_verdict" ? verdict : REPLY_OF_GOLD[verdict])),
  );
  if (last?.provisional && replies.has("develop")) replies.add("no_verdict");
  return [...replies];
}
