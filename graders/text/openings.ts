import { kept } from "./kept.ts";
import { prefixesOf } from "./prefixes.ts";
import { beginsWith, lettersAt, ONE_LETTER, PAIR, wordsIn } from "./words.ts";

/** Calls `visit` for each word of a text at which some of the expressions may match: `which` are their indexes. */
export type Openings = (text: string, visit: (start: number, which: readonly number[]) => void) => void;

/**
 * The places where expressions can match that begin with a whole word: most words of a text are ruled out by their first
 * letters. Whoever asks tries them at the places.
 */
export function openingsOf(sources: readonly string[]): Openings {
  const beginnings = sources.map(beginningsOf);
  const isFirst = pairsOf(beginnings.flat());
  const known = new Map<number, readonly number[]>();
  const whichOf = (letters: number): readonly number[] => {
    let which = known.get(letters);
    if (which === undefined) {
      if (known.size >= MANY) known.clear();
      which = [...sources.keys()].filter((index) =>
        beginnings[index]?.some((prefix) => beginsWith(letters, prefix)),
      );
      known.set(letters, which);
    }
    return which;
  };
  return (text, visit) => {
    const { starts, letters } = wordsIn(text);
    for (let index = 0; index < starts.length; index++) {
      const word = letters[index] as number;
      if (isFirst[word & PAIR] === 0) continue;
      const which = whichOf(word);
      if (which.length > 0) visit(starts[index] as number, which);
    }
  };
}

/** Sources come again: all scenarios look for the same roles. */
const beginningsOf = kept((source) => [...prefixesOf(source)]);
/** So many different beginnings of words are kept; prose has a few thousand. */
const MANY = 10_000;

/** Which first two letters go with one of the prefixes. */
function pairsOf(prefixes: readonly string[]): Uint8Array {
  const pairs = new Uint8Array(PAIR + 1);
  for (const start of new Set(prefixes.map((prefix) => prefix.slice(0, 2)))) {
    const first = lettersAt(start, 0);
    const step = start.length === 2 ? pairs.length : start.length === 1 ? ONE_LETTER : 1;
    for (let pair = first; pair < pairs.length; pair += step) pairs[pair] = 1;
  }
  return pairs;
}
