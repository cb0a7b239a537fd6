import type { Block } from "./blocks.ts";
import { eachMatch } from "./eachMatch.ts";
import { hasLetter, isSpace } from "./letters.ts";

/** A sentence of a reply: a table cell, a heading and a list item each end a sentence too. */
export interface Sentence {
  start: number;
  end: number;
  /** The sentence without Markdown marks, white space folded. Its offsets do not map back; use `start`/`end`. */
  text: string;
  /** Index in `Reply.blocks`. */
  block: number;
  kind: Block["kind"];
  question: boolean;
}

/** Words before a full stop that does not end a sentence. */
const ABBREVIATION =
  /(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|approx|incl|etc|e\.g|i\.e|No|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.$/;
/** Of an abbreviation and what shows that it begins there. */
const LONGEST = 10;

const SPACES = /\s+/g;

/** Splits the blocks of a reply into sentences; `plain` is the reply with its Markdown marks blanked. */
export function sentencesOf(plain: string, blocks: Block[]): Sentence[] {
  const sentences: Sentence[] = [];
  for (const [index, block] of blocks.entries()) {
    for (const unit of block.cells ?? [block]) {
      for (const span of split(plain, unit.start, unit.end)) {
        const written = plain.slice(span.start, span.end);
        const text = /\s\s|[^\S ]/.test(written) ? written.replaceAll(SPACES, " ") : written;
        sentences.push({
          ...span,
          text,
          block: index,
          kind: block.kind,
          question: text.includes("?") && /\?["'”’)*]*$/.test(text),
        });
      }
    }
  }
  return sentences;
}

function split(plain: string, from: number, to: number): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  const push = (start: number, end: number) => {
    const trimmed = trim(plain, start, end);
    if (trimmed) spans.push(trimmed);
  };
  let start = from;
  eachMatch(plain.slice(from, to), BOUNDARY, ({ index, 0: mark }) => {
    const end = from + index + mark.length;
    if (mark.endsWith(".") && ABBREVIATION.test(plain.slice(Math.max(start, end - LONGEST), end))) return;
    push(start, end);
    start = end;
  });
  push(start, to);
  return spans;
}

const BOUNDARY = /[.!?]+["'”’)\]]*(?=\s|$)|\n\s*\n|\s<br\s*\/?>\s*/g;

/** A piece of a text without the white space around it; undefined if no letter or digit is in it. */
export function trim(plain: string, start: number, end: number): { start: number; end: number } | undefined {
  let [first, last] = [start, end];
  while (first < last && isSpace(plain.charCodeAt(first))) first++;
  while (last > first && isSpace(plain.charCodeAt(last - 1))) last--;
  return hasLetter(plain, first, last) ? { start: first, end: last } : undefined;
}
