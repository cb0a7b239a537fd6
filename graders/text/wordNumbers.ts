/**
 * Every word that is met in a text has a number, so that whatever is known of a word is looked up rather than worked out again.
 * Words are runs of letters and digits in lower case, and all digits are alike. All about a word lies side by side in
 * `wordCells`, from its number on, since that is where reading a text spends its time. Numbers hold until `forgetWords`.
 */
export const wordCells = new Int32Array(1 << 18);

/** Cells of a word: three of spelling, then what `reading.ts` keeps there. */
export const CELLS = 16;
export const SPELLING = 3;

/** There are no more words than this, and the number of each is a multiple of `CELLS`. */
export const MOST_NUMBERS = wordCells.length / CELLS;

/** The symbols of letters, by character code; 0 for all that belongs to no word. */
export type Letters = Uint8Array;
export const DIGIT = 27;
/** Letters from U+00E0 to U+024F, which are not told apart here. */
export const OTHER = 28;
/** Bits of a symbol. */
export const BITS = 5;
/** Symbols in one cell of spelling. */
export const IN_CELL = 6;

/** The letters of a text that `toLowerCase` leaves as long as it is. */
export const LETTERS = lettersOf((code) => String.fromCharCode(code).toLowerCase());
/** The same where only A to Z are put in lower case. */
export const LETTERS_AS_WRITTEN = lettersOf((code) => {
  const character = String.fromCharCode(code);
  return code < 128 ? character.toLowerCase() : character;
});

function lettersOf(lowerCase: (code: number) => string): Letters {
  const letters = new Uint8Array(0x10000);
  // Beyond U+024F these are all that become letters of the range in lower case.
  for (const code of [...Array(0x250).keys(), 0x1e9e, 0x212a, 0x212b, 0x2c7e, 0x2c7f]) {
    const lower = lowerCase(code).charCodeAt(0);
    if (lower >= 0x30 && lower <= 0x39) letters[code] = DIGIT;
    else if (lower >= 0x61 && lower <= 0x7a) letters[code] = lower - 0x60;
    else if (lower >= 0xe0 && lower < 0x250) letters[code] = OTHER;
  }
  return letters;
}

/**
 * The number of a word by its spelling: its symbols, as many as go into a cell together, or what `specialSpelling` says. Of a
 * word that is new `isNew` is told. -1 if there is no room for it.
 */
export function numberOf(
  first: number,
  second: number,
  third: number,
  isNew: (word: number) => void,
): number {
  const mixed = Math.imul(first ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35), 0x9e3779b1);
  let word = (mixed >>> SHIFT) * CELLS;
  while (wordCells[word] !== first || wordCells[word + 1] !== second || wordCells[word + 2] !== third) {
    if (wordCells[word] === 0) {
      if (count >= MOST_WORDS) return -1;
      count++;
      wordCells[word] = first;
      wordCells[word + 1] = second;
      wordCells[word + 2] = third;
      isNew(word);
      return word;
    }
    word = (word + CELLS) & (wordCells.length - 1);
  }
  return word;
}

/** Leaves the leading bits: as many as make one of the places of `wordCells`. */
const SHIFT = 32 - Math.log2(MOST_NUMBERS);
/** So many words are known at most: prose has a few thousand. */
export const MOST_WORDS = MOST_NUMBERS * 0.7;

let count = 0;

/** How many more words there is room for. */
export function roomForWords(): number {
  return MOST_WORDS - count;
}

/** The first cell of spelling, for want of symbols, of a word that is too long for three or has other letters. */
export function specialSpelling(word: string): number {
  const known = specials.get(word) ?? -1 - specials.size;
  specials.set(word, known);
  return known;
}

const specials = new Map<string, number>();

/** A word by its number. */
export function spellingOf(word: number): string {
  return (spellings[word / CELLS] ??= readSpelling(word));
}

let spellings: (string | undefined)[] = [];

function readSpelling(word: number): string {
  const first = wordCells[word] as number;
  if (first >= 0) return [0, 1, 2].map((cell) => unpacked(wordCells[word + cell] as number)).join("");
  for (const [spelling, key] of specials) if (key === first) return spelling;
  return "";
}

function unpacked(cell: number): string {
  let text = "";
  for (let rest = cell; rest > 0; rest >>= BITS) text = letterOf(rest & ((1 << BITS) - 1)) + text;
  return text;
}

function letterOf(symbol: number): string {
  return symbol === DIGIT ? "0" : String.fromCharCode(symbol + 0x60);
}

/** Whether the spelling of a word is special. */
export function isSpecial(word: number): boolean {
  return (wordCells[word] as number) < 0;
}

/**
 * The word with which a text begins as `spellingOf` gives it; "" if it begins with a sign, and undefined if the word's spelling is
 * special.
 */
export function plainSpelling(text: string): string | undefined {
  let spelling = "";
  for (let at = 0; at < text.length; at++) {
    const symbol = LETTERS[text.charCodeAt(at)] as number;
    if (symbol === 0) break;
    if (symbol === OTHER || at === SPELLING * IN_CELL) return undefined;
    spelling += letterOf(symbol);
  }
  return spelling;
}

/** Makes all numbers of words void. */
export function forgetWords(): void {
  wordCells.fill(0);
  specials.clear();
  spellings = [];
  count = 0;
}
