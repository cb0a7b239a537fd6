import type { Said, VerdictMention } from "./reading.ts";
import { isStance, judge, type Resolution } from "./resolution.ts";
import type { Weight } from "./weighing.ts";

/** The share of the weight that a stance needs where the words leave it open: said by nothing else, half said, or unsaid by half. */
const NEEDED = { alone: 0.85, agreed: 0.75, opposed: 0.9 };
/** From this share on, a text that calls itself a plan is taken for one. */
const MOST = 0.5;
/** A stance in words that has less of the weight than this is not believed without a judge. */
const OPPOSED = 0.33;

/**
 * The verdict of words and weight together. What the words say stands unless the weight is against it; where they leave it
 * open, the weight decides if one stance clearly outweighs the rest.
 */
export function combined(words: Resolution, weight: Weight, mentions: VerdictMention[]): Resolution {
  const { verdict } = words;
  if (verdict === "conflict") return words;
  if (verdict === "pursue" || verdict === "develop" || verdict === "disqualify") {
    if (weight.shares[verdict] >= OPPOSED) return words;
    return judge(`reads as ${verdict}, but what it does with people and forecast points elsewhere`);
  }
  if (weight.plan && weight.shares.none >= MOST)
    return {
      verdict: "no_verdict",
      by: undefined,
      reason: "a plan as it was asked for, with no stance on the deal",
    };
  const left = verdict === "no_verdict" ? judge("takes no stance in words") : words;
  if (
    weight.plan ||
    weight.stance === "none" ||
    weight.shares[weight.stance] < needed(weight.stance, mentions)
  )
    return left;
  const share = Math.round(100 * weight.shares[weight.stance]);
  return {
    verdict: weight.stance,
    by: undefined,
    reason: `what it does with people, time and forecast weighs to ${weight.stance} (${share} %), above all: ${weight.shows}`,
  };
}

function needed(stance: Said, mentions: VerdictMention[]): number {
  const said = mentions
    .filter((mention) => mention.counted && isStance(mention.said))
    .map((mention) => mention.said);
  if (said.some((one) => one !== stance)) return NEEDED.opposed;
  return said.length > 0 ? NEEDED.agreed : NEEDED.alone;
}
