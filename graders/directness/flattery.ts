import { keptWith } from "../text/kept.ts";
import { readPhrases } from "../text/phrases.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";
import { withoutQuotes } from "./quotes.ts";

/** A phrase that flatters, disclaims or fills, and where it counts. */
export interface Filler {
  start: number;
  end: number;
  class: string;
}

const find = readPhrases("flattery");
/** Praise, thanks and empathy are openers where they stand in the first sentences. */
const FIRST = 2;
/** "Let me know by Friday what Lin said" is an errand, "I'm happy to help on Monday's call" an offer that somebody can use. */
const ERRAND =
  /^[^.?!\n]{0,80}?\b(?:by|before|on|at|after|until)\s(?:the\b|\d|noon|mon|tue|wed|thu|fri|close|end|end of|then|tomorrow|tonight)|^[^.?!\n]{0,60}?\b(?:today|tonight|tomorrow|this (?:afternoon|morning|evening|week)|same day|the day|the moment|as soon as)\b|^(?:let me know|just let me know)(?: \w+)? (?:what|who|when|which|the|his|her|their)\b/i;

/**
 * Flattery, assistant's disclaimers and boilerplate of a reply (lexicon `flattery`): openers in its first two sentences, the
 * rest anywhere, so that text after a boilerplate close does not hide it. Words in quotes are somebody else's.
 */
export function fillersOf(text: string): Filler[] {
  return fillersIn(parseReply(text));
}

/** "On paper this could be a good one": weighed, not praised. */
const IMAGINED = /\b(?:could|might|may|would) (?:be|have been|look like) (?:an? |the )?$/i;

/** What a reply begins with is asked for several times. */
const fillersIn = keptWith(readFillers);

function readFillers({ plain, sentences }: Reply): Filler[] {
  const spoken = sentences.filter(
    ({ kind }) => kind === "paragraph" || kind === "bullet" || kind === "heading",
  );
  const opening = spoken.filter(({ kind }) => kind !== "heading").slice(0, FIRST);
  const unquoted = withoutQuotes(plain);
  const phrases = find(unquoted, unquoted !== plain);
  return inside(phrases, spoken).filter((phrase) => {
    if (phrase.class === "opener")
      return inside([phrase], opening).length > 0 && !IMAGINED.test(plain.slice(0, phrase.start));
    return phrase.class !== "closer" || !ERRAND.test(plain.slice(phrase.start, phrase.end + 80));
  });
}

/** The phrases that lie within one of the sentences; both are read once, in order. */
function inside(phrases: Filler[], sentences: Sentence[]): Filler[] {
  let next = 0;
  return [...phrases]
    .sort((a, b) => a.start - b.start)
    .filter((phrase) => {
      while (next < sentences.length && (sentences[next]?.end ?? 0) <= phrase.start) next++;
      const sentence = sentences[next];
      return sentence !== undefined && sentence.start <= phrase.start && phrase.end <= sentence.end;
    });
}
