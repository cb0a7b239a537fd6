import { imperativeAt } from "../text/imperatives.ts";
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
  const sentenceAt = (offset: number) => {
    let [low, high] = [0, reply.sentences.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const sentence = reply.sentences[middle];
      if (!sentence) return -1;
      if (offset < sentence.start) high = middle - 1;
      else if (offset >= sentence.end) low = middle + 1;
      else return sentence.kind === "code" ? -1 : middle;
    }
    return -1;
  };
  for (const { start } of assumptions(reply.plain)) marked.add(sentenceAt(start));
  return {
    sentenceAt,
    hypothetical(index) {
      const sentence = reply.sentences[index];
      return sentence === undefined || sentence.question || marked.has(index) || imperativeAt(sentence.text) !== -1;
    },
  };
}
