import { keptWith } from "../text/kept.ts";
import type { Reply } from "../text/reply.ts";
import { cuesOfReply } from "./features.ts";
import type { Span, VerdictMention } from "./reading.ts";
import { wordWeighs } from "./weights.ts";
import { eachWord } from "./words.ts";

/** One thing in a reply that the weighing may count, by the key it has in verdict_weights.yaml. */
export interface Sign {
  key: string;
  sentence: Span;
  /** What it shows, in the lexicon's words; null for plain words. */
  shows: string | null;
}

/** What signs are read with. */
export interface SignContext {
  people: readonly string[];
  isEcho: (sentence: string) => boolean;
  /** Which words are looked for, by key; all of them where it is not given. */
  wanted?: (key: string) => boolean;
}

/**
 * Every sign of a reply: the cues of the weighing lexicon by place ("cue here:gap"), the verdict expressions by what they say
 * and how they stand ("says develop top"), and its words ("here|not commit").
 */
export function signsOf(
  reply: Reply,
  mentions: readonly VerdictMention[],
  { people, isEcho, wanted }: SignContext,
): Sign[] {
  const signs: Sign[] = cuesOfReply(reply, isEcho).map(({ name, place, sentence, reason }) => ({
    key: `cue ${place}:${name}`,
    sentence,
    shows: reason,
  }));
  for (const mention of mentions) {
    const { said, sentence, why } = mention;
    signs.push({ key: `says ${said} ${manner(mention)}`, sentence, shows: why });
    if (mention.counted) signs.push({ key: `says ${said}`, sentence, shows: why });
  }
  return signs.concat(wordSigns(reply, people.join("\n"), isEcho, wanted));
}

/** The words of a reply are the same whatever else it is read against. */
const wordSigns = keptWith(
  (reply: Reply, people: string, isEcho: SignContext["isEcho"], wanted: SignContext["wanted"]): Sign[] => {
    const signs: Sign[] = [];
    const visit = (key: string, sentence: Span) => {
      if (!wanted || wanted(key)) signs.push({ key, sentence, shows: null });
    };
    eachWord(reply, people.split("\n"), isEcho, visit, wanted && wordWeighs);
    return signs;
  },
);

/**
 * How much each key of a reply counts: words and verdict expressions once, a cue half as much for each further sentence, up to
 * two and a half.
 */
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
