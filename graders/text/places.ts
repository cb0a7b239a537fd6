import type { Reply } from "./reply.ts";

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
