import type { Reply } from "./reply.ts";

/** A half-open piece of a text, by UTF-16 offsets. */
export interface Span {
  start: number;
  end: number;
}

/** Index in `Reply.blocks` of the block that holds an offset, -1 if none. */
export function blockAt({ blocks }: Reply, offset: number): number {
  return holder(blocks, offset);
}

/** Index in `Reply.sentences` of the sentence that holds an offset, -1 if none. */
export function sentenceAt({ sentences }: Reply, offset: number): number {
  return holder(sentences, offset);
}

/** Index of the first span that ends after an offset, by bisection; the number of spans if there is none. */
export function firstAfter(spans: readonly { end: number }[], offset: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function holder(spans: readonly { start: number; end: number }[], offset: number): number {
  const index = firstAfter(spans, offset);
  const span = spans[index];
  return span && span.start <= offset ? index : -1;
}

/**
 * What `search` finds in a piece of a text, given what it has `found` in all of it: the same, unless something reaches over
 * an edge of the piece or an edge stands inside a word. Then the piece is searched by itself. Offsets are into the text.
 */
export function foundWithin<T extends Span>(
  text: string,
  { start, end }: Span,
  found: readonly T[],
  search: (text: string) => T[],
): T[] {
  const first = firstAfter(found, start);
  let last = first;
  while (last < found.length && (found[last] as T).start < end) last++;
  const isWhole =
    (found[first]?.start ?? end) >= start && (first === last || (found[last - 1] as T).end <= end);
  if (isWhole && !isInWord(text, start) && !isInWord(text, end)) return found.slice(first, last);
  return search(text.slice(start, end)).map((one) => ({
    ...one,
    start: one.start + start,
    end: one.end + start,
  }));
}

function isInWord(text: string, at: number): boolean {
  return at > 0 && at < text.length && WORD.test(text.charAt(at - 1)) && WORD.test(text.charAt(at));
}

const WORD = /[\p{L}\p{N}\p{Cs}$€£]/u;
