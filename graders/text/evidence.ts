import type { Evidence } from "../../src/records/grade.ts";

/** A span of a turn's reply as evidence: the quote is the slice, so it can always be verified. */
export function evidenceAt(text: string, turn: number, span: { start: number; end: number }): Evidence {
  return { turn, start: span.start, end: span.end, quote: text.slice(span.start, span.end) };
}
