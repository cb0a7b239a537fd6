import { matchesOf } from "../text/eachMatch.ts";

const NEGATOR =
  /(?<![\p{L}])(?:no|not|never|none|nothing|nobody|without|neither|nor|cannot|instead of|rather than|\p{L}+n['’]t)(?![\p{L}])/giu;
const CONTRAST = /(?<!\p{L})(?:but|instead|except|however|yet|just|only|though)(?!\p{L})|[;:–—|]/giu;
const CONDITION =
  /(?<!\p{L})(?:if|unless|once(?! (?:a|an|per|every|again|more|in)(?!\p{L}))|whether|until|till|assuming|provided|suppose|in case|the day|should (?:he|she|they|it|that)|when(?:ever)?|as soon as|would|could|otherwise)(?!\p{L})/giu;
const REACH = 7;

/** Whether what stands at `index` is denied: a negator within the few words before it, no contrast between them. */
export function isNegated(text: string, index: number): boolean {
  const before = text.slice(0, index);
  const negator = matchesOf(before, NEGATOR).at(-1);
  if (!negator) return false;
  const between = before.slice(negator.index + negator[0].length);
  if (between.search(CONTRAST) !== -1 || startsClause(between, text.slice(index))) return false;
  return between.trim().split(/\s+/).filter(Boolean).length <= REACH;
}

/** "no pain, there is no budget and the product is a …": what follows the comma or "and" stands by itself. */
function startsClause(between: string, rest: string): boolean {
  if (/(?:^|[\s,])n?or\s*$/i.test(between)) return false;
  const tail = between
    .split(/,| and /)
    .slice(1)
    .join(" ");
  if (/,| and /.test(between) && CLAUSE.test(rest)) return true;
  return (
    /(?<!\p{L})(?:is|are|was|were|has|have|there|it['’]s|they|we|you|he|she)(?!\p{L})/iu.test(tail) &&
    !/ that /.test(between)
  );
}

/** A subject of up to three words and its verb. */
const CLAUSE =
  /^(?:[\p{L}'’-]+\s+){1,3}(?:is|are|was|were|has|have|had|will|won['’]t|does|doesn['’]t|did|didn['’]t|cannot|can['’]t|refused|declined)(?!\p{L})/iu;

/** Whether what stands at `index` holds only under a condition, or is imagined ("if", "unless", "would"): then it is no fact. */
export function isConditional(text: string, index: number): boolean {
  const before = text.slice(0, index);
  return before.search(CONDITION) !== -1;
}

/** Whether what stands at `index` is only thought possible ("may", "perhaps"); "15 May" is a date. */
export function isHedged(text: string, index: number): boolean {
  return text.slice(0, index).search(HEDGE) !== -1;
}

const HEDGE =
  /(?<!\p{L})(?:might|may(?=\s\p{Ll})|[Pp]erhaps|[Mm]aybe|[Pp]ossibly|[Aa]rguably|[Pp]robably|conceivably)(?!\p{L})/u;

/** Whether a negator stands anywhere in the text. */
export function hasNegator(text: string): boolean {
  return text.search(NEGATOR) !== -1;
}
