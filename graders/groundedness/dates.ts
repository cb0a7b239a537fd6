import { guarded } from "../text/guarded.ts";
import type { DateToken } from "../text/dates.ts";
import type { Reply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";
import type { Context } from "./context.ts";
import type { Sources } from "./sources.ts";

/** What a customer's calendar holds, and what it does there. */
const EVENT = guarded(
  /\b(?:contract|renewal|licen[cs]e|budget|funding|board|committee|council|audit|inspection|regulator|freeze|deadline|go-live|tender|rfp|support|agreement|plan|fiscal year|notice|vote|election|merger|migration|law|regulation|ban)\b[^.?!]{0,60}\b(?:expires?|ends?|meets?|closes?|opens?|runs out|is due|falls?|starts?|begins?|lapses?|decides?|votes?|sits?|takes effect|comes into force|(?:is|are) (?:set|scheduled|planned|fixed|booked|on|for))\b/i,
);
const PAST = guarded(
  /\b(?:was|were|had|said|told|wrote|met|approved|signed|refused|rejected|declined|announced|agreed|confirmed|promised|committed|cut|froze|bought|chose|selected|shortlisted|presented|asked|set|voted|won|lost|failed|missed|joined|left|since|already|ago)\b/i,
);
const FUTURE = guarded(/\b(?:will|shall|by|until|before|next|plan|going to|due|from)\b/i);

/**
 * Days and months that no source holds and that are no plan: a past one in a sentence that tells what happened, or one on
 * which a sentence says that something of the customer's falls. Dates that the reply proposes are plans, not facts.
 */
export function unknownDates(
  reply: Reply,
  sources: Sources,
  context: Context,
): { start: number; end: number; text: string }[] {
  return tokensOf(reply)
    .dates.filter((token) => isUnknown(token, sources) && claims(token, reply, sources, context))
    .map(({ start, end }) => ({ start, end, text: reply.plain.slice(start, end).replaceAll(/\s+/g, " ") }));
}

function isUnknown(token: DateToken, sources: Sources): boolean {
  if (token.kind !== "date" && token.kind !== "month") return false;
  if (token.month === undefined) return false;
  if (token.month === sources.asOf.month && (token.day === sources.asOf.day || token.kind === "month"))
    return false;
  return !sources.dates().some((known) => {
    if (token.kind === "month") return known.month === token.month;
    return (
      known.month === token.month &&
      known.day !== undefined &&
      [known.day, known.endDay].includes(token.day ?? 0)
    );
  });
}

function claims(token: DateToken, reply: Reply, sources: Sources, context: Context): boolean {
  const index = context.sentenceAt(token.start);
  const sentence = reply.sentences[index];
  if (
    sentence === undefined ||
    sentence.kind === "heading" ||
    sentence.kind === "table_head" ||
    context.hypothetical(index, token.start)
  )
    return false;
  const { before, around } = clauseAround(reply.plain, token, sentence);
  if (isPast(token, sources)) return PAST.test(around) && (token.year !== undefined || !FUTURE.test(before));
  return EVENT.test(around);
}

/** Without a year, a date is past when it lies before today in today's year. */
export function isPast({ day = 31, month = 12, year }: DateToken, { asOf }: Sources): boolean {
  return (year ?? asOf.year) * 400 + month * 32 + day < asOf.year * 400 + asOf.month * 32 + asOf.day;
}

/** The part of a sentence about a date, and of it what stands before; a plan beside it does not speak for it. */
function clauseAround(plain: string, { start, end }: DateToken, sentence: { start: number; end: number }) {
  const lead = plain.slice(Math.max(sentence.start, start - 90), start);
  const before = lead.split(/;|\s[–—]\s|,\s(?:so|but|and then)\s/).at(-1) ?? "";
  const after = plain.slice(end, Math.min(sentence.end, end + 50)).split(/;|\s[–—]\s/, 1)[0] ?? "";
  return { before, around: `${before}${plain.slice(start, end)}${after}` };
}
