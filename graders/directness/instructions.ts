import { guarded } from "../text/guarded.ts";
import type { Action } from "../text/action.ts";
import { imperativeAt } from "../text/imperatives.ts";
import type { Sentence } from "../text/sentences.ts";
import { instructs } from "../text/telling.ts";

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
  if (ADVICE.test(text)) return true;
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
const ADVICE = guarded(
  /\b(?:you|he|she|they|[A-Z]\p{L}+) (?:can|could|should|must|might|may|need(?:s)? to|ha(?:s|ve) to|ought to|will|would|['’]ll)\b|\byou(?:['’]ll|['’]d)\b|\bI(?:['’]d| would) (?:have|ask|get|let|want) (?:you|him|her|them|[A-Z])/u,
);
