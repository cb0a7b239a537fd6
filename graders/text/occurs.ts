import { folded, requiredIn } from "./required.ts";

/**
 * Hundreds of patterns are asked of every sentence, and nearly all in vain. So each is registered here with the words it
 * cannot match without (`required.ts`); the first question about a text walks through it once with an Aho–Corasick automaton
 * of all these words, and notes which of them occur. What follows is a look at one bit, or two.
 */
export function watchFor(source: string): Watch {
  return requiredIn(source)
    .filter((words) => words.every((word) => word.length >= SHORTEST))
    .map((words) => {
      automaton = undefined;
      return watched.push(words) - 1;
    });
}

/** The numbers of the sets of words of which a pattern needs one each. */
export type Watch = readonly number[];

/** Whether the pattern of a watch may match in a text; false is certain. */
export function mayOccur(text: string, watch: Watch): boolean {
  return watch.length === 0 || mayOccurIn(factsOf(text), watch);
}

/** What is known of a text, for asking `mayOccurIn` of many patterns; holds until the next text is asked for. */
export type Facts = number;

/** Whether the pattern of a watch may match in the text of these facts; false is certain. */
export function mayOccurIn(at: Facts, watch: Watch): boolean {
  for (const set of watch) if ((((facts[at + (set >> 5)] as number) >>> (set & 31)) & 1) === 0) return false;
  return true;
}

/** Single letters are in every text. */
const SHORTEST = 2;
/** So many texts are remembered: more than a reply's sentences and their parts. */
const SLOTS = 1024;

const watched: (readonly string[])[] = [];
let automaton: Automaton | undefined;
/** Row `slot` of `width` words: the sets of words that occur in the text kept there, a bit each. */
let facts = new Uint32Array(0);
let width = 0;
const slots = new Map<string, number>();
let latest = { text: "", at: -1 };

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
  latest = { text, at };
  return at;
}

function prepare(): void {
  automaton = build(watched);
  width = Math.ceil(watched.length / 32);
  facts = new Uint32Array(width * SLOTS);
  slots.clear();
  latest = { text: "", at: -1 };
}

/** States numbered from 0, the beginning; `next[state * SYMBOLS + symbol]` is where a symbol leads from a state. */
interface Automaton {
  next: Uint16Array | Uint32Array;
  /** The sets that a word ending in a state belongs to. */
  found: (readonly number[] | undefined)[];
  /** The last walk on which a state's sets were noted. */
  noted: Uint32Array;
}

/** Symbols by character code; codes beyond the table are `OTHER` but for a few. */
const CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789 '$%&.,:/|?-";
const OTHER = CHARACTERS.length;
const SYMBOLS = OTHER + 1;
const SPACE = CHARACTERS.indexOf(" ");
const SYMBOL = Uint8Array.from({ length: 0x10000 }, (_, code) => {
  const character = folded(code);
  return character === undefined ? OTHER : CHARACTERS.indexOf(character);
});

let walk = 0;

function note({ next, found, noted }: Automaton, text: string, at: number): void {
  walk++;
  let state = 0;
  let before = OTHER;
  for (let index = 0; index < text.length; index++) {
    const symbol = SYMBOL[text.charCodeAt(index)] as number;
    if (symbol === SPACE && before === SPACE) continue;
    before = symbol;
    state = next[state * SYMBOLS + symbol] as number;
    const sets = found[state];
    if (sets === undefined || noted[state] === walk) continue;
    noted[state] = walk;
    for (const set of sets) facts[at + (set >> 5)] = (facts[at + (set >> 5)] as number) | (1 << (set & 31));
  }
}

/** Aho and Corasick, Efficient string matching (1975), as a complete table. */
function build(sets: readonly (readonly string[])[]): Automaton {
  const size =
    1 + sets.reduce((sum, words) => sum + words.reduce((letters, word) => letters + word.length, 0), 0);
  const table = new Uint32Array(size * SYMBOLS);
  const found: (number[] | undefined)[] = [undefined];
  let states = 1;
  for (const [set, words] of sets.entries()) {
    for (const word of words) {
      let state = 0;
      for (let index = 0; index < word.length; index++) {
        const place = state * SYMBOLS + (SYMBOL[word.charCodeAt(index)] as number);
        if (table[place] === 0) {
          table[place] = states++;
          found.push(undefined);
        }
        state = table[place] as number;
      }
      (found[state] ??= []).push(set);
    }
  }
  complete(table, found, states);
  const next =
    states < 0x10000
      ? Uint16Array.from(table.subarray(0, states * SYMBOLS))
      : table.slice(0, states * SYMBOLS);
  return { next, found, noted: new Uint32Array(states) };
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
