import { sentenceAt } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import { cuesOfReply } from "./features.ts";
import type { VerdictMention } from "./reading.ts";

/** A cue or a verdict expression that the weighing counts, by the key it has in verdict_weights.yaml. */
export interface Sign {
  key: string;
  /** Index in `Reply.sentences`. */
  sentence: number;
  /** What it shows, in the lexicon's words. */
  shows: string;
}

/**
 * The signs of a reply besides its plain words (`words.ts`): the cues of the weighing lexicon by place ("cue here:gap"), and the
 * verdict expressions by what they say and how they stand ("says develop top").
 */
export function signsOf(
  reply: Reply,
  mentions: readonly VerdictMention[],
  isEcho: (sentence: string) => boolean,
): Sign[] {
  const signs: Sign[] = cuesOfReply(reply, isEcho).map(({ name, place, sentence, reason }) => ({
    key: `cue ${place}:${name}`,
    sentence,
    shows: reason,
  }));
  for (const mention of mentions) {
    const { said, start, why: shows, counted } = mention;
    const sentence = sentenceAt(reply, start);
    signs.push({ key: `says ${said} ${manner(mention)}`, sentence, shows });
    if (counted) signs.push({ key: `says ${said}`, sentence, shows });
  }
  return signs;
}

/** How much each key counts: a verdict expression once, a cue half as much for each further sentence, up to two and a half. */
export function countsOf(signs: readonly Sign[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of signs) {
    const known = counts.get(key) ?? 0;
    counts.set(key, known > 0 && key.startsWith("cue ") ? Math.min(known + 0.5, 2.5) : 1);
  }
  return counts;
}

const TOP = new Set(["correction", "labelled", "opening", "heading"]);

function manner({ counted, conditional, standing, strength }: VerdictMention): string {
  if (!counted) return `as ${standing}`;
  return `${TOP.has(strength) ? "top" : strength}${conditional ? ", conditional" : ""}`;
}
