import { guarded } from "./guarded.ts";
import { TASK_VERBS } from "./imperatives.ts";
import type { Owner, OwnerFinder } from "./owners.ts";
import type { Span } from "./places.ts";
import type { Reply } from "./reply.ts";

/**
 * Who a piece of a reply gives its work to; `person` is set where the brief names them: a label before a colon or dash ("Tue
 * 8 Sep, you → Blaha:"), an "Owner: …" note, the subject of the sentence ("Simek sends …", "You call …", "I'll draft …"), or
 * names in brackets or after a comma at its end.
 */
export function ownerIn(owners: OwnerFinder, reply: Reply, { start, end }: Span): Owner | null {
  const found = owners.within(reply, { start, end: Math.min(end, start + MAX_ITEM) });
  const first = found[0];
  const last = found.at(-1);
  if (first === undefined || last === undefined) return null;
  const text = reply.plain.slice(start, end);
  const noted = NOTE.exec(text)?.index ?? Infinity;
  const afterNote = found.find((owner) => owner.start - start >= noted && owner.start - start <= noted + 12);
  if (afterNote) return afterNote;
  const lead = leadLength(text);
  if (first.end - start <= lead && owners.isOwnerLead(reply, { start, end: start + lead })) return first;
  if (
    SUBJECT_AFTER.test(reply.plain.slice(first.end, Math.min(end, first.end + 80))) &&
    SUBJECT_BEFORE.test(text.slice(0, first.start - start))
  )
    return first;
  const wanted = WANTED.exec(text);
  const giver = wanted && found.find((owner) => owner.start - start === wanted.index + wanted[0].length);
  if (giver) return giver;
  const bracket = BRACKET.exec(text) ?? AFTER_COMMA.exec(text);
  if (!bracket?.[1] || last.start - start < bracket.index) return null;
  const inside = start + bracket.index + bracket[0].indexOf(bracket[1], 1);
  return owners.isOwnerLead(reply, { start: inside, end: inside + bracket[1].length }) ? last : null;
}

const NOTE = guarded(/\bowner\s?(?:[:=]|is)?\s/i);
const BRACKET = /\(([^()]{1,60})\)[\s.;]*$/u;
const AFTER_COMMA = /(?:[–—→]|,)\s?([^,–—→.]{1,30})[\s.]*$/u;
/** List items and sentences are read for owners up to here: who must do it stands at the head or is not findable. */
const MAX_ITEM = 1_500;
/** What may stand before the subject: nothing, a time, "and". */
const SUBJECT_BEFORE =
  /^[\s"“(]*(?:(?:then|next|and|now|first|today|tomorrow|this week|next week|meanwhile),?\s+|(?:[Bb]y|[Oo]n|[Bb]efore|[Ii]n|[Ww]ithin|[Aa]fter|[Uu]ntil|[Ff]rom)\s[^,.;:]{2,40}[,:–—-]?\s+|[^,.;:]{2,24}\s?[–—:]\s*|[^,.;:]{2,40}\.\s+)?$/u;
/** What makes it a task of theirs: an auxiliary of duty or the plain present, not a state or a thing past. */
const SUBJECT_AFTER = new RegExp(
  String.raw`^(?:\s?\([^)]{1,30}\))?(?:\s(?:and|\+|&)\s[\p{L}'’. ]{2,30}?)?(?::\s|,\s(?=[a-z])|\s(?:will|to|should|must|needs? to|has to|have to|can|owns?|leads?|(?:re-)?(?:${TASK_VERBS}))(?![\p{L}]))`,
  "u",
);
/** "By 27 March I want a date from you." */
const WANTED = guarded(/\bI (?:want|need|expect)\b[^.?!]{0,160}?\bfrom (?=\p{L})/u);

/** Length of what stands before the first colon, dash or arrow of an item's first stretch; 0 if there is none. */
export function leadLength(text: string): number {
  const match = /^[^:\n]{1,70}?(?::|\s[–—→-]\s|(?<=\p{L})—|\.\s|(?<=\)),?\s)/u.exec(text);
  return match ? match[0].length : 0;
}
