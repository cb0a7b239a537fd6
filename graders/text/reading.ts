import {
  forgetWords,
  hashOn,
  knownWords,
  LETTERS,
  LETTERS_AS_WRITTEN,
  spellingOf,
  wordAt,
} from "./wordNumbers.ts";

/** A text taken apart into its words; holds until the next text is read. */
export interface Reading {
  /** A bit for each word that is looked for, from `row` on, set where it occurs. */
  facts: Int32Array;
  row: number;
  /**
   * For each place where a phrase can begin (wherever no letter or digit stands before) three numbers: its offset, the word that
   * stands there, 0 if none does, and the trait of the next word.
   */
  cells: Int32Array;
}

/** Numbers of `Reading.cells` for each place. */
export const CELL = 3;

/** The number of a word, or of a part of one (written as in `required.ts`), among the facts of every text. */
export function lookFor(word: string): number {
  const known = facts.get(word);
  if (known !== undefined) return known;
  outgrown = true;
  facts.set(word, facts.size);
  return facts.size - 1;
}

/** What a word has in common with some others: one bit, by its first letters (in lower case, "" behind the last). */
export function traitOf(first: string, second: string): number {
  return 1 << ((symbolOf(first.charCodeAt(0)) * 7 + symbolOf(second.charCodeAt(0)) * 3) % NO_WORD_BIT);
}

/** The letters that `traitOf` tells apart, and one for all others. */
function symbolOf(code: number): number {
  return code >= 0x61 && code <= 0x7a ? code - 0x60 : code === 0x30 ? 27 : Number.isNaN(code) ? 0 : 28;
}

const NO_WORD_BIT = 31;
/** The trait of no word: the text ends. */
const NO_WORD = 1 << NO_WORD_BIT;

/** Changes when the numbers of words become void. */
export function vocabulary(): number {
  return generation;
}

let generation = 0;
/** So many words are known at most; prose has a few thousand. */
const MOST_WORDS = 50_000;
/** So many texts are remembered: more than a reply's sentences and their parts. */
const SLOTS = 256;

const facts = new Map<string, number>();
/** Whether words have come up since that are to be looked for. */
let outgrown = true;
let width = 0;
let rows = new Int32Array(0);
const readings = new Map<string, Reading>();
let latest: { text: string; reading: Reading | undefined } = { text: "", reading: undefined };

/** The reading of a text; the same text is not read again. */
export function readingOf(text: string): Reading {
  if (outgrown || knownWords() > MOST_WORDS) begin();
  if (latest.reading !== undefined && latest.text === text) return latest.reading;
  let reading = readings.get(text);
  if (reading === undefined) {
    if (readings.size >= SLOTS) readings.clear();
    const row = readings.size * width;
    rows.fill(0, row, row + width);
    reading = { facts: rows, row, cells: read(text, row) };
    readings.set(text, reading);
  }
  latest.text = text;
  latest.reading = reading;
  return reading;
}

function begin(): void {
  outgrown = false;
  generation++;
  forgetWords();
  traits.length = 1;
  meanings.length = 1;
  width = Math.ceil(facts.size / 32);
  rows = new Int32Array(width * SLOTS);
  readings.clear();
  latest = { text: "", reading: undefined };
}

/** By the number of a word its trait, and the facts it is. */
const traits: number[] = [0];
const meanings: number[][] = [[]];
let cells = new Int32Array(CELL * 4096);

function read(text: string, row: number): Int32Array {
  // Of all letters only this one becomes longer in lower case.
  const written = text.includes("İ");
  const letters = written ? LETTERS_AS_WRITTEN : LETTERS;
  let size = 0;
  let hash = 0;
  let start = -1;
  for (let index = 0; index <= text.length; index++) {
    const letter = index < text.length ? (letters[text.charCodeAt(index)] as number) : 0;
    if (letter !== 0) {
      if (start === -1) start = index;
      hash = hashOn(hash, letter);
      continue;
    }
    if (size + CELL > cells.length) cells = doubled(cells);
    if (start !== -1) {
      const word = wordAt(text, start, index, hash, letters);
      note(word, row);
      cells[size] = start;
      cells[size + 1] = word;
      size += CELL;
      start = -1;
      hash = 0;
    } else if (index < text.length) {
      cells[size] = index;
      cells[size + 1] = 0;
      size += CELL;
    }
  }
  lookAhead(size);
  return cells.slice(0, size);
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const into = new Int32Array(from.length * 2);
  into.set(from);
  return into;
}

function note(word: number, row: number): void {
  if (word >= meanings.length) learn(word);
  const meaning = meanings[word] as number[];
  for (let index = 0; index < meaning.length; index++) {
    const fact = meaning[index] as number;
    rows[row + (fact >> 5)] = (rows[row + (fact >> 5)] as number) | (1 << (fact & 31));
  }
}

/** Finds out all about a word that is met for the first time. */
function learn(word: number): void {
  const spelling = spellingOf(word);
  traits.push(traitOf(spelling.slice(0, 1), spelling.slice(1, 2)));
  meanings.push(spelling.length > LONGEST ? [...facts.values()] : factsOf(spelling));
}

/** A longer word may be anything that is looked for. */
const LONGEST = 60;

function factsOf(spelling: string): number[] {
  const found = new Set<number>();
  // To a regular expression that ignores case the long s is an s, and other letters may be no part of a word.
  for (const run of spelling.replaceAll("ſ", "s").match(/[a-z0]+/g) ?? []) {
    const word = `^${run}$`;
    for (let start = 0; start < word.length; start++)
      for (let end = start + 1; end <= word.length; end++) {
        const fact = facts.get(word.slice(start, end));
        if (fact !== undefined) found.add(fact);
      }
  }
  return [...found];
}

function lookAhead(size: number): void {
  let trait = NO_WORD;
  for (let at = size - CELL; at >= 0; at -= CELL) {
    cells[at + 2] = trait;
    const word = cells[at + 1] as number;
    if (word !== 0) trait = traits[word] as number;
  }
}
