import { imperativeAt } from "../text/imperatives.ts";
import { sentenceAt } from "../text/places.ts";
import { readPhrases } from "../text/phrases.ts";
import type { Reply } from "../text/reply.ts";

const assumptions = readPhrases("assumptions");

/** How the sentences of a reply speak: a question, instruction or assumption asserts nothing. */
export interface Context {
  /** Index of the sentence that holds an offset, -1 if none (code). */
  sentenceAt(offset: number): number;
  /** The sentence asks, instructs, or marks what it says as assumed, conditional or proposed. */
  hypothetical(sentence: number): boolean;
}

/** Reads how each sentence of a reply speaks. */
export function contextOf(reply: Reply): Context {
  const marked = new Set<number>();
  const inside = (offset: number) => {
    const index = sentenceAt(reply, offset);
    return reply.sentences[index]?.kind === "code" ? -1 : index;
  };
  for (const { start } of assumptions(reply.plain)) marked.add(inside(start));
  return {
    sentenceAt: inside,
    hypothetical(index) {
      const sentence = reply.sentences[index];
      return (
        sentence === undefined || sentence.question || marked.has(index) || imperativeAt(sentence.text) !== -1
      );
    },
  };
}
