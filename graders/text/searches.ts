/**
 * What each search can begin with: a bit for each, noted with every word and sign when it is first met, so that a search passes
 * most places of a text without looking closer.
 */
let count = 0;
const atWords = new Map<string, number>();
const atLetters = new Map<string, number>();
const atSigns = new Int32Array(128);
/** Signs outside ASCII are all one. */
const LAST_SIGN = atSigns.length - 1;

/** The bit of a new search; those after the 31st share one. */
export function newSearch(): number {
  return 1 << Math.min(count++, 31);
}

/** Notes that a search can begin with a word, or with every word that begins with some letters. */
export function beginsWithWord(search: number, letters: string, whole: boolean): void {
  const searches = whole ? atWords : atLetters;
  searches.set(letters, (searches.get(letters) ?? 0) | search);
}

/** Notes that a search can begin with the sign of a code. */
export function beginsWithSign(search: number, code: number): void {
  const sign = Math.min(code, LAST_SIGN);
  atSigns[sign] = (atSigns[sign] as number) | search;
}

/** How many searches there are; words that were met before the last of them are not marked for it. */
export function searchCount(): number {
  return count;
}

/** The searches that can begin with a word. */
export function searchesAtWord(word: string): number {
  let searches = atWords.get(word) ?? 0;
  for (let length = 1; length <= Math.min(word.length, LONGEST); length++)
    searches |= atLetters.get(word.slice(0, length)) ?? 0;
  return searches;
}

/** No more letters of a beginning are known. */
const LONGEST = 40;

/** The searches that can begin with the sign of a code; a curly apostrophe may be searched as a straight one. */
export function searchesAtSign(code: number): number {
  const searches = atSigns[Math.min(code, LAST_SIGN)] as number;
  return code === CURLY ? searches | (atSigns[STRAIGHT] as number) : searches;
}

const CURLY = 0x2019;
const STRAIGHT = 0x27;
