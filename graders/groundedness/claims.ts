import type { Evidence } from "../../src/records/grade.ts";
import { evidenceAt } from "../text/evidence.ts";
import { unknownNames, type UnknownName } from "../text/names.ts";
import type { NumberToken } from "../text/numbers.ts";
import type { Reply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";
import { type Context, contextOf } from "./context.ts";
import { unknownDates } from "./dates.ts";
import { derivable, type Manner } from "./derive.ts";
import { unknownQuotes } from "./quotes.ts";
import { ungroundedStatements } from "./statements.ts";
import type { Sources } from "./sources.ts";

/** Something about the deal in a reply that its sources do not hold. */
export interface Unmatched {
  kind: "person" | "company" | "name" | "amount" | "date" | "quote" | "statement";
  text: string;
  /** Code is sure that it is invented: see `inventedPerson`. */
  sure: boolean;
  evidence: Evidence;
}

/** Every name, amount, date and quotation of a reply that is not in the sources, derivable, marked as assumed, or a plan. */
export function unmatchedClaims(reply: Reply, turn: number, sources: Sources): Unmatched[] {
  const context = contextOf(reply);
  const at = (span: { start: number; end: number }) => evidenceAt(reply.text, turn, span);
  const isDerivable = remembered(sources);
  const names = unknownNames(reply, sources.words)
    .filter(({ start, sentence }) => !general(reply, start, sentence))
    .map((name) => nameClaim(name, reply, at(name)));
  const amounts = tokensOf(reply).numbers.flatMap((token, index, numbers): Unmatched[] => {
    const sentence = context.sentenceAt(token.start);
    if (sentence === -1 || !amountClaim(token, reply, sentence, sources, context, isDerivable)) return [];
    if (converted(token, numbers.slice(Math.max(0, index - 3), index + 4), reply, sources)) return [];
    return [{ kind: "amount", text: amountText(token, reply), sure: false, evidence: at(token) }];
  });
  const dates = unknownDates(reply, sources, context).map((date): Unmatched => ({
    ...date,
    kind: "date",
    sure: false,
    evidence: at(date),
  }));
  const quotes = unknownQuotes(reply, sources).map((quote): Unmatched => ({
    ...quote,
    kind: "quote",
    evidence: at(quote),
  }));
  const statements = ungroundedStatements(reply, sources).map((span): Unmatched => ({
    kind: "statement",
    text: shortened(reply.plain.slice(span.start, span.end)),
    sure: false,
    evidence: at(span),
  }));
  return [...names, ...amounts, ...dates, ...quotes, ...statements];
}

/** Characters of a statement that a reason repeats. */
const MOST_REPEATED = 80;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > MOST_REPEATED ? `${line.slice(0, MOST_REPEATED - 1)}…` : line;
}

/** A placeholder in brackets, or an example ("rivals such as Oracle", "at companies like SAP"). */
function general(reply: Reply, start: number, sentence: number): boolean {
  const from = reply.sentences[sentence]?.start ?? start;
  const before = reply.plain.slice(Math.max(from, start - 60), start);
  return /[[<{][^\]>}]{0,40}$|\b(?:such as|like|e\.g\.?|for example|say|years at|time at|days at|worked (?:at|for)|came from)\s(?:[\p{L}\p{N}]+,?\s(?:and\s|or\s)?){0,5}$/iu.test(
    before,
  );
}

const TITLE = String.raw`(?:(?:group|deputy|interim|regional|their|the|its|new)\s)?(?:chief\s(?:\w+\s){1,3}officer|C[A-Z]{1,3}O|ceo|cfo|coo|cto|cio|ciso|managing director|director(?: general)?|(?:vice|senior vice)\spresident|[SE]?VP|head|chair(?:man|woman|person)?|president|general counsel|board member|controller|treasurer|procurement (?:lead|head|manager|director))`;
const TITLE_BEFORE = new RegExp(
  String.raw`\b${TITLE}(?:\s(?:of|for)\s[\w& ]{2,30})?,?\s(?:is\s|named\s|called\s)?(?:Dr\.?\s|Mr\.?\s|Mrs\.?\s|Ms\.?\s)?$`,
  "i",
);
const TITLE_AFTER = new RegExp(
  String.raw`^(?:\s\(|,\s|\sis\s|\s[–—-]\s|\s\|\s|\sas\s)\s{0,3}(?:the\s|their\s|its\s|your\s)?${TITLE}\b`,
  "i",
);

/**
 * Rule for `sure`: a full name (two or more capitalised words) that no source holds, with a customer's title directly before
 * or after it ("CFO Linda Park", "Linda Park, the CFO"), outside placeholders and examples. Anything less goes to a judge.
 */
function nameClaim(name: UnknownName, reply: Reply, evidence: Evidence): Unmatched {
  const before = reply.plain.slice(Math.max(0, name.start - 60), name.start).replaceAll(/\s+/g, " ");
  // The text itself: a table's bars part a name from its title.
  const after = reply.text
    .slice(name.end, name.end + 60)
    .replaceAll(/\*+/g, "")
    .replaceAll(/\s+/g, " ");
  const titled = TITLE_BEFORE.test(before) || TITLE_AFTER.test(after);
  const sure = name.kind === "person" && titled && name.text.includes(" ");
  return {
    kind: name.kind === "person" ? "person" : name.kind === "vendor" ? "company" : "name",
    text: name.text,
    sure,
    evidence,
  };
}

/** Counts of a claim kind: a payback, term or contract length is a figure of the deal; other counts belong to plans. */
const TERM =
  /^[\s-](?:months?|years?|weeks?)['s]*[\s-](?:payback|pay-back|contract|term|implementation|roll-?out|freeze|extension|renewal)/i;

function amountClaim(
  token: NumberToken,
  reply: Reply,
  sentence: number,
  sources: Sources,
  context: Context,
  isDerivable: (token: NumberToken, manner: Manner) => boolean,
): boolean {
  if (token.kind === "count") {
    const term = TERM.test(reply.plain.slice(token.end, token.end + 40));
    return (
      term &&
      !context.hypothetical(sentence, token.start) &&
      !sources
        .numbers()
        .some(
          ({ value }) => value === token.value || value === token.value / 12 || value * 12 === token.value,
        )
    );
  }
  if (context.hypothetical(sentence, token.start)) return false;
  return !isDerivable(token, mannerOf(token, reply)) && !resultOfEquation(reply, token);
}

/** Characters before an amount that say how exact it is, and behind it that say of what time. */
const LEAD = 24;

function mannerOf(token: NumberToken, reply: Reply): Manner {
  const before = reply.plain.slice(Math.max(0, token.start - LEAD), token.start);
  const after = reply.plain.slice(token.end, token.end + LEAD);
  return {
    approximate: LOOSE.test(before),
    bound: ABOVE.test(before) ? "below" : BELOW.test(before) ? "above" : undefined,
    isRate: RATE.test(after),
  };
}

const SIGN = String.raw`\s?(?:[A-Z]{3}\s?)?$`;
const LOOSE = new RegExp(
  String.raw`(?:\b(?:about|around|roughly|some|approximately|close to|almost|nearly|over|under|more than|less than|at least)\s|[~≈±<>])${SIGN}`,
  "i",
);
/** The amount meant lies above the one that is written. */
const ABOVE = new RegExp(
  String.raw`(?:\b(?:over|more than|at least|above|north of|upwards of)\s|>)${SIGN}`,
  "i",
);
const BELOW = new RegExp(
  String.raw`(?:\b(?:under|less than|nearly|almost|just short of|up to|below)\s|<)${SIGN}`,
  "i",
);
const RATE =
  /^\s?(?:(?:a|an|per|each|every)\s|\/)(?:year|yr|annum|quarter|month|mo|week)\b|^\s(?:annually|yearly|monthly|weekly)\b/i;

/** An amount and its conversion stand within this many characters. */
const CONVERSION_REACH = 90;

/** "$640K is around ZAR 11M": a known amount in another currency, marked as approximate or with its rate. */
function converted(token: NumberToken, beside: NumberToken[], reply: Reply, sources: Sources): boolean {
  const around = reply.plain.slice(Math.max(0, token.start - CONVERSION_REACH), token.end + CONVERSION_REACH);
  if (
    !/\b(?:about|around|roughly|approximately|at (?:today|recent|current)|to the (?:dollar|euro|pound))\b|[~≈]/i.test(
      around,
    )
  )
    return false;
  return beside.some(
    (other) =>
      other.kind === "money" &&
      Math.abs(other.start - token.start) <= CONVERSION_REACH &&
      other.currency !== undefined &&
      token.currency !== undefined &&
      other.currency !== token.currency &&
      derivable(other, sources.numbers(), PLAIN),
  );
}

const PLAIN: Manner = { approximate: false, bound: undefined, isRate: false };

/** `derivable`, worked out once for each distinct amount of a reply. */
function remembered(sources: Sources): (token: NumberToken, manner: Manner) => boolean {
  const known = new Map<string, boolean>();
  return (token, manner) => {
    const { approximate, bound, isRate } = manner;
    const key = `${token.kind} ${token.value} ${token.currency} ${token.precision} ${approximate} ${bound} ${isRate}`;
    const answer = known.get(key) ?? derivable(token, sources.numbers(), manner);
    known.set(key, answer);
    return answer;
  };
}

/** "… = KES 246M": a result that stands after its own calculation is judged as arithmetic (GR3), not as a fact. */
function resultOfEquation(reply: Reply, token: NumberToken): boolean {
  return /[×x*+/÷−–-]\s?[^=\n]{1,40}=\s?(?:about |~|≈)?$/.test(
    reply.plain.slice(Math.max(0, token.start - 60), token.start),
  );
}

function amountText(token: NumberToken, reply: Reply): string {
  return token.kind === "count"
    ? (reply.plain
        .slice(token.start, token.end + 20)
        .split(/[.,;]/, 1)[0]
        ?.trim() ?? token.text)
    : token.text;
}
