import type { NumberToken } from "../text/numbers.ts";
import { sentenceAt } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";

/** A result in running words, with every result that its terms allow. */
export interface ProseSum {
  first: NumberToken;
  result: NumberToken;
  /** Right results by the readings that the words allow; the first is the plain one. */
  expected: number[];
}

/**
 * Calculations told in words whose terms all stand in one sentence (or whose rate stands in the sentence before):
 * a rate over a year ("KES 3M a month comes to KES 36M a year"), a count at a price ("61 hours at ZAR 900K is …"), and
 * spans of time added up ("two weeks and five days, 19 days in all").
 */
export function proseSums(reply: Reply, numbers: readonly NumberToken[]): ProseSum[] {
  const sums: ProseSum[] = [];
  for (const [index, result] of numbers.entries()) {
    const sentence = reply.sentences[sentenceAt(reply, result.start)];
    if (sentence === undefined || sentence.question || sentence.kind === "code") continue;
    const before = numbers.slice(Math.max(0, index - 3), index);
    const found =
      annual(reply, before, result, sentence) ??
      priced(reply, before, result) ??
      addedUp(reply, before, result);
    if (found) sums.push(found);
  }
  return sums;
}

/** A rate and its result stand within this many characters. */
const REACH = 130;
const RATES: [RegExp, number][] = [
  [/^\s?(?:(?:a|per|each|every)\s|\/)(?:month|mo)\b/i, 12],
  [/^\s?(?:(?:a|per|each|every)\s|\/)(?:quarter)\b/i, 4],
  [/^\s?(?:(?:a|per|each|every)\s|\/)(?:week)\b/i, 52],
];
const YEARLY =
  /^\s?(?:(?:a|per|each|every)\s|\/)(?:year|yr|annum)\b|^\s(?:annually|yearly|annualised|annualized)\b/i;
const OVER_YEAR =
  /\b(?:over|in) (?:a|one|the|twelve months of a) (?:full )?year,? (?:that|this|it)(?:'s| is| comes to| makes| adds up to)\s(?:about\s|some\s|roughly\s)?$/i;
const COMES_TO =
  /\b(?:comes? to|makes?|is|are|adds? up to|works? out (?:at|to)|amounts? to|totals?|equals?|that's|they lose|so)\b|=/i;
/** "Also", "plus", "of which" say that two amounts are no sum of each other. */
const UNRELATED =
  /[;!?]|\b(?:plus|against|versus|but|saves?|saving|recovers?|model|budget|benefit|instead|while|whereas)\b/i;

function annual(
  reply: Reply,
  before: readonly NumberToken[],
  result: NumberToken,
  sentence: Sentence,
): ProseSum | undefined {
  if (result.kind !== "money") return undefined;
  const lead = reply.plain.slice(Math.max(sentence.start, result.start - 60), result.start);
  const yearly = YEARLY.test(reply.plain.slice(result.end, result.end + 14));
  const over = OVER_YEAR.test(lead);
  if (!yearly && !over) return undefined;
  const rate = before.findLast(
    ({ kind, currency, end }) =>
      kind === "money" &&
      currency === result.currency &&
      result.start - end <= REACH &&
      periodAfter(reply, end) > 0,
  );
  if (rate === undefined) return undefined;
  const between = reply.plain.slice(rate.end, result.start);
  if (!over && (UNRELATED.test(between) || !COMES_TO.test(between) || /[.]\s/.test(between)))
    return undefined;
  return { first: rate, result, expected: [rate.value * periodAfter(reply, rate.end)] };
}

function periodAfter(reply: Reply, end: number): number {
  const after = reply.plain.slice(end, end + 14);
  return RATES.find(([pattern]) => pattern.test(after))?.[1] ?? 0;
}

const AT = /^\s\p{L}+(?:\s\p{L}+)?\sat\s(?:about\s)?$/u;
const AT_TOTAL =
  /^(?:\s?(?:a|an|per|each)\s?(?:\p{L}+)?)?,?\s(?:comes? to|makes?|is|are|adds? up to|works? out at|amounts? to)\s(?:about\s|roughly\s|some\s)?$/u;

/** "61 hours at ZAR 900K (an hour) comes to ZAR 55M". */
function priced(reply: Reply, before: readonly NumberToken[], result: NumberToken): ProseSum | undefined {
  const [count, price] = before.slice(-2);
  if (count?.kind !== "count" || price?.kind !== "money" || result.kind !== "money") return undefined;
  if (price.currency !== result.currency) return undefined;
  if (!AT.test(reply.plain.slice(count.end, price.start))) return undefined;
  if (!AT_TOTAL.test(reply.plain.slice(price.end, result.start))) return undefined;
  return { first: count, result, expected: [count.value * price.value] };
}

const IN_ALL =
  /^\s(?:working\s)?(?:days?|weeks?)(?:\s\p{L}+){0,1}\s(?:in all|in total|altogether|together)\b/u;
const SPAN_DAYS: Record<string, [number, number]> = { day: [1, 1], week: [7, 5], working: [1, 1] };

/** "two weeks and five days …, so 19 days in all": weeks have seven days, or five that are worked. */
function addedUp(reply: Reply, before: readonly NumberToken[], result: NumberToken): ProseSum | undefined {
  const [a, b] = before.slice(-2);
  if (a?.kind !== "count" || b?.kind !== "count" || result.kind !== "count") return undefined;
  if (!IN_ALL.test(reply.plain.slice(result.end, result.end + 40))) return undefined;
  if (result.start - a.end > REACH || !/\b(?:and|plus)\b/.test(reply.plain.slice(a.end, b.start)))
    return undefined;
  if (/[.!?]\s/.test(reply.plain.slice(a.end, result.start))) return undefined;
  const unit = SPAN_DAYS[result.unit ?? ""];
  const first = SPAN_DAYS[a.unit ?? ""];
  // "Ten days for the review and four for the order": the unit stands once.
  const second = SPAN_DAYS[b.unit ?? ""] ?? first;
  if (!unit || !first || !second) return undefined;
  const readings = [0, 1].map(
    (way) => (a.value * (first[way] ?? 1) + b.value * (second[way] ?? 1)) / (unit[way] ?? 1),
  );
  return { first: a, result, expected: readings };
}
