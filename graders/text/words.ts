import { kept } from "./kept.ts";

/**
 * The words of a text in order: its runs of Latin letters, of digits, and of letters of other scripts. Each is told by its first letters, so that most of what
 * is looked for is ruled out without reading on.
 */
export interface Words {
  starts: readonly number[];
  ends: readonly number[];
  /** The first letters of each word, of a short one with what follows it: see `lettersAt`. */
  letters: readonly number[];
}

/** The words of a text; several readers go through the same text one after the other. */
export const wordsIn = kept(readWords, 64);

function readWords(text: string): Words {
  const starts: number[] = [];
  const ends: number[] = [];
  const letters: number[] = [];
  let before: number = SIGN;
  for (let at = 0; at < text.length; at++) {
    const kind = KIND[text.charCodeAt(at)] as number;
    if (kind === before) continue;
    if (before !== SIGN) ends.push(at);
    if (kind !== SIGN) {
      starts.push(at);
      letters.push(lettersAt(text, at));
    }
    before = kind;
  }
  if (before !== SIGN) ends.push(text.length);
  return { starts, ends, letters };
}

/** How many leading letters are told apart, seven bits each. */
const LETTERS = 4;
const BITS = 7;
/** Stands for all that is not ASCII. */
const OTHER = 127;
/** Of the number of `lettersAt` what stands for the first two. */
export const PAIR = (1 << (2 * BITS)) - 1;
/** How many different first letters that number can hold. */
export const ONE_LETTER = 1 << BITS;

/** Characters in lower case. */
const LOWER = new Uint8Array(0x10000).fill(OTHER);
for (let code = 0; code < OTHER; code++) LOWER[code] = String.fromCharCode(code).toLowerCase().charCodeAt(0);

const [SIGN, DIGIT, LATIN, FOREIGN] = [0, 1, 2, 3] as const;
/** What words are made of; signs beyond Latin are the blocks of punctuation, symbols and variants. */
const KIND = new Uint8Array(0x10000).fill(FOREIGN);
for (let code = 0; code < 0x250; code++) {
  const character = String.fromCharCode(code);
  KIND[code] = /\d/.test(character) ? DIGIT : /[a-zà-öø-ɏ]/i.test(character) ? LATIN : SIGN;
}
KIND.fill(SIGN, 0x2000, 0x2c00).fill(SIGN, 0x3000, 0x3040).fill(SIGN, 0xfe00, 0xfe10);

/** The first four letters at a place in lower case, as one number; 0 stands for what lies behind the end. */
export function lettersAt(text: string, at: number): number {
  const end = Math.min(at + LETTERS, text.length);
  let letters = 0;
  for (let index = at; index < end; index++)
    letters |= (LOWER[text.charCodeAt(index)] as number) << (BITS * (index - at));
  return letters;
}

/** Whether a word with these first letters begins as a prefix of at most four letters does. */
export function beginsWith(letters: number, prefix: string): boolean {
  return ((letters ^ lettersAt(prefix, 0)) & ((1 << (BITS * prefix.length)) - 1)) === 0;
}
