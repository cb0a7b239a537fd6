import type { VerdictContext } from "./reading.ts";

const DEAL_NOUN = String.raw`(?:deals?|opportunit(?:y|ies)|opp|account|pursuit|bid|rfp|rfi|tender|logo|one|prospect|engagement|thing|whole thing|lot|project|chase|cycle|sale|business|record)`;
const DETERMINED = new RegExp(
  String.raw`^(?:the|this|that|your|our|my|a|an)\s+(?:(?!of\b|for\b|with\b)[A-Za-z\u00c0-\u024f0-9$.'’&-]+\s+){0,3}?${DEAL_NOUN}(?:'s)?(?=\s*(?:$|[.,;:!?)—–-]|\b(?:at|as|on|in|and|but|or|by|before|after|with|without|from|because|since|when|while|so|until|unless|if|for|to|outright|now|today|entirely|altogether|completely|off|out|down|hard|aggressively|fully|back|is|here|this|next|through|only|rather|instead|over|under|provided|yet)\b))`,
  "i",
);
const PRONOUN =
  /^(?:it|this|that|this one|that one|all of (?:it|this)|everything)(?=\s*(?:$|[.,;:!?)—–-])|\s+(?!(?:['’]s)))/i;
const PRONOUN_NOUN = new RegExp(
  String.raw`^(?:this|that)\s+(?!one\b|${DEAL_NOUN}\b|at\b|as\b|on\b|in\b|and\b|but\b|or\b|by\b|before\b|after\b|with\b|without\b|from\b|because\b|since\b|when\b|while\b|so\b|until\b|unless\b|if\b|for\b|to\b|outright\b|now\b|today\b|hard\b|aggressively\b|fully\b|off\b|out\b|down\b|back\b|only\b|rather\b|instead\b|over\b|above\b|every\b|with\b|ahead\b|first\b|properly\b|week\b|month\b|quarter\b|yet\b|through\b|all\b|entirely\b|just\b|properly\b|like\b|is\b|under\b|provided\b)[A-Za-z\u00c0-\u024f]`,
  "i",
);
const ELIDED =
  /^(?:$|[.,;:!?)(—–\n"]|-{1,2}[\s>]|→|\||\/|(?:now|today|yet|immediately|hard|aggressively|fully|entirely|altogether|outright|cleanly|politely|formally|quietly|here|there|anyway|instead|until|unless|if|for now|for this|at|as|on|in|and|but|or|by|before|after|with|without|because|since|when|while|so|rather|to|only|provided|subject|just|still|is|this (?:week|month|quarter|year)|once|pending|conditionally|even|for|through|going|already|first|either|today's|every|above|over|ahead)\b)/i;
const PLURAL_OR_GENERIC =
  /^(?:deals|opportunities|anything|any deal|what|whatever|things|a deal|deals? (?:like|that)|those|such)\b/i;

/** What follows a verb of leaving, pursuing or developing: the deal, something else, or a name, which may be the deal's. */
export type DealObject = "deal" | "other" | { name: string };

/**
 * Reads what follows a verb of leaving, pursuing or developing. The deal is nothing at all ("Drop."), "it", or a noun for a
 * deal. A proper noun is a name, unless it owns what is really meant ("Drop Raj's demo"). `after` is the rest of the sentence.
 */
export function objectOf(after: string): DealObject {
  const object = after.replace(/^[^A-Za-z\u00c0-\u024f0-9.,;:!?()—–|/\n-]+/, "");
  if (PLURAL_OR_GENERIC.test(object)) return "other";
  if (PRONOUN_NOUN.test(object)) return "other";
  if (
    PRONOUN.test(object) &&
    !/^(?:it|this)\s+(?:as|into) (?:your|a|the|our) (?:champion|reference|poc)/i.test(object)
  )
    return "deal";
  if (/^as\s+(?:your|a|an|the|our)\s+(?!deal|no-bid|lost)/i.test(object)) return "other";
  if (
    /^(?:on|to|in|for|with|from)\s+(?:the|your|a|his|her|their)\s+(?!deal|account|opportunity|bid|forecast|q[1-4]|next|current|basis|grounds|day|spot|facts|strength|evidence|information|other|end|same|record|crm|quarter|face)/i.test(
      object,
    ) &&
    !/^(?:with|in|on)\s+(?:the|your)\s+[A-Za-z\u00c0-\u024f]+\s+(?:team|sponsor|evidence)/i.test(object)
  )
    return "other";
  if (ELIDED.test(object)) return "deal";
  if (DETERMINED.test(object)) return "deal";
  return nameIn(object);
}

function nameIn(object: string): DealObject {
  const name = /^(?:the\s+)?((?:[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f0-9&.-]*\s*){1,4})(.*)/.exec(object);
  if (!name) return "other";
  const [, words = "", rest = ""] = name;
  if (/^['’]s\s+(?!deal|opportunity|bid|tender|rfp|account\b)/.test(rest)) return "other";
  if (/^\s*(?:\([^)]*\)\s*)?(?:as|into)\s+(?:your|a|an|the|our)\b/.test(rest)) return "other";
  if (
    /^(?:meeting|demo|visit|workshop|call|plan|team|poc|pilot|review|champion|introduction)/i.test(
      rest.trim(),
    )
  )
    return "other";
  return { name: words.trim().replace(/[.]$/, "").toLowerCase() };
}

/**
 * Whether what follows the verb is the deal of the conversation. A name is, unless it is a person's. `namesCount`: whether an
 * unknown name may be the deal's; one develops people, so for "develop" it may not.
 */
export function isDeal(object: DealObject, context: VerdictContext, namesCount = true): boolean {
  if (typeof object === "string") return object === "deal";
  return (namesCount || (context.dealNames ?? []).length > 0) && isDealName(object.name, context);
}

function isDealName(said: string, { dealNames = [], people = [] }: VerdictContext): boolean {
  if (
    people.some((person) =>
      person
        .toLowerCase()
        .split(/\s+/)
        .some((part) => part.length > 2 && said.split(/\s+/).includes(part)),
    )
  )
    return false;
  if (dealNames.some((deal) => overlaps(said, deal.toLowerCase()))) return true;
  return !/^(?:cfo|ceo|coo|cio|cto|cro|vp|poc|mr|ms|mrs|dr|it|i|q[1-4]|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday)\b/.test(
    said,
  );
}

function overlaps(said: string, deal: string): boolean {
  return deal.includes(said) || said.includes(deal) || said.split(/\s+/)[0] === deal.split(/\s+/)[0];
}
