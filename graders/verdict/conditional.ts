import { guarded } from "../text/guarded.ts";

const OPENERS = String.raw`(?:if|once|when(?:ever)?|should (?:he|she|they|it|the|that|nothing|nobody)|otherwise|or else|else|failing (?:that|which)|in case|assuming|as soon as|in that case|either|and if|but if|if not|without (?:that|it|one|those)|absent (?:that|this)|no answer|barring)`;
const NOT_CONDITIONS = String.raw`(?! (?:i had to|i had your|i ran|i owned|(?:it|this) (?:were|was) (?:my|mine)|i have to|you want my|you're asking|you ask|pushed|forced|anything|i were you|it were me|it was me|i may|possible|needed|necessary|in doubt|so,|i must|that's (?:the|a) (?:question|choice)|the question))`;
const OPENED = new RegExp(
  String.raw`(?:^[^A-Za-z\u00c0-\u024f0-9]*|[;:—–.(,]\s*|\b(?:and|but|so|or|then|yes|no)\s+)(?<!even )${OPENERS}\b${NOT_CONDITIONS}[^;]*$`,
  "i",
);
const OR_ELSE =
  /\b(?:or(?: else)?|otherwise|else)\s*,?\s*(?:we|you|it|it's|i|this|i'd|we'd|we'll|you'll)?\s*$/i;
const MISSING =
  /^[^A-Za-z\u00c0-\u024f0-9]*(?:no|not|still|silence|neither|nothing|none|misses|missed|late|refused|declined?)\b[^,;:.]{0,60}(?:(?:,|,? and\b)\s*(?:then\s+)?(?:we|you|i|it)(?:'s|'d|'ll|'re)?|(?:\s[—–-]|→|->|:)\s*(?:(?:then|we|you|i|it)(?:'d|'ll)?\s*)?)\s*$/i;
/** "Approved, it's a pursue", "Meeting in the diary by the 27th and we go": a condition without an "if". */
const PARTICIPLE =
  /^[^A-Za-z\u00c0-\u024f]*(?:[A-Za-z\u00c0-\u024f ]{1,20}:\s*)?(?!convinced|excited|impressed|based|granted)[A-Za-z\u00c0-\u024f]+(?:ed|en)\b[^,.;:]{0,40},\s*(?:(?:then|and)\s+)?(?:it|we|i|you)(?:'s|'re|'ll|'d)?\s*$/i;
const FRAGMENT =
  /(?:^|;)[^A-Za-z\u00c0-\u024f]*(?:(?!\b(?:is|are|was|were|has|have|had|will|would|do|does|did|can|could|should|must|i|we|you|they|there|he|she|it|this|that)\b|n't|'s |'ve |'re |'m )[^,.;:]){6,80},? and (?:we|i|it|we'll|i'll|i'd|we'd|it's|it'll|you)\s+(?:[A-Za-z\u00c0-\u024f]+\s+)?(?:(?:call|make|mark|rate|carry) (?:it|this|that) (?:as )?(?:an? )?)?$/i;
/** "Still unranked, drop it". */
const STILL =
  /^[^A-Za-z\u00c0-\u024f0-9]*(?:still|silence|neither|nothing|none)\b[^,;:.]{0,40},\s*(?:then\s+)?$/i;
const ARROW = /(?:→|->|=>)\s*(?:\w+\s+){0,3}$/;
const BEFORE = /\b(?:before|test before|unless and until) (?:you|we|i|it|anyone)(?:'d|'ll)?\s+(?:\w+\s+)?$/i;

/** Whether the expression is the outcome of a test still to come ("if she refuses, …", "No CFO, we …", "Otherwise …"). */
export function isBranch(before: string): boolean {
  return (
    OPENED.test(before) ||
    OR_ELSE.test(before) ||
    MISSING.test(before) ||
    ARROW.test(before) ||
    PARTICIPLE.test(before) ||
    FRAGMENT.test(before) ||
    STILL.test(before) ||
    BEFORE.test(before)
  );
}

const COUNTERFACTUAL =
  /\bif (?:\w+ ){0,3}(?:were|had|hadn't|weren't|did|didn't)\b|\b(?:had (?:they|you|she|he|we|there)|were (?:there|they|it|she|he))\b[^.]*\bwould\b|\bwould have\b|\bif (?:there|this|they|you|she|he|it) (?:was|were)\b/i;

/** Whether the sentence speaks of what is not the case ("if there were budget I'd …"). */
export function isCounterfactual(sentence: string): boolean {
  return (
    COUNTERFACTUAL.test(sentence) &&
    !/\bif (?:(?:i|it|this) (?:were|was) (?:you|me|my|mine)|i had your)\b/i.test(sentence)
  );
}

/** A condition that follows a verdict. */
export interface Condition {
  kind: "unless" | "if" | "until";
  text: string;
}

const FOLLOWS =
  /(?<!\beven |\bas |\bwhat |\bsee |\bask |\bknow |\bof )\b(unless|only if|if and only if|if|once|only once|only when|only after|provided|as long as|so long as|subject to|contingent on|conditional(?:ly)?(?: on)?|on (?:one )?condition|on the condition|assuming|until|till|pending|when)\b(.{2,200})/i;

/** The condition after a verdict: `after` runs to the next verdict expression or the end of the sentence. */
export function conditionIn(after: string): Condition | undefined {
  const match = FOLLOWS.exec(after.split(/;|\.\s|,?\sbut\b/)[0] ?? "");
  if (!match?.[1] || !match[2]) return undefined;
  const word = match[1].toLowerCase();
  if (/^(?:until|till)$/.test(word) && TO_THE_END.test(match[2])) return undefined;
  const kind = word === "unless" ? "unless" : /^(?:until|till|pending)$/.test(word) ? "until" : "if";
  return { kind, text: `${match[1]}${match[2]}`.replace(/[\s.;!]+$/, "") };
}

/** "Full time until signature" is no limit. */
const TO_THE_END =
  /^\s+(?:it |we |they |you |she |he )?(?:the )?(?:signatures?|signs?|signing|close[sd]?|closing|contract|award|won|win|go-live|ink|done|end)\b/i;

const DAY = String.raw`(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|today|tomorrow|tonight|noon`;
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
const DATE = guarded(
  new RegExp(
    String.raw`\b(?:by|until|till|before|on|within|in|to)\s+((?:the\s+)?(?:(?:end|close|middle) of\s+(?:\w+\s+)?)?(?:(?:next|this)\s+)?(?:(?:${DAY})(?:\s+\d{1,2}(?:st|nd|rd|th)?(?:\s+${MONTH})?)?|\d{1,2}(?:st|nd|rd|th)?\s+${MONTH}(?:\s+\d{4})?|${MONTH}(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:\s+\d{4})?|\d{4}-\d{2}-\d{2}|(?:two|three|four|six|\d+)\s+(?:days|weeks|months)|week|month|quarter|Q[1-4]))\b`,
    "i",
  ),
);

/** The date or day by which something falls due in a text, as written. */
export function deadlineIn(text: string): string | null {
  return DATE.exec(text)?.[1] ?? null;
}
