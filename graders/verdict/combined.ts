import type { ReplyVerdict } from "../../src/records/grade.ts";
import type { VerdictContext } from "./reading.ts";
import { judge, type Resolution } from "./resolution.ts";
import type { Weight } from "./weighing.ts";

/**
 * The share of the weight that a stance needs: less where the words say it as well, more where they say another. Chosen on
 * replies that the weights had not seen (`npm run fit:verdict`), for 95 % right among those answered
 * also of the writers that are read worst.
 */
const NEEDED = { agreed: 0.5, open: 0.7, opposed: 0.8 };
/** From this share on, a text is taken for a plan or an explanation that takes no stance. */
const MOST_NONE = 0.5;

/** What is known of the turn besides the reply. */
export type Turn = Pick<VerdictContext, "stanceExpected" | "before">;

/**
 * The verdict of words and weight together, for a reply long enough to be weighed. What the words say needs some weight behind
 * it; where they leave it open, the weight decides if one stance clearly outweighs the rest. In a later turn weight may
 * confirm the verdict before it, never overturn it: who changes his mind says so.
 */
export function combined(words: Resolution, weight: Weight, { stanceExpected, before }: Turn): Resolution {
  const { verdict } = words;
  const { stance, shares, none, plan } = weight;
  if (verdict === "conflict") return words;
  const said = definite(verdict);
  if (said === undefined && plan && none >= MOST_NONE && !stanceExpected)
    return {
      verdict: "no_verdict",
      by: undefined,
      reason: "a plan as it was asked for, with no stance on the deal",
    };
  if (none < MOST_NONE && said === stance && shares[stance] >= NEEDED.agreed) return words;
  const declines = verdict === "no_verdict" && words.by !== undefined;
  const earlier = definite(before);
  const alone = before === undefined ? NEEDED.open : earlier === stance ? NEEDED.agreed : NEEDED.opposed;
  const needed = said === undefined && !declines ? alone : NEEDED.opposed;
  const mayTakeOne = (stanceExpected ?? !plan) && (earlier === undefined || earlier === stance);
  if (mayTakeOne && none < MOST_NONE && shares[stance] >= needed) {
    const share = Math.round(100 * shares[stance]);
    return {
      verdict: stance,
      by: undefined,
      reason: `what it says of people, time and forecast weighs to ${stance} (${share} %), above all: ${weight.shows}`,
    };
  }
  if (said) return judge(`reads as ${said}, but the rest of it does not bear that out`);
  if (declines) return judge("declines to call it, at a length that may still say what to do with it");
  return verdict === "no_verdict" ? judge("takes no stance in words") : words;
}

function definite(verdict: ReplyVerdict | undefined): Weight["stance"] | undefined {
  return verdict === "pursue" || verdict === "develop" || verdict === "disqualify" ? verdict : undefined;
}
