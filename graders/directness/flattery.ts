import { readPhrases } from "../text/phrases.ts";
import { parseReply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";

/** A phrase that flatters, disclaims or fills, and where it counts. */
export interface Filler {
  start: number;
  end: number;
  class: string;
}

const find = readPhrases("flattery");
/** Praise, thanks and empathy are openers where they stand in the first sentences. */
const FIRST = 2;

/**
 * Flattery, assistant's disclaimers and boilerplate of a reply (lexicon `flattery`): openers in its first two sentences, the
 * rest anywhere, so that text after a boilerplate close does not hide it. Words in quotes are somebody else's.
 */
export function fillersOf(text: string): Filler[] {
  const { plain, sentences } = parseReply(text);
  const spoken = sentences.filter(
    ({ kind }) => kind === "paragraph" || kind === "bullet" || kind === "heading",
  );
  const opening = spoken.filter(({ kind }) => kind !== "heading").slice(0, FIRST);
  const phrases = find(plain.replaceAll(/["“][^"“”\n]{1,600}["”]/g, (quote) => " ".repeat(quote.length)));
  return inside(phrases, spoken).filter(
    (phrase) => phrase.class !== "opener" || inside([phrase], opening).length > 0,
  );
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
