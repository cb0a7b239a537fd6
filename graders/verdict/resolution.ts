import type { ReplyVerdict } from "../../src/records/grade.ts";
import type { Said, VerdictMention } from "./reading.ts";

/** What the resolution found: the verdict, the expression that decides it, and why in one sentence. */
export interface Resolution {
  verdict: ReplyVerdict;
  by: VerdictMention | undefined;
  reason: string;
}

/** What else the resolution needs to know of the reply. */
export interface Scale {
  words: number;
  /** Sentences in which a go or a forecast call is limited by a condition or a named gap. */
  gates: () => number;
  /** Whether the reply weighs a deal at all: forecast, stage, proof, checkpoint. */
  speaksOfDeal: () => boolean;
}

/** Up to so many words the reply is a line or two, and a single indirect cue is all there is. */
export const SHORT = 60;
/** Up to so many words a text is one remark: a forecast move, or an act on something else, is all there is. */
export const ONE_LINE = 15;

/** Whether what is said is a stance by itself. */
export function isStance(said: Said): boolean {
  return said === "pursue" || said === "develop" || said === "disqualify";
}

/** How many outcomes of tests still to come are laid out. */
export function branches(mentions: VerdictMention[]): number {
  return mentions.filter(
    (mention) => mention.standing === "branch" && (isStance(mention.said) || mention.said === "keep"),
  ).length;
}

/** The answer where the text does not settle the verdict. */
export function judge(reason: string): Resolution {
  return { verdict: "needs_judge", by: undefined, reason: `needs judge: ${reason}` };
}
