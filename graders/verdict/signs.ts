import { sentenceAt } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import { type Cue, cuesOfReply } from "./features.ts";
import type { Said, VerdictMention } from "./reading.ts";

/** A cue or a verdict expression that the weighing counts. */
export interface Sign<Key> {
  key: Key;
  isCue: boolean;
  /** Index in `Reply.sentences`. */
  sentence: number;
  /** What it shows, in the lexicon's words. */
  shows: string;
}

/** What signs have as keys. */
export interface SignKeys<Key> {
  ofCue(cue: Cue): Key;
  /** Of a verdict expression by what it says, and by how it stands if that is given. */
  ofExpression(said: Said, manner?: string): Key;
}

/** The signs of a reply besides its plain words (`words.ts`): the cues of the weighing lexicon, and its verdict expressions. */
export function signsOf<Key>(
  reply: Reply,
  mentions: readonly VerdictMention[],
  isEcho: (sentence: string) => boolean,
  keys: SignKeys<Key>,
): Sign<Key>[] {
  const signs: Sign<Key>[] = [];
  for (const cue of cuesOfReply(reply, isEcho))
    signs.push({ key: keys.ofCue(cue), isCue: true, sentence: cue.sentence, shows: cue.reason });
  for (const mention of mentions) {
    const { said, start, why: shows, counted } = mention;
    const sentence = sentenceAt(reply, start);
    signs.push({ key: keys.ofExpression(said, manner(mention)), isCue: false, sentence, shows });
    if (counted) signs.push({ key: keys.ofExpression(said), isCue: false, sentence, shows });
  }
  return signs;
}

/** Signs by their keys in verdict_weights.yaml: "cue here:gap", "says develop", "says develop top". */
export const WRITTEN_KEYS: SignKeys<string> = {
  ofCue: ({ name, place }) => `cue ${place}:${name}`,
  ofExpression: (said, how) => (how === undefined ? `says ${said}` : `says ${said} ${how}`),
};

/** How much each key counts: a verdict expression once, a cue half as much for each further sentence, up to two and a half. */
export function countsOf<Key>(signs: readonly Sign<Key>[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const { key, isCue } of signs) {
    const known = counts.get(key) ?? 0;
    counts.set(key, known > 0 && isCue ? Math.min(known + 0.5, 2.5) : 1);
  }
  return counts;
}

const TOP = new Set(["correction", "labelled", "opening", "heading"]);

function manner({ counted, conditional, standing, strength }: VerdictMention): string {
  if (!counted) return `as ${standing}`;
  return `${TOP.has(strength) ? "top" : strength}${conditional ? ", conditional" : ""}`;
}
