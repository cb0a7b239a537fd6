import type { Reply } from "../text/reply.ts";

/** Tells of each span in which sentence it stands; spans between sentences (code, marks) are left out. */
export function eachPlace<T extends { start: number }>(
  spans: readonly T[],
  { sentences }: Reply,
  visit: (span: T, sentence: number) => void,
): void {
  let sentence = 0;
  for (const span of spans) {
    while (sentence < sentences.length && (sentences[sentence]?.end ?? 0) <= span.start) sentence++;
    const inside = sentences[sentence];
    if (inside && span.start >= inside.start && inside.kind !== "code") visit(span, sentence);
  }
}
