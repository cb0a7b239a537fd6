import { guarded } from "../text/guarded.ts";
import type { Action } from "../text/action.ts";
import { leadLength } from "../text/assignment.ts";
import { imperativeAt, TASK_VERBS } from "../text/imperatives.ts";
import type { Owner } from "../text/owners.ts";
import type { Span } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";
import { instructs, isConditional } from "../text/telling.ts";

/** Whether a dated action tells somebody to do it: not a report of what somebody did, not thanks, not a figure of speech. */
export function tells({ text, source }: Action): boolean {
  if (FIGURE.test(text)) return false;
  return source !== "prose" || instructs(text) || !REPORT.test(text);
}

/** "Thank you for …", "Set against a price of …": verbs at a sentence's head that order nothing. */
const FIGURE = guarded(
  /^\W*(?:thank(?:s| you)\b|(?:set|put|measured|taken|seen|weighed) (?:against|beside|next to|together|that way)\b|have a \p{L}+ (?:call|day|meeting|week)\b|enjoy\b|see you\b|keep in mind\b|remember\b)/iu,
);

/** A verb in the past near the head: "Clara won the forum on the 17th", "He was told on Friday". */
const REPORT = guarded(
  /^(?:\S+\s+){0,9}?(?:was|were|had|has|have|did|won|met|said|told|gave|went|wrote|spoke|sat|held|took|came|got|kept|left|made|ran|saw|sent|brought|\p{L}{3,}ed)\b/iu,
);

/** Whether a sentence may tell somebody what to do by a time: an order or "you could" anywhere in it, beside words of time. */
export function mayTell({ text, question, kind }: Sentence): boolean {
  if (question || kind === "quote" || kind === "code" || !TIME.test(text) || FIGURE.test(text)) return false;
  if (ADVICE.test(text) && !isConditional(text)) return true;
  return text.split(/[,:;–—]\s+|\s(?:and|then|so)\s/).some((clause) => imperativeAt(clause) >= 0);
}

/** Whether a text says for when it is ("a line for noon", "by Friday"), so that what it orders may be due then. */
export function namesOccasion(text: string): boolean {
  return OCCASION.test(text);
}

const OCCASION = guarded(
  /\b(?:for|by) (?:noon|midday|today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|the \d)/iu,
);

const TIME = guarded(
  /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:today|tonight|tomorrow|noon|midday|this (?:week|month|afternoon|morning|evening|quarter)|next (?:week|month)|by the (?:end|\d)|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}* \d{1,2}|within \p{L}+ (?:days?|weeks?|hours?)|\d+ (?:days?|weeks?|hours?)|before (?:the|you|he|she|they)|after (?:the|that))\b/iu,
);
/** "You should send", "I'd get him to", "the engineer must return": duty of a person; "should be done" is nobody's. */
const ADVICE = new RegExp(
  String.raw`(?:\b[Yy]ou (?:can|could|may|might|will)|\b[Yy]ou(?:['’]ll|['’]d better)|\bI(?:['’]d| would)(?: (?:have|ask|get|let|want) (?:you|him|her|them|\p{Lu}\p{L}+)(?: to)?)?|(?<!\p{L})\p{Lu}\p{L}+ will) (?:\p{L}+ly )?(?:${TASK_VERBS})(?!\p{L})|\p{L} (?:should|must|needs? to|ha(?:s|ve) to|ought to) (?!be(?!\p{L})|have(?!\p{L})|not be)\p{Ll}{2,}`,
  "u",
);

/** How far a dated action is an instruction: somebody does it by then, or it may be read so, or it is none. */
export type Told = "told" | "maybe" | "no";

/**
 * Reads the sentence of an action in which its date stands. Told is: an order, or somebody who does something, and a time by which
 * it is due in the same clause; a day that belongs to a thing ("the 22 May readout"), or to what happened, is no such time.
 */
export function toldBy(
  { source, owner, start, end, date, text: what }: Action,
  { plain, sentences }: Reply,
): Told {
  if (!date) return "no";
  if (date.start < start || date.end > end) return "maybe";
  if (source === "table")
    return owner && (instructs(what) || ACT.test(what) || !STATE.test(what)) ? "told" : "maybe";
  const from = sentences.find((one) => one.start <= date.start && date.end <= one.end && one.start >= start);
  const head = from?.start ?? start;
  const text = plain.slice(head, from?.end ?? end);
  const due = isDue(text, date.start - head, date.end - head);
  const verb = verbAt(text, owner ? { start: owner.start - head, end: owner.end - head } : null);
  if (verb < 0) return due && (owner !== null || instructs(text)) && !REPORT.test(text) ? "maybe" : "no";
  const when = date.start - head;
  const isBefore = when < verb;
  const between = isBefore ? text.slice(date.end - head, verb) : text.slice(verb, when);
  const opening = isBefore ? withoutOwner(text.slice(0, when), owner, head) : "";
  const isTold =
    due &&
    OBJECT.test(text.slice(verb)) &&
    NO_NOUN.test(opening) &&
    !OTHER_CLAUSE.test(between) &&
    !isTheirs(owner, text.slice(0, when), between);
  return isTold ? "told" : "maybe";
}

/** A table's cell that says what is done, not what is so: "Asks Pieter …", "Cancel the slot". */
const ACT = new RegExp(String.raw`^\W*(?:${TASK_VERBS})\s+\S`, "iu");

/** What is to be so instead of what is to be done: "Budget confirmed". */
const STATE = /(?<!\p{L})(?:\p{L}{3,}ed|met|held|done|known|won|sent|in place|in hand)(?!\p{L})/iu;

/** A verb and something it is done to. */
const OBJECT = /^\P{L}*\p{L}[\p{L}'’-]*\s+[^\s,;.]/u;

/**
 * Whether the day is one of the deal's own: what somebody of the customer does on it ("Otieno signs on 28 August"), or what the
 * act is about. By a day is another thing than on it.
 */
function isTheirs(owner: Owner | null, before: string, between: string): boolean {
  if (!/(?<!\p{L})(?:on|of|at|in)\s$/iu.test(before)) return false;
  return owner?.person?.side === "customer" || ABOUT.test(between);
}

const ABOUT = /(?<!\p{L})(?:about|regarding|concerning|ahead of|towards?)(?!\p{L})/iu;

/** What may stand before the time of a sentence that begins with it: "You, by …", "On …", and no thing that is on that day. */
const NO_NOUN =
  /^(?:\P{L}|\b(?:by|on|before|until|till|within|from|for|at|in|no later than|starting|and|then|so|now|next|first|second|third|please|with|due|when|step|action|week|day|today|tomorrow|the)\b)*$/iu;

function withoutOwner(text: string, owner: Span | null, head: number): string {
  if (owner === null || owner.start < head || owner.end - head > text.length) return text;
  return `${text.slice(0, owner.start - head)} ${text.slice(owner.end - head)}`;
}

/** Words that begin another clause, or tell what has happened. */
const OTHER_CLAUSE =
  /(?<!\p{L})(?:that|which|who|because|since|while|so|if|unless|once|but|was|were|had|took|won|said|told|went|gave|met|sold|goes|is|are)(?!\p{L})/iu;

/** Where an order or the deed of an owner begins in a sentence, -1 if nowhere. */
function verbAt(text: string, owner: Span | null): number {
  const order = imperativeAt(text);
  if (order >= 0) return order;
  const lead = leadLength(text);
  const rest = text.slice(lead).replace(/^[:.\s–—→-]+/, "");
  if (lead > 0 && imperativeAt(rest) >= 0) return text.length - rest.length;
  if (owner === null || owner.start < 0 || owner.end > text.length) return -1;
  const who = text.slice(owner.start, owner.end);
  const after = text.slice(owner.end);
  const label = /^[^:.;]{0,40}:\s/u.exec(after)?.[0].length ?? 0;
  if (label > 0 && imperativeAt(after.slice(label)) >= 0) return owner.end + label;
  const deed = (/^(?:you|I|we|they)$/iu.test(who) ? PLAIN : OF_ANOTHER).exec(after);
  return deed ? owner.end + deed[0].length - (deed[1]?.length ?? 0) : -1;
}

const WITH = String.raw`(?:\s(?:and|\+|&)\s[\p{L}'’. ]{2,30}?)?(?:,\s[^,.;:]{2,40}[,:])?:?`;
const DUTY = String.raw`\s(?:will |to |should |must |needs? to |has to |have to |can |could )`;
const PLAIN = new RegExp(String.raw`^${WITH}(?:${DUTY}|\s)(?:\p{L}+ly )?(${TASK_VERBS})(?!\p{L})`, "u");
const OF_ANOTHER = new RegExp(
  String.raw`^${WITH}(?:${DUTY}(?:\p{L}+ly )?(?:${TASK_VERBS})|\s(?=\p{L}+s(?!\p{L}))(${TASK_VERBS}))(?!\p{L})`,
  "u",
);

/** Whether a time is one by which something is due: after "by" or the like, or said of now; not a thing's own day. */
function isDue(text: string, start: number, end: number): boolean {
  const [before, date, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  if (/^now$/i.test(date) && /(?:for|until|by|right|up to)\s$/i.test(before)) return false;
  if (/(?:\b(?:the|an?|his|her|their|its|our|your|last|of)\s)$/i.test(before) || /^['’]s/.test(after))
    return false;
  if (/^\s\p{Ll}/u.test(after) && !FOLLOWS.test(after)) return false;
  if (DUE.test(date)) return true;
  return (
    /(?:^|[:;(–—→]|(?:^|\W)(?:by|on|before|until|till|within|from|for|at|in|due|no later than|starting|and|then|you|of|call|meet|ask))[\s*]*$/i.test(
      before,
    ) ||
    /^[\s*]*[:–—)]/.test(after) ||
    /^\W*\p{L}[\p{L}'’. ]{1,30},\s*$/u.test(before)
  );
}

const DUE =
  /^(?:by|on|before|until|till|within|in|at|this|next|today|tonight|tomorrow|immediately|right|straight|over|EOD|EOW|COB|overnight|first|the next|that|same|now|ahead|prior|mon|tue|wed|thu|fri|sat|sun|every|each|weekly|once|twice)/i;
const FOLLOWS =
  /^\s(?:to|and|or|with|for|at|in|on|by|before|after|from|until|that|whether|what|when|who|how|why|if|as|so|then|about|of|into|through|whatever|which|where|because|since|plainly|morning|afternoon|evening|noon|using|without|instead|not|is|the|a|an|his|her|their|we|you|he|she|they)(?!\p{L})/u;
