import { guarded } from "./guarded.ts";
import type { ScenarioPerson } from "../../src/records/scenario.ts";
import { findDates } from "./dates.ts";
import { TASK_VERBS } from "./imperatives.ts";
import type { Owner, OwnerFinder } from "./owners.ts";

/** Where a reply names who does an action; `person` is set where the brief names them. */
export interface AssignedTo {
  start: number;
  end: number;
  person: ScenarioPerson | null;
}

/**
 * Who a piece of text gives its work to: a label before a colon or dash ("Tue 8 Sep, you → Blaha:"), an "Owner: …" note, the
 * subject of the sentence ("Simek sends …", "You call …", "I'll draft …"), or names in brackets or after a comma at its end.
 */
export function ownerIn(owners: OwnerFinder, text: string, offset: number): AssignedTo | null {
  const found = owners.find(text.slice(0, MAX_ITEM));
  if (found.length === 0) return null;
  const place = (owner: Owner) => ({
    start: owner.start + offset,
    end: owner.end + offset,
    person: owner.person,
  });
  const noted = /\bowner\s?(?:[:=]|is)?\s/i.exec(text);
  const afterNote =
    noted && found.find((owner) => owner.start >= noted.index && owner.start <= noted.index + 12);
  if (afterNote) return place(afterNote);
  const first = found[0] as Owner;
  const lead = text.slice(0, leadLength(text));
  const dates = findDates(lead).map(({ start, end }) => ({ start, end }));
  if (first.end <= lead.length && owners.isOwnerLead(lead, dates)) return place(first);
  const before = text.slice(0, first.start);
  if (SUBJECT_BEFORE.test(before) && SUBJECT_AFTER.test(text.slice(first.end, first.end + 80)))
    return place(first);
  const wanted = WANTED.exec(text);
  const giver = wanted && found.find((owner) => owner.start === wanted.index + wanted[0].length);
  if (giver) return place(giver);
  const last = found.at(-1) as Owner;
  const bracket =
    /\(([^()]{1,60})\)[\s.;]*$/u.exec(text) ?? /(?:[–—→]|,)\s?([^,–—→.]{1,30})[\s.]*$/u.exec(text);
  if (bracket?.[1] && last.start >= bracket.index && owners.isOwnerLead(bracket[1], findDates(bracket[1])))
    return place(last);
  return null;
}

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
