import { folded, requiredIn } from "./required.ts";

/**
 * Hundreds of patterns are asked of every sentence, and nearly all in vain. So each is registered here with the words it
 * cannot match without (`required.ts`); the first question about a text walks through it once with an Aho–Corasick automaton
 * of all these words, and notes which of them occur. What follows is a look at one bit, or two.
 */
export function watchFor(source: string): Watch {
  return requiredIn(source)
    .filter((words) => words.every((word) => word.length >= SHORTEST))
    .map((words) => masksOf(words.map(numberOf)));
}

/**
 * The sets of words of which a pattern needs one each. A set is pairs of a place in a row of facts and the bits there that
 * stand for its words.
 */
export type Watch = readonly (readonly number[])[];

/** The watch for whichever of several patterns: one set, of the words that each needs most. */
export function watchForAny(watches: readonly Watch[]): Watch {
  const sets = watches.map(([first]) => first).filter((set) => set !== undefined);
  if (sets.length < watches.length) return [];
  const masks = new Map<number, number>();
  for (const set of sets)
    for (let index = 0; index < set.length; index += 2) {
      const [place = 0, mask = 0] = set.slice(index, index + 2);
      masks.set(place, (masks.get(place) ?? 0) | mask);
    }
  return [[...masks].flat()];
}

/** Whether the pattern of a watch may match in a text; false is certain. */
export function mayOccur(text: string, watch: Watch): boolean {
  return watch.length === 0 || mayOccurIn(factsOf(text), watch);
}

/** What is known of a text, for asking `mayOccurIn` of many patterns; holds until the next text is asked for. */
export type Facts = number;

/** Whether the pattern of a watch may match in the text of these facts; false is certain. */
export function mayOccurIn(at: Facts, watch: Watch): boolean {
  for (let index = 0; index < watch.length; index++)
    if (!hasOne(at, watch[index] as readonly number[])) return false;
  return true;
}

function hasOne(at: Facts, set: readonly number[]): boolean {
  for (let index = 0; index < set.length; index += 2)
    if (((facts[at + (set[index] as number)] as number) & (set[index + 1] as number)) !== 0) return true;
  return false;
}

/** Single letters are in every text. */
const SHORTEST = 2;
/** So many texts are remembered: more than a reply's sentences and their parts. */
const SLOTS = 256;

/** The number of each word that is looked for. */
const words = new Map<string, number>();
let automaton: Automaton | undefined;
/** A row for each text kept: a bit for each word, set where it occurs. */
let facts = new Int32Array(0);
let width = 0;
const slots = new Map<string, number>();
let latest = { text: "", at: -1 };

function numberOf(word: string): number {
  const known = words.get(word);
  if (known !== undefined) return known;
  automaton = undefined;
  words.set(word, words.size);
  return words.size - 1;
}

function masksOf(numbers: readonly number[]): readonly number[] {
  const masks = new Map<number, number>();
  for (const number of numbers) masks.set(number >> 5, (masks.get(number >> 5) ?? 0) | (1 << (number & 31)));
  return [...masks].flat();
}

/** The words of all patterns that occur in a text. */
export function factsOf(text: string): Facts {
  if (automaton === undefined) prepare();
  if (latest.at >= 0 && latest.text === text) return latest.at;
  let at = slots.get(text);
  if (at === undefined) {
    if (slots.size >= SLOTS) slots.clear();
    at = slots.size * width;
    slots.set(text, at);
    facts.fill(0, at, at + width);
    note(automaton as Automaton, text, at);
  }
  latest.text = text;
  latest.at = at;
  return at;
}

function prepare(): void {
  automaton = build([...words.keys()]);
  width = Math.ceil(words.size / 32);
  facts = new Int32Array(width * SLOTS);
  slots.clear();
  latest = { text: "", at: -1 };
}

/** States numbered from 0, the beginning; `next[state * SYMBOLS + symbol]` is where a symbol leads from a state. */
interface Automaton {
  next: Uint16Array | Uint32Array;
  /** The words that end in a state. */
  found: (readonly number[] | undefined)[];
}

/** Symbols by character code; codes beyond the table are `OTHER` but for a few. */
const CHARACTERS = "abcdefghijklmnopqrstuvwxyz0 '&-";
const OTHER = CHARACTERS.length;
/** 32: a row of the table is one line of the processor's cache. */
const SYMBOLS = OTHER + 1;
const SPACE = CHARACTERS.indexOf(" ");
const SYMBOL = new Uint8Array(0x10000).fill(OTHER);
// Beyond these there is no character that is told apart.
for (const code of [...Array(0x3001).keys(), 0xfeff]) {
  const character = folded(code);
  if (character !== undefined) SYMBOL[code] = CHARACTERS.indexOf(character);
}

function note({ next, found }: Automaton, text: string, at: number): void {
  let state = 0;
  let before = OTHER;
  for (let index = 0; index < text.length; index++) {
    const symbol = SYMBOL[text.charCodeAt(index)] as number;
    if (symbol === SPACE && before === SPACE) continue;
    before = symbol;
    state = next[state * SYMBOLS + symbol] as number;
    const ending = found[state];
    if (ending === undefined) continue;
    for (let each = 0; each < ending.length; each++) {
      const word = ending[each] as number;
      facts[at + (word >> 5)] = (facts[at + (word >> 5)] as number) | (1 << (word & 31));
    }
  }
}

/** Aho and Corasick, Efficient string matching (1975), as a complete table. */
function build(list: readonly string[]): Automaton {
  const size = 1 + list.reduce((sum, word) => sum + word.length, 0);
  const table = new Uint32Array(size * SYMBOLS);
  const found: (number[] | undefined)[] = [undefined];
  let states = 1;
  for (const [number, word] of list.entries()) {
    let state = 0;
    for (let index = 0; index < word.length; index++) {
      const place = state * SYMBOLS + (SYMBOL[word.charCodeAt(index)] as number);
      if (table[place] === 0) {
        table[place] = states++;
        found.push(undefined);
      }
      state = table[place] as number;
    }
    found[state] = [number];
  }
  complete(table, found, states);
  const next =
    states < 0x10000
      ? Uint16Array.from(table.subarray(0, states * SYMBOLS))
      : table.slice(0, states * SYMBOLS);
  return { next, found };
}

/** Fills in where a state goes when its word does not go on: to the longest end of it that begins another word. */
function complete(table: Uint32Array, found: (number[] | undefined)[], states: number): void {
  const fallback = new Uint32Array(states);
  const queue: number[] = [0];
  for (const state of queue) {
    const back = fallback[state] as number;
    if (state !== 0 && found[back]) found[state] = [...(found[state] ?? []), ...found[back]];
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      const place = state * SYMBOLS + symbol;
      const child = table[place] as number;
      const detour = state === 0 ? 0 : (table[back * SYMBOLS + symbol] as number);
      if (child === 0) table[place] = detour;
      else {
        fallback[child] = detour;
        queue.push(child);
      }
    }
  }
}
