import { ANY_WORD, PLACE, readingOf, SIGN, vocabulary } from "./reading.ts";
import { CELLS, spellingOf } from "./wordNumbers.ts";

/** Finds in a text the pairs of telling words that another text holds; `visit` gets each with a key that is the same in both. */
export type PairFinder = (text: string, visit: (start: number, end: number, key: string) => void) => void;

/**
 * The finder of a text's pairs: neighbouring words of four letters or more, plural s dropped, neither of which is a word of
 * every deal. `source` is only asked for when a text with such pairs is to be searched.
 */
export function pairFinder(source: () => string): PairFinder {
  let seconds: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return (text, visit) => {
    const pairs = pairsOf(text);
    if (pairs.length === 0) return;
    seconds ??= secondsOf(pairsOf(source()));
    for (const { first, second, start, end } of pairs)
      if (seconds.get(first)?.has(second)) visit(start, end, `${first} ${second}`);
  };
}

/** The second words of pairs by their first. */
function secondsOf(pairs: readonly Pair[]): Map<string, Set<string>> {
  const seconds = new Map<string, Set<string>>();
  for (const { first, second } of pairs) {
    const known = seconds.get(first);
    if (known) known.add(second);
    else seconds.set(first, new Set([second]));
  }
  return seconds;
}

/** Neighbouring words by their stems. */
interface Pair {
  first: string;
  second: string;
  start: number;
  end: number;
}

/** The pairs of a text; its reading would not outlive that of another text. */
function pairsOf(text: string): Pair[] {
  const pairs: Pair[] = [];
  const { places, from: first, to } = readingOf(text);
  let before = NONE;
  let from = 0;
  for (let place = first; place < to; place += PLACE) {
    const word = places[place + 1] as number;
    if (word === SIGN) continue;
    const start = places[place] as number;
    const stem = word === ANY_WORD ? NONE : stemOf(word);
    if (stem.length === 1) continue;
    if (stem.stem !== "" && before.stem !== "" && start - from - before.length <= GAP)
      pairs.push({ first: before.stem, second: stem.stem, start: from, end: start + stem.length });
    before = stem;
    from = start;
  }
  return pairs;
}

/** Words with more than this between them are no neighbours. */
const GAP = 2;
const LEAST = 4;

/** A word without its plural s; "" where the word tells nothing. */
interface Stem {
  stem: string;
  length: number;
}

const NONE: Stem = { stem: "", length: 0 };

/** The stems by the numbers of their words. */
let stems: (Stem | undefined)[] = [];
let of = -1;

function stemOf(word: number): Stem {
  if (of !== vocabulary()) {
    of = vocabulary();
    stems = [];
  }
  return (stems[word / CELLS] ??= readStem(spellingOf(word)));
}

function readStem(spelling: string): Stem {
  const stem = spelling.endsWith("s") ? spelling.slice(0, -1) : spelling;
  const tells = stem.length >= LEAST && !EVERYDAY.has(stem) && !spelling.includes("0");
  return { stem: tells ? stem : "", length: spelling.length };
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
