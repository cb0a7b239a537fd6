/** Words with what they stand for, found in a text without cutting it up. */
export interface Vocabulary<Value> {
  /** What the word from `start` to `end` of a text stands for, in whatever case; `hash` is that of its letters. */
  at(text: string, start: number, end: number, hash: number): Value | undefined;
}

/** Makes a vocabulary of words and what they stand for. */
export function vocabularyOf<Value>(entries: Iterable<readonly [string, Value]>): Vocabulary<Value> {
  const words = [...entries].map(([word, value]) => ({ word, value, hash: hashOf(word) }));
  // An open table, at most a quarter full: a word stands in the first free place from that of its hash on.
  const size = 2 ** Math.ceil(Math.log2(4 * words.length + 1));
  const places = new Int32Array(size).fill(FREE);
  for (const [index, { hash }] of words.entries()) {
    let place = hash & (size - 1);
    while (places[place] !== FREE) place = (place + 1) & (size - 1);
    places[place] = index;
  }
  return {
    at(text, start, end, hash) {
      for (let place = hash & (size - 1); ; place = (place + 1) & (size - 1)) {
        const index = places[place] as number;
        if (index === FREE) return undefined;
        const known = words[index] as (typeof words)[number];
        if (known.hash === hash && isWord(known.word, text, start, end)) return known.value;
      }
    },
  };
}

const FREE = -1;

/** The hash of a word, the same whatever its case. */
function hashOf(word: string): number {
  let hash = NO_LETTERS;
  for (let index = 0; index < word.length; index++) hash = withLetter(hash, word.charCodeAt(index));
  return hash;
}

/** The hash of a word of no letters. */
export const NO_LETTERS = 0;

/** The hash of a word and one more letter. */
export function withLetter(hash: number, code: number): number {
  return (Math.imul(hash, 31) + lower(code)) & 0x3fffffff;
}

function isWord(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let index = 0; index < word.length; index++)
    if (lower(word.charCodeAt(index)) !== lower(text.charCodeAt(start + index))) return false;
  return true;
}

function lower(code: number): number {
  return code < LOWER.length ? (LOWER[code] as number) : code;
}

/** Latin letters in lower case. */
const LOWER = Uint16Array.from({ length: 0x250 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return letter.length === 1 ? letter.charCodeAt(0) : code;
});
