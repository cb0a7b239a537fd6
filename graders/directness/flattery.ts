import { readPhrases } from "../text/phrases.ts";
import { parseReply, type Reply } from "../text/reply.ts";
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
  const reply = parseReply(text);
  const spoken = reply.sentences.filter(({ kind }) => kind === "paragraph" || kind === "bullet" || kind === "heading");
  const opening = new Set(spoken.filter(({ kind }) => kind !== "heading").slice(0, FIRST));
  return spoken.flatMap((sentence) =>
    find(unquoted(reply, sentence))
      .filter((phrase) => phrase.class !== "opener" || opening.has(sentence))
      .map((phrase) => ({ ...phrase, start: sentence.start + phrase.start, end: sentence.start + phrase.end })),
  );
}

function unquoted(reply: Reply, { start, end }: Sentence): string {
  return reply.plain.slice(start, end).replaceAll(/["“][^"“”]{1,600}["”]/g, (quote) => " ".repeat(quote.length));
}
