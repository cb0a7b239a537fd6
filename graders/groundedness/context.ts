import { imperativeAt } from "../text/imperatives.ts";
import { firstAfter, sentenceAt } from "../text/places.ts";
import { readPhrases } from "../text/phrases.ts";
import type { Reply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";

const assumptions = readPhrases("assumptions");

/** How the sentences of a reply speak: a question, instruction or assumption asserts nothing. */
export interface Context {
  /** Index of the sentence that holds an offset, -1 if none (code). */
  sentenceAt(offset: number): number;
  /** The sentence asks or instructs, or marks as assumed, conditional or proposed what it says at this offset. */
  hypothetical(sentence: number, offset: number): boolean;
}

/** A mark counts for what follows it in its sentence, and for what stands this many characters before it ("$50K, say"). */
const MARK_REACH = 25;

/** Reads how each sentence of a reply speaks. */
export function contextOf(reply: Reply): Context {
  /** Offset of the first mark of each sentence, and of all marks in order. */
  const firstMark = new Map<number, number>();
  const inside = (offset: number) => {
    const index = sentenceAt(reply, offset);
    return reply.sentences[index]?.kind === "code" ? -1 : index;
  };
  const { dates } = tokensOf(reply);
  const marks = assumptions(reply.plain).filter(({ start }) => {
    const date = dates[firstAfter(dates, start)];
    // The month of May leaves nothing open.
    return date === undefined || date.start > start;
  });
  for (const { start } of marks) {
    const index = inside(start);
    firstMark.set(index, Math.min(start, firstMark.get(index) ?? start));
  }
  return {
    sentenceAt: inside,
    hypothetical(index, offset) {
      const sentence = reply.sentences[index];
      return (
        sentence === undefined ||
        sentence.question ||
        (firstMark.get(index) ?? Number.POSITIVE_INFINITY) < offset ||
        (marks[firstAfter(marks, offset)]?.start ?? Number.POSITIVE_INFINITY) <
          Math.min(offset + MARK_REACH, sentence.end) ||
        imperativeAt(sentence.text) !== -1
      );
    },
  };
}
