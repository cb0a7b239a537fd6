import { once } from "./kept.ts";
import { searchCount, searchesAtSign, searchesAtWord } from "./searches.ts";
import {
  BITS,
  CELLS,
  DIGIT,
  forgetWords,
  IN_CELL,
  LETTERS,
  LETTERS_AS_WRITTEN,
  MOST_WORDS,
  numberOf,
  OTHER,
  roomForWords,
  SPELLING,
  specialSpelling,
  spellingOf,
  wordCells,
} from "./wordNumbers.ts";

/** A text taken apart into its words; holds until the next text is read. */
export interface Reading {
  /** A bit for each word that is looked for, from `row` on, set where it occurs. */
  facts: Int32Array;
  row: number;
  /**
   * From `from` to `to` four numbers for each place where a phrase can begin (wherever no letter or digit stands before): its
   * offset, the word that stands there or `SIGN`, the trait of the next word, and the searches that can begin there.
   */
  places: Int32Array;
  from: number;
  to: number;
}

/** Numbers of `Reading.places` for each place. */
export const PLACE = 4;
/** No word, but white space or a sign. */
export const SIGN = -2;
/** A word for which there was no room: it may be any. */
export const ANY_WORD = -1;

/** The number of a word, or of a part of one (written as in `required.ts`), among the facts of every text. */
export function lookFor(word: string): number {
  const known = facts.get(word);
  if (known !== undefined) return known;
  outgrown = true;
  facts.set(word, UNIONS + facts.size);
  return UNIONS + facts.size - 1;
}

/** The number of a fact that holds of a text as soon as one of some others does. */
export function lookForAny(others: readonly number[]): number {
  const some = [...new Set(others)].sort((a, b) => a - b);
  const [only] = some;
  if (some.length === 1 && only !== undefined) return only;
  const name = some.join(" ");
  const known = unions.get(name);
  if (known !== undefined) return known;
  outgrown = true;
  // The first numbers are theirs: a word that makes many of them hold finds these side by side.
  const any = unions.size < UNIONS ? unions.size : UNIONS + facts.size;
  if (unions.size >= UNIONS) facts.set(`any of ${name}`, any);
  unions.set(name, any);
  for (const fact of some) unionsOf.set(fact, [...(unionsOf.get(fact) ?? []), any]);
  return any;
}

/**
 * What `make` makes, when it is first asked for and at the latest before the next text is read: so the words of all lexicons are
 * known by then, and none is read by a command that reads no reply.
 */
export function beforeReading<Made>(make: () => Made): () => Made {
  const get = once(make);
  pending.push(get);
  return get;
}

const pending: (() => unknown)[] = [];

/** What a word has in common with some others: one bit, by its first letters (in lower case, "" behind the last). */
export function traitOf(first: string, second: string): number {
  return 1 << ((symbolOf(first.charCodeAt(0)) * 7 + symbolOf(second.charCodeAt(0)) * 3) % NO_WORD_BIT);
}

/** The trait of a word by its number. */
export function traitOfWord(word: number): number {
  return wordCells[word + TRAIT] as number;
}

/** The letters that `traitOf` tells apart, and one for all others. */
function symbolOf(code: number): number {
  return code >= 0x61 && code <= 0x7a ? code - 0x60 : code === 0x30 ? DIGIT : Number.isNaN(code) ? 0 : OTHER;
}

const NO_WORD_BIT = 31;
/** The trait of no word: the text ends. */
const NO_WORD = 1 << NO_WORD_BIT;
/** Every trait, or every search. */
const ALL = -1;

/** Changes when the numbers of words become void. */
export function vocabulary(): number {
  return generation;
}

let generation = 0;
/** So many texts are remembered: more than a reply's sentences and their parts. */
const SLOTS = 256;

const facts = new Map<string, number>();
/** The facts of `lookForAny`, by those of which one must hold. */
const unions = new Map<string, number>();
const unionsOf = new Map<number, number[]>();
const UNIONS = 1024;
/** Whether words have come up since that are to be looked for. */
let outgrown = true;
/** How many searches the words are marked for. */
let searches = 0;
let width = 0;
let rows = new Int32Array(0);
/** Of all texts remembered, one behind the other. */
let places = new Int32Array(1 << 15);
let used = 0;
const readings = new Map<string, Reading>();
let latest: { text: string; reading: Reading | undefined } = { text: "", reading: undefined };

/** The reading of a text; the same text is not read again. */
export function readingOf(text: string): Reading {
  if (latest.reading !== undefined && !outgrown && searches === searchCount() && latest.text === text)
    return latest.reading;
  if (outgrown || pending.length > 0 || searches !== searchCount()) begin();
  let reading = readings.get(text);
  if (reading === undefined) {
    if (roomForWords() < Math.min(text.length / LETTERS_A_WORD, MOST_WORDS / 2)) begin();
    if (readings.size >= SLOTS || used + (text.length + 1) * PLACE > places.length) startOver(text);
    const row = readings.size * width;
    rows.fill(0, row, row + width);
    reading = { facts: rows, row, places, from: used, to: read(text, row) };
    used = reading.to;
    readings.set(text, reading);
  }
  latest.text = text;
  latest.reading = reading;
  return reading;
}

/** No text has more different words than one in so many letters. */
const LETTERS_A_WORD = 4;

function begin(): void {
  for (const make of pending.splice(0)) make();
  outgrown = false;
  searches = searchCount();
  generation++;
  forgetWords();
  longLists.length = 0;
  width = Math.ceil((UNIONS + facts.size) / 32);
  rows = new Int32Array(width * SLOTS);
  startOver("");
}

/** Forgets all texts, so that there is room for another. */
function startOver(text: string): void {
  readings.clear();
  latest = { text: "", reading: undefined };
  used = 0;
  // Room for the parts of a long text beside it: else each of them would push it out.
  const most = (text.length + 1) * PLACE * 2;
  if (most > places.length) places = new Int32Array(most);
}

/** Notes the facts and places of a text, and returns where its places end. */
function read(text: string, row: number): number {
  // Of all letters only this one becomes longer in lower case.
  const letters = text.includes("İ") ? LETTERS_AS_WRITTEN : LETTERS;
  let to = used;
  let [first, second, cell, length] = [0, 0, 0, 0];
  let isSpecial = false;
  for (let index = 0; index <= text.length; index++) {
    const letter = index < text.length ? (letters[text.charCodeAt(index)] as number) : 0;
    if (letter !== 0) {
      if (letter === OTHER) isSpecial = true;
      if (length === IN_CELL) {
        first = cell;
        cell = 0;
      } else if (length === 2 * IN_CELL) {
        second = cell;
        cell = 0;
      }
      cell = (cell << BITS) | letter;
      length++;
      continue;
    }
    if (length > 0) {
      const start = index - length;
      places[to] = start;
      places[to + 1] =
        isSpecial || length > SPELLING * IN_CELL
          ? note(specialSpelling(foldedWord(text.slice(start, index))), 0, 0, row)
          : length <= IN_CELL
            ? note(cell, 0, 0, row)
            : length <= 2 * IN_CELL
              ? note(first, cell, 0, row)
              : note(first, second, cell, row);
      to += PLACE;
      cell = 0;
      length = 0;
      isSpecial = false;
    } else if (index < text.length) {
      places[to] = index;
      places[to + 1] = SIGN;
      places[to + 3] = searchesAtSign(text.charCodeAt(index));
      to += PLACE;
    }
  }
  lookAhead(used, to);
  return to;
}

function foldedWord(word: string): string {
  return word.toLowerCase().replaceAll(/\d/g, "0");
}

/** What is known of a word behind its spelling: its trait, its searches, how many cells its facts take, and these. */
const TRAIT = SPELLING;
const SEARCHES = TRAIT + 1;
const COUNT = SEARCHES + 1;
/** Pairs of a place in a row of facts and the bits there that the word sets. */
const FACTS = COUNT + 1;
const MOST_CELLS = CELLS - FACTS;
/** The facts of words that are more; their count is the place here below zero. */
const longLists: Int32Array[] = [];

/** Notes the facts of the word of a spelling, and returns its number. */
function note(first: number, second: number, third: number, row: number): number {
  const word = numberOf(first, second, third, learn);
  if (word < 0) {
    rows.fill(-1, row, row + width);
    return ANY_WORD;
  }
  const count = wordCells[word + COUNT] as number;
  if (count < 0)
    set(row, longLists[-1 - count] as Int32Array, 0, (longLists[-1 - count] as Int32Array).length);
  else set(row, wordCells, word + FACTS, word + FACTS + count);
  return word;
}

/** Sets the bits of pairs of places and bits. */
function set(row: number, pairs: Int32Array, from: number, to: number): void {
  for (let at = from; at < to; at += 2) {
    const place = row + (pairs[at] as number);
    rows[place] = (rows[place] as number) | (pairs[at + 1] as number);
  }
}

/** Finds out all about a word that is met for the first time. */
function learn(word: number): void {
  const spelling = spellingOf(word);
  wordCells[word + TRAIT] = traitOf(spelling.slice(0, 1), spelling.slice(1, 2));
  wordCells[word + SEARCHES] = searchesAtWord(spelling);
  const masks = new Map<number, number>();
  for (const fact of factsOf(spelling))
    masks.set(fact >> 5, (masks.get(fact >> 5) ?? 0) | (1 << (fact & 31)));
  const pairs = Int32Array.from([...masks].flat());
  wordCells[word + COUNT] = pairs.length > MOST_CELLS ? -longLists.push(pairs) : pairs.length;
  if (pairs.length <= MOST_CELLS) wordCells.set(pairs, word + FACTS);
}

/** A longer word may be anything that is looked for. */
const LONGEST = 60;

function factsOf(spelling: string): Set<number> {
  if (spelling.length > LONGEST) return new Set([...facts.values(), ...unions.values()]);
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
  // Those that are added are met in their turn.
  for (const fact of found) for (const any of unionsOf.get(fact) ?? []) found.add(any);
  return found;
}

function lookAhead(from: number, to: number): void {
  let trait = NO_WORD;
  for (let place = to - PLACE; place >= from; place -= PLACE) {
    places[place + 2] = trait;
    const word = places[place + 1] as number;
    if (word === SIGN) continue;
    trait = word === ANY_WORD ? ALL : (wordCells[word + TRAIT] as number);
    places[place + 3] = word === ANY_WORD ? ALL : (wordCells[word + SEARCHES] as number);
  }
}
