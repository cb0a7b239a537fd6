/** The places of a text where a phrase can begin, with the letters that stand there. */
export interface Starts {
  count: number;
  /** Offsets, in order. */
  at: Int32Array;
  /** The first letters as one number each: see `lettersOf`. */
  letters: Int32Array;
}

/** How many leading letters are told apart. */
export const LETTERS = 4;
/** Seven bits a letter: its code, or this for all that is not ASCII; 0 behind the end of the text. */
export const OTHER_LETTER = 127;
const BITS = 7;

let latest: Starts & { text: string } = {
  text: "",
  count: 0,
  at: new Int32Array(0),
  letters: new Int32Array(0),
};

/**
 * Where phrases can begin in a text in lower case: wherever no letter or digit stands before. Every lexicon reads the same text one
 * after the other, so the places of the last text are kept; they are overwritten by the next text's.
 */
export function startsIn(lower: string): Starts {
  if (latest.text === lower) return latest;
  if (latest.at.length < lower.length) {
    latest.at = new Int32Array(2 * lower.length);
    latest.letters = new Int32Array(2 * lower.length);
  }
  const { at, letters } = latest;
  let count = 0;
  let inWord = false;
  for (let index = 0; index < lower.length; index++) {
    if (!inWord) {
      at[count] = index;
      letters[count++] = lettersAt(lower, index);
    }
    inWord = isLetter(lower.charCodeAt(index));
  }
  latest.text = lower;
  latest.count = count;
  return latest;
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
