import { kept } from "./kept.ts";

/** The places of a text where a phrase can begin, with the letters that stand there. */
export interface Starts {
  /** Offsets, in order. */
  at: readonly number[];
  /** The first letters as one number each: see `lettersOf`. */
  letters: readonly number[];
}

/** How many leading letters are told apart. */
export const LETTERS = 4;
/** Seven bits a letter: its code, or this for all that is not ASCII; 0 behind the end of the text. */
export const OTHER_LETTER = 127;
const BITS = 7;

/**
 * Where phrases can begin in a text in lower case: wherever no letter or digit stands before. Every lexicon reads the same
 * texts one after the other.
 */
export const startsIn = kept(findStarts);

function findStarts(lower: string): Starts {
  const at: number[] = [];
  const letters: number[] = [];
  let inWord = false;
  for (let index = 0; index < lower.length; index++) {
    if (!inWord) {
      at.push(index);
      letters.push(lettersAt(lower, index));
    }
    inWord = isLetter(lower.charCodeAt(index));
  }
  return { at, letters };
}

/** The codes of the letters that a number of `Starts.letters` stands for. */
export function codesOf(letters: number): number[] {
  return Array.from({ length: LETTERS }, (_, index) => (letters >> (BITS * index)) & OTHER_LETTER);
}

/** Of a number of `Starts.letters` what stands for the first two. */
export const PAIR = (1 << (2 * BITS)) - 1;

/** The first letters at an offset of a text, as one number. */
export function lettersAt(text: string, at: number): number {
  let letters = 0;
  for (let index = 0; index < LETTERS && at + index < text.length; index++)
    letters |= Math.min(text.charCodeAt(at + index), OTHER_LETTER) << (BITS * index);
  return letters;
}

/** [a-z0-9à-ɏ] */
function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 0xe0 && code <= 0x24f);
}
