import { guarded } from "../text/guarded.ts";
import { imperativeAt } from "../text/imperatives.ts";
import { firstAfter, type Span } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";
import { isPast } from "./dates.ts";
import type { Sources } from "./sources.ts";

/** Whether a sentence of a reply can state something: no question, no instruction, no heading, and no step of a plan in a list. */
export function states(reply: Reply, index: number, sources: Sources): boolean {
  const sentence = reply.sentences[index];
  if (sentence === undefined || sentence.question || STATELESS.has(sentence.kind)) return false;
  if (sentence.end - sentence.start > LONGEST || imperativeAt(sentence.text) !== -1) return false;
  return sentence.kind === "paragraph" || (!DONE.test(sentence.text) && !isPlanned(reply, sentence, sources));
}

/** Whether a piece of a reply names a date ahead on or by which something is planned. */
export function isPlanned(reply: Reply, { start, end }: Span, sources: Sources): boolean {
  const { dates } = tokensOf(reply);
  for (let at = firstAfter(dates, start); at < dates.length; at++) {
    const date = dates[at];
    if (date === undefined || date.start >= end) break;
    const before = reply.plain.slice(Math.max(start, date.start - LEAD), date.start);
    if (PLANNED.test(before) && !isPast(date, sources)) return true;
  }
  return false;
}

const STATELESS = new Set(["code", "heading", "table_head"]);
/** A text without the marks that end sentences is not read. */
const LONGEST = 2000;
const DONE = /\bdone\b/i;
/** Characters before a date that can say that it is planned. */
const LEAD = 16;
const PLANNED = /\b(?:by|before|until|on|from|this|next)\s(?:\p{L}+\s)?$|[:,(]\s*$|^\s*$/iu;

/** The clause of a sentence around a piece of it: from what parts clauses before it to what parts them after it. */
export function clauseAround(plain: string, { start, end }: Span, sentence: Span): Span {
  const cut = [...plain.slice(sentence.start, start).matchAll(CUT)].at(-1);
  const stop = STOP.exec(plain.slice(end, sentence.end));
  return {
    start: cut ? sentence.start + cut.index + cut[0].length : sentence.start,
    end: stop ? end + stop.index : sentence.end,
  };
}

/** The clauses of a sentence in order. */
export function clausesOf(plain: string, { start, end }: Span): Span[] {
  const spans: Span[] = [];
  let from = start;
  for (const { index, 0: cut } of plain.slice(start, end).matchAll(CUT)) {
    spans.push({ start: from, end: start + index });
    from = start + index + cut.length;
  }
  spans.push({ start: from, end });
  return spans;
}

const CUT = /[;:–—()|]|,\s|\s(?:and|but|so|while|whereas|because|since|which|although|though)\s/g;
const STOP = /[;:–—()|]|,\s(?:and|but|so|which|while)\s|\s(?:but|because|since|although|though)\s/;

/** Words that leave open, demand, imagine, ask for or condition what their clause says. */
export const NOT_STATED = guarded(
  /\b(?:will|would|could|may|might|should|must|shall|if|unless|until|once|whether|perhaps|maybe|probably|presumably|likely|possibly|assum\w+|suppose|guess|suspect|seems?|appears?|hope|let's|needs? to|has to|have to|i'd|you'd|risk|bet|ask|asks|asking|as though|as if|what|whatever|wants?|a? ?(?:belief|wish|claim|idea) that)\b|['’](?:ll|d)\b/i,
);
