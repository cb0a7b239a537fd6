import { lowerCase } from "./lowerCase.ts";
import { lettersAt, wordsIn } from "./words.ts";

/** Finds in a text the pairs of telling words that another text holds; `visit` gets each with a key that is the same in both. */
export type PairFinder = (text: string, visit: (start: number, end: number, key: string) => void) => void;

/**
 * The finder of a text's pairs: neighbouring words of four letters or more, plural s dropped, neither of which is a word of
 * every deal.
 */
export function pairFinder(source: string): PairFinder {
  const pairs = new Set<string>();
  const firsts = new Set<number>();
  eachPair(source, null, (_, __, key) => {
    pairs.add(key);
    firsts.add(lettersAt(key, 0));
  });
  return (text, visit) =>
    eachPair(text, firsts, (start, end, key) => {
      if (pairs.has(key)) visit(start, end, key);
    });
}

/** Calls `visit` for each pair, but for those whose first word does not begin with any of the letters of `firsts`. */
function eachPair(
  text: string,
  firsts: ReadonlySet<number> | null,
  visit: (start: number, end: number, key: string) => void,
): void {
  const lower = lowerCase(text);
  const { starts, ends, letters } = wordsIn(text);
  let before = -1;
  for (let index = 0; index < starts.length; index++) {
    const [start, end] = [starts[index] as number, ends[index] as number];
    if (end - start < 2 || !isLetter(lower.charCodeAt(start))) continue;
    const first = before;
    before = index;
    if (first === -1 || end - start < LEAST || start - (ends[first] as number) > GAP) continue;
    if (firsts?.has(letters[first] as number) === false) continue;
    const [one, other] = [
      stemOf(lower, starts[first] as number, ends[first] as number),
      stemOf(lower, start, end),
    ];
    if (tells(one) && tells(other)) visit(starts[first] as number, end, `${one} ${other}`);
  }
}

const LEAST = 4;
/** Words with more than this between them are no neighbours. */
const GAP = 2;

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 0xe0 && code < 0x250);
}

function stemOf(lower: string, start: number, end: number): string {
  return lower.slice(start, lower.endsWith("s", end) ? end - 1 : end);
}

function tells(stem: string): boolean {
  return stem.length >= LEAST && !EVERYDAY.has(stem);
}

/** Words of every deal and every answer, without plural s. */
const EVERYDAY = new Set(
  `that thi with have from they them their there what when where which will would could should been being were your our
  about after before into over more most than then only also just because while until every each some other same such
  very much many well next last first week month year quarter today tomorrow deal deals account customer customer sale buyer economic
  champion metric criteria process decision paper competition pain budget money review meeting call stage forecast commit
  best case pipeline discovery evaluation proof negotiation close signature sign business value technical team people
  need want make take give know tell said says told sent goes going plan step date named agreed`.split(/\s+/),
);
