import type { Resolution } from "./resolution.ts";
import { judge } from "./resolution.ts";
import type { Weight } from "./weighing.ts";

/** From this share of its weight on, a reply whose words leave its stance open takes the stance it weighs to. */
const ENOUGH = 0.75;
/** Where the words say two things, the weight must be clearer still. */
const ENOUGH_IN_CLASH = 0.8;
/** From this share on, a text that calls itself a plan is taken for one. */
const MOST = 0.5;
/** A stance in words that has less of the weight than this is not believed without a judge. */
const OPPOSED = 0.33;

/**
 * The verdict of words and weight together. What the words say stands unless the weight is against it; where they leave it
 * open, the weight decides if one stance clearly outweighs the rest.
 */
export function combined(words: Resolution, weight: Weight): Resolution {
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
  const needed = /\bsays both\b|\breads as\b/.test(left.reason) ? ENOUGH_IN_CLASH : ENOUGH;
  if (weight.plan || weight.stance === "none" || weight.shares[weight.stance] < needed) return left;
  const share = Math.round(100 * weight.shares[weight.stance]);
  return {
    verdict: weight.stance,
    by: undefined,
    reason: `what it does with people, time and forecast weighs to ${weight.stance} (${share} %), above all: ${weight.shows}`,
  };
}
