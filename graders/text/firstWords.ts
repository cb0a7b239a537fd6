import { ANY_WORD, PLACE, readingOf, SIGN, traitOf, traitOfWord } from "./reading.ts";
import { isSpecial, plainSpelling, spellingOf } from "./wordNumbers.ts";

/**
 * Calls `visit` for each place of a text at which a phrase may stand, place by place; `index` is the phrase's, and of one place
 * the phrases come in their order.
 */
export type FirstWords = (text: string, visit: (start: number, index: number) => void) => void;

/**
 * The places where one of some phrases can stand that does not begin inside a word: those of its first word, and all about whose
 * word little is known. For the phrases of one deal: other than `openings.ts` it is made in no time and tells the readings of
 * texts (`reading.ts`) nothing of them.
 */
export function firstWordsOf(phrases: readonly string[]): FirstWords {
  const all = [...phrases.keys()];
  const byWord = Map.groupBy(all, (index) => plainSpelling(phrases[index] ?? ""));
  const bySign = byWord.get("") ?? [];
  const signs = new Set(bySign.map((index) => phrases[index]?.charCodeAt(0)));
  const atSign = (code: number) =>
    bySign.length > 0 && (code > LAST_SIGN || signs.has(code)) ? bySign : NONE;
  let traits = 0;
  for (const word of byWord.keys()) if (word) traits |= traitOf(word.slice(0, 1), word.slice(1, 2));
  const atWord = (word: number) => {
    if (word === ANY_WORD || isSpecial(word)) return all;
    return (traitOfWord(word) & traits) === 0 ? NONE : (byWord.get(spellingOf(word)) ?? NONE);
  };
  return (text, visit) => {
    if (phrases.length === 0) return;
    const { places, from, to } = readingOf(text);
    // Its other letters are read as they are written.
    const isUnsure = text.includes("İ");
    for (let place = from; place < to; place += PLACE) {
      const start = places[place] as number;
      const word = places[place + 1] as number;
      const found = isUnsure ? all : word === SIGN ? atSign(text.charCodeAt(start)) : atWord(word);
      for (const index of found) visit(start, index);
    }
  };
}

const NONE: readonly number[] = [];
/** Signs outside ASCII are not told apart. */
const LAST_SIGN = 127;
