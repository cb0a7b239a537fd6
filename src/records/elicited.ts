import type { Transcript } from "./transcript.ts";

/** The verdicts that can be given in one word. */
export const ELICITED_VERDICTS = ["pursue", "develop", "disqualify"] as const;
export type ElicitedVerdict = (typeof ELICITED_VERDICTS)[number];

/**
 * The verdict that a reply gave in one word when it was asked for one: the only one of the three words that stands in the answer. null
 * where there is none or more than one; undefined where it was not asked.
 */
export function elicitedVerdict({
  elicited,
}: Pick<Transcript, "elicited">): ElicitedVerdict | null | undefined {
  if (elicited === undefined) return undefined;
  const words = new Set(elicited.assistant.toLowerCase().match(/\p{L}+/gu));
  const [said, ...more] = ELICITED_VERDICTS.filter((verdict) => words.has(verdict));
  return said === undefined || more.length > 0 || words.has("not") || words.has("don") ? null : said;
}
