import { type Beginning } from "./beginnings.ts";
import { type Form, startOf, type Subject } from "./forms.ts";
import { mayOccurIn } from "./occurs.ts";
import { GAP } from "./pattern.ts";
import { ANY_WORD, PLACE, type Reading, SIGN, traitOf, vocabulary } from "./reading.ts";
import { beginsWithSign, beginsWithWord, newSearch } from "./searches.ts";
import { CELLS, MOST_NUMBERS, spellingOf } from "./wordNumbers.ts";

/**
 * Forms by the words that they can begin with. A list of forms is pairs of a form's number and the traits (`reading.ts`) that
 * the next word may have.
 */
export interface FormIndex<Entry> {
  forms: readonly Form<Entry>[];
  /** See `searches.ts`. */
  search: number;
  /** By their first word, and by the letters with which it begins where no more is known. */
  byWord: Map<string, Leads>;
  byLetters: Map<string, Leads>;
  /** Those that begin with no word, by the code of the sign; the last are for all signs outside ASCII. */
  signs: Leads[];
  /** The numbers of those that roam. */
  roaming: number[];
  /** By the number of a word the place in `lists` of the forms that it can begin, 0 where that was never asked. */
  listOf: Uint16Array;
  lists: (Leads | undefined)[];
  /** The vocabulary of which the lists are. */
  of: number;
}

type Leads = number[];

/** An index of forms, for `sweep`. */
export function indexForms<Entry>(forms: readonly Form<Entry>[]): FormIndex<Entry> {
  const index: FormIndex<Entry> = {
    forms,
    search: newSearch(),
    byWord: new Map(),
    byLetters: new Map(),
    signs: Array.from({ length: ASCII }, () => []),
    roaming: [],
    listOf: new Uint16Array(MOST_NUMBERS),
    lists: [],
    of: -1,
  };
  for (let number = 0; number < forms.length; number++) {
    const { roams, beginnings } = formAt(forms, number);
    if (roams) index.roaming.push(number);
    else for (const beginning of beginnings) enter(index, number, beginning);
  }
  for (const word of index.byWord.keys()) beginsWithWord(index.search, word, true);
  for (const letters of index.byLetters.keys()) beginsWithWord(index.search, letters, false);
  for (const [code, leads] of index.signs.entries()) if (leads.length > 0) beginsWithSign(index.search, code);
  return index;
}

function enter<Entry>(index: FormIndex<Entry>, form: number, { text, whole }: Beginning): void {
  const end = wordEnd(text, 0);
  const traits = end === text.length ? ANY_TRAIT : traitsBehind(text, end, whole);
  if (end === 0) for (const leads of signsOf(index, text)) leads.push(form, traits);
  else {
    const isKnown = end < text.length || whole;
    leadsAt(isKnown ? index.byWord : index.byLetters, text.slice(0, end)).push(form, traits);
  }
}

/** The traits of the word that follows the signs at a place of a beginning. */
function traitsBehind(text: string, at: number, whole: boolean): number {
  let start = at;
  while (start < text.length && wordEnd(text, start) === start) start++;
  const end = wordEnd(text, start);
  return traitsOf(text.slice(start, end), end < text.length || whole);
}

/** Where the letters end that stand at a place of a beginning. */
function wordEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== ZERO && (code < A || code > Z)) break;
  }
  return at;
}

const [ZERO, A, Z] = [0x30, 0x61, 0x7a] as const;

/** The lists of the signs with which a text begins: white space is of several kinds. */
function signsOf<Entry>({ signs }: FormIndex<Entry>, text: string): Leads[] {
  if (!text.startsWith(GAP)) return [signs[signAt(text, 0)] as Leads];
  return signs.filter((_, code) => code === ASCII - 1 || /\s/.test(String.fromCharCode(code)));
}

function signAt(text: string, at: number): number {
  return Math.min(text.charCodeAt(at), ASCII - 1);
}

const ASCII = 128;

function leadsAt(map: Map<string, Leads>, key: string): Leads {
  const leads = map.get(key) ?? [];
  map.set(key, leads);
  return leads;
}

const ANY_TRAIT = -1;

/** The traits of the words that begin with some letters, or of the one word that they are. */
function traitsOf(letters: string, whole: boolean): number {
  const [first = "", second = ""] = letters;
  return letters.length > 1 || (whole && letters.length === 1) ? traitOf(first, second) : ANY_TRAIT;
}

/**
 * Goes through the places of a text and calls `visit` with each form that may match at one, in the order of the forms, until it
 * says that it is done with the place. A form of which the text lacks a word is passed.
 */
export function sweep<Entry>(
  index: FormIndex<Entry>,
  subject: Subject,
  visit: (form: Form<Entry>, start: number) => boolean,
): void {
  if (index.of !== vocabulary()) forget(index);
  const { forms, signs, search } = index;
  const { lower, reading } = subject;
  const { places, from, to } = reading;
  const roaming = roamingIn(index, reading);
  let soonest = soonestOf(roaming, subject, 0);
  for (let place = from; place < to; place += PLACE) {
    const start = places[place] as number;
    if (((places[place + 3] as number) & search) === 0 && start < soonest) continue;
    const word = places[place + 1] as number;
    const trait = places[place + 2] as number;
    const leads = word === SIGN ? (signs[signAt(lower, start)] as Leads) : leadsOf(index, word);
    if (start >= soonest) {
      visitAll(forms, leadsWith(index, leads, subject, start), reading, trait, start, visit);
      soonest = soonestOf(roaming, subject, start + 1);
    } else visitAll(forms, leads, reading, trait, start, visit);
  }
}

/** The forms that roam of which the text holds the words. */
function roamingIn<Entry>({ forms, roaming }: FormIndex<Entry>, reading: Reading): readonly Form<Entry>[] {
  let found: Form<Entry>[] | undefined;
  for (const number of roaming) {
    const form = formAt(forms, number);
    if (mayOccurIn(reading, form.watch)) (found ??= []).push(form);
  }
  return found ?? NOWHERE;
}

const NOWHERE: readonly never[] = [];

function formAt<Entry>(forms: readonly Form<Entry>[], number: number): Form<Entry> {
  return forms[number] as Form<Entry>;
}

/** Where the first of some forms that roam matches from an offset on, `Infinity` if none does. */
function soonestOf<Entry>(roaming: readonly Form<Entry>[], subject: Subject, from: number): number {
  let soonest = Infinity;
  for (const form of roaming) soonest = Math.min(soonest, startIn(subject, form, from));
  return soonest;
}

function startIn<Entry>({ text, lower }: Subject, form: Form<Entry>, from: number): number {
  return startOf(form, form.cased ? text : lower, from);
}

/** The forms that a word can begin, and those that roam and match at its place. */
function leadsWith<Entry>(
  { forms, roaming }: FormIndex<Entry>,
  leads: Leads,
  subject: Subject,
  start: number,
): Leads {
  const found = new Map<number, number>();
  addLeads(found, leads);
  for (const number of roaming) {
    const form = formAt(forms, number);
    if (mayOccurIn(subject.reading, form.watch) && startIn(subject, form, start) === start)
      found.set(number, ANY_TRAIT);
  }
  return inOrder(found);
}

/** Adds leads to others, by the form's number: a form has the traits of all its beginnings. */
function addLeads(found: Map<number, number>, leads: Leads = []): void {
  for (let at = 0; at < leads.length; at += 2) {
    const form = leads[at] as number;
    found.set(form, (found.get(form) ?? 0) | (leads[at + 1] as number));
  }
}

function inOrder(found: ReadonlyMap<number, number>): Leads {
  return [...found].sort(([a], [b]) => a - b).flat();
}

function visitAll<Entry>(
  forms: readonly Form<Entry>[],
  leads: Leads,
  reading: Reading,
  trait: number,
  start: number,
  visit: (form: Form<Entry>, start: number) => boolean,
): void {
  for (let at = 0; at < leads.length; at += 2) {
    if (((leads[at + 1] as number) & trait) === 0) continue;
    const form = formAt(forms, leads[at] as number);
    if (mayOccurIn(reading, form.watch) && visit(form, start)) return;
  }
}

function forget<Entry>(index: FormIndex<Entry>): void {
  index.of = vocabulary();
  index.listOf.fill(0);
  index.lists = [undefined, []];
}

/** The list of the words that no form begins with. */
const NONE = 1;

/** The forms that a word can begin. */
function leadsOf<Entry>(index: FormIndex<Entry>, word: number): Leads {
  if (word === ANY_WORD) return index.forms.flatMap((_, number) => [number, ANY_TRAIT]);
  return index.lists[index.listOf[word / CELLS] as number] ?? findLeads(index, word);
}

function findLeads<Entry>({ byWord, byLetters, lists, listOf }: FormIndex<Entry>, word: number): Leads {
  const spelling = spellingOf(word);
  const found = new Map<number, number>();
  addLeads(found, byWord.get(spelling));
  for (let length = 1; length <= Math.min(spelling.length, LONGEST); length++)
    addLeads(found, byLetters.get(spelling.slice(0, length)));
  const leads = inOrder(found);
  listOf[word / CELLS] = found.size === 0 ? NONE : lists.push(leads) - 1;
  return leads;
}

/** No more letters of a beginning are known. */
const LONGEST = 40;
