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
/** Praise, thanks and empathy are openers where they stand in the first sentences; an offer of help closes in the last ones. */
const FIRST = 2;
const LAST = 3;

/**
 * Flattery, assistant's disclaimers and boilerplate of a reply (lexicon `flattery`): openers in its first two sentences,
 * closers in its last three, disclaimers, congratulations and handing back the decision anywhere. Words in quotes are
 * somebody else's.
 */
export function fillersOf(text: string): Filler[] {
  const reply = parseReply(text);
  const spoken = reply.sentences.filter(({ kind }) => kind === "paragraph" || kind === "bullet" || kind === "heading");
  const prose = spoken.filter(({ kind }) => kind !== "heading");
  const opening = new Set(prose.slice(0, FIRST));
  const closing = new Set(prose.slice(-LAST));
  return spoken.flatMap((sentence) =>
    find(unquoted(reply, sentence))
      .filter((phrase) => counts(phrase.class, sentence, opening, closing))
      .map((phrase) => ({ ...phrase, start: sentence.start + phrase.start, end: sentence.start + phrase.end })),
  );
}

function counts(kind: string, sentence: Sentence, opening: Set<Sentence>, closing: Set<Sentence>): boolean {
  if (kind === "opener") return opening.has(sentence);
  if (kind === "closer") return closing.has(sentence);
  return true;
}

function unquoted(reply: Reply, { start, end }: Sentence): string {
  return reply.plain.slice(start, end).replaceAll(/["“][^"“”]{1,600}["”]/g, (quote) => " ".repeat(quote.length));
}
