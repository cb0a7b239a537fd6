import { RULE_WORDS, rulesThatDiffer } from "../../providers/simulated/rules.ts";
import type { PreparedRegression } from "./prepare.ts";

/** Why a stand-in that takes both texts for one is not asked, and what to do instead; the first sentence is the decision's headline. */
export function unreadReasons({ target }: Pick<PreparedRegression, "target">): string[] {
  return [
    `${target.model} does not read the lines that were changed, so it cannot tell what they do.`,
    `Of a persona it reads nothing but: ${Object.values(RULE_WORDS).join("; ")}. All of this is the same on both sides, and its replies would differ by chance alone.`,
    "To have the edit checked, ask a model: dealbench regress --model anthropic:<model>, with its key. Without one, have both texts answered by file (dealbench run --lane file --persona …), and compare the two runs.",
  ];
}

/** What a stand-in reads of the edit, for a comparison that rests on its replies; none where no stand-in answers. */
export function standInNotes({ target, readByStandIn }: PreparedRegression): string[] {
  if (readByStandIn === null) return [];
  return [
    `Of this edit ${target.model} reads a change in: ${readByStandIn.join("; ")}. Whatever else the changed lines say does not reach its replies.`,
  ];
}

/**
 * The rules in which a stand-in tells the two texts apart, in words; null where a model or recordings answer, or the baseline's text is
 * not at hand.
 */
export function rulesReadOf({
  kind,
  base,
  candidate,
}: Pick<PreparedRegression, "kind" | "base" | "candidate">): string[] | null {
  if (kind !== "simulated" || base === null) return null;
  return rulesThatDiffer(base.systemPrompt, candidate.systemPrompt);
}
