/**
 * Every word that is met in a text has a number, so that whatever is known of a word is looked up rather than worked out again.
 * Words are runs of letters and digits in lower case, and all digits are alike; numbers hold until `forgetWords`.
 */

/** What stands for a character: itself in lower case if it belongs to a word, 0 if not. */
export type Letters = Uint16Array;

/** The letters of a text that `toLowerCase` leaves as long as it is: a to z, digits and U+00E0 to U+024F. */
export const LETTERS = lettersOf((code) => String.fromCharCode(code).toLowerCase());
/** The same where only A to Z are put in lower case. */
export const LETTERS_AS_WRITTEN = lettersOf((code) => {
  const character = String.fromCharCode(code);
  return code < 128 ? character.toLowerCase() : character;
});

function lettersOf(lowerCase: (code: number) => string): Letters {
  const letters = new Uint16Array(0x10000);
  // Beyond U+024F these are all that become letters of the range in lower case.
  for (const code of [...Array(0x250).keys(), 0x1e9e, 0x212a, 0x212b, 0x2c7e, 0x2c7f]) {
    const lower = lowerCase(code).charCodeAt(0);
    if (lower >= 0x30 && lower <= 0x39) letters[code] = 0x30;
    else if ((lower >= 0x61 && lower <= 0x7a) || (lower >= 0xe0 && lower < 0x250)) letters[code] = lower;
  }
  return letters;
}

/** The number of the word between two offsets of a text; `hash` is `hashOn` of its letters, one after the other. */
export function wordAt(text: string, start: number, end: number, hash: number, letters: Letters): number {
  let place = hash & (table.length - 1);
  for (;;) {
    const word = table[place] as number;
    if (word === 0) return newWord(text, start, end, hash, letters);
    if (hashes[word] === hash && isWord(word, text, start, end, letters)) return word;
    place = (place + 1) & (table.length - 1);
  }
}

/** What stands for a word so far, once a letter is added. */
export function hashOn(hash: number, letter: number): number {
  return Math.imul(hash ^ letter, 0x9e3779b1) ^ (hash >>> 15);
}

/** How many words are known; the first has number 1. */
export function knownWords(): number {
  return count;
}

/** A word by its number. */
export function spellingOf(word: number): string {
  return String.fromCharCode(...pool.subarray(begins[word], begins[word + 1]));
}

/** Makes all numbers of words void. */
export function forgetWords(): void {
  table.fill(0);
  count = 0;
}

let count = 0;
/** The numbers of words by their hashes, 0 where there is none; a power of two long, and at most half full. */
let table = new Int32Array(1 << 13);
let hashes = new Int32Array(1 << 12);
/** The letters of all words, and where those of each begin. */
let pool = new Uint16Array(1 << 15);
let begins = new Int32Array(1 << 12);

function isWord(word: number, text: string, start: number, end: number, letters: Letters): boolean {
  const from = begins[word] as number;
  if ((begins[word + 1] as number) - from !== end - start) return false;
  for (let index = start; index < end; index++)
    if (pool[from + index - start] !== letters[text.charCodeAt(index)]) return false;
  return true;
}

function newWord(text: string, start: number, end: number, hash: number, letters: Letters): number {
  const word = ++count;
  if (word + 2 > hashes.length) {
    hashes = grown(hashes, new Int32Array(hashes.length * 2));
    begins = grown(begins, new Int32Array(begins.length * 2));
    table = new Int32Array(table.length * 2);
    for (let known = 1; known < word; known++) enter(known);
  }
  const from = begins[word] as number;
  while (from + end - start > pool.length) pool = grown(pool, new Uint16Array(pool.length * 2));
  for (let index = start; index < end; index++)
    pool[from + index - start] = letters[text.charCodeAt(index)] as number;
  begins[word + 1] = from + end - start;
  hashes[word] = hash;
  enter(word);
  return word;
}

function enter(word: number): void {
  let place = (hashes[word] as number) & (table.length - 1);
  while (table[place] !== 0) place = (place + 1) & (table.length - 1);
  table[place] = word;
}

function grown<Numbers extends Int32Array | Uint16Array>(from: Numbers, into: Numbers): Numbers {
  into.set(from);
  return into;
}
