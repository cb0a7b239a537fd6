import { type DateToken, findDates } from "./dates.ts";
import { type NumberToken, numbersOf } from "./numbers.ts";
import { firstAfter, foundWithin, type Span } from "./places.ts";
import type { Reply } from "./reply.ts";

/** The numbers and dates of a reply, with offsets into it. */
export interface Tokens {
  numbers: NumberToken[];
  dates: DateToken[];
}

const known = new WeakMap<Reply, Tokens>();

/** The numbers and dates of a reply; found once, since several graders ask for them. */
export function tokensOf(reply: Reply): Tokens {
  const kept = known.get(reply);
  if (kept) return kept;
  const tokens = { numbers: numbersOf(reply.plain), dates: findDates(reply.plain) };
  known.set(reply, tokens);
  return tokens;
}

/** The dates of a reply that lie inside a piece of it, in order. */
export function datesWithin(reply: Reply, { start, end }: Span): DateToken[] {
  const { dates } = tokensOf(reply);
  const found: DateToken[] = [];
  for (let index = firstAfter(dates, start); index < dates.length; index++) {
    const date = dates[index] as DateToken;
    if (date.start >= end) break;
    if (date.start >= start && date.end <= end) found.push(date);
  }
  return found;
}

/** The dates of a piece of a reply read by itself, in order: as `findDates` of that piece, with offsets into the reply. */
export function datesOf(reply: Reply, piece: Span): DateToken[] {
  return foundWithin(reply.plain, piece, tokensOf(reply).dates, findDates);
}

/** Where the first date in a piece of a reply stands, null if there is none. */
export function firstDate(reply: Reply, span: Span): Span | null {
  const [date] = datesWithin(reply, span);
  return date ? { start: date.start, end: date.end } : null;
}
