import { type Facts, mayOccurIn, type Watch, watchFor } from "./occurs.ts";
import { prefixesOf, spreadOut } from "./prefixes.ts";
import { codesOf, LETTERS, lettersAt, OTHER_LETTER, PAIR, type Starts } from "./starts.ts";

/**
 * One alternative of a lexicon's entry, or a part of it that begins in other letters. It is tried only where a word begins as
 * it can begin (`prefixes.ts`), and only in a text that holds the words it needs (`occurs.ts`): most of a lexicon is never
 * tried in a reply.
 */
export interface Form<Entry> {
  entry: Entry;
  prefixes: ReadonlySet<string>;
  /** Of a form that begins in few letters; to others few words lead. */
  watch: Watch;
  /** Set for a form that is a word and nothing else: its matcher is of what must follow. */
  word: string | undefined;
  /** The parts of an alternative share one. */
  matcher: Matcher;
  /** For a form that any word can begin: where in a text it next matches from an offset on, so that not every word is tried. */
  next?: { text: string; from: number; start: number; end: number };
}

/** A regular expression, compiled when it is first tried. */
interface Matcher {
  source: string;
  flags: string;
  expression?: RegExp;
}

/** The forms of one alternative of a pattern; `source` is tried with `after` behind it, and both with these flags. */
export function formsOf<Entry>(
  entry: Entry,
  { source, after, flags }: { source: string; after: string; flags: string },
): Form<Entry>[] {
  if (flags === "" && /^[a-z]+$/.test(source))
    return [{ entry, prefixes: prefixesOf(source), watch: [], word: source, matcher: behind(after) }];
  const whole: Matcher = { source: `(?:${source})${after}`, flags: `${flags}y` };
  return spreadOut(source).map((part) => {
    const prefixes = prefixesOf(part);
    return {
      entry,
      prefixes,
      watch: [...prefixes].every((prefix) => prefix.length === LETTERS) ? [] : watchFor(part),
      word: undefined,
      matcher: prefixes.has("") ? { source: `(?:${part})${after}`, flags: `${flags}g` } : whole,
    };
  });
}

/** The matcher of what must follow a word. */
function behind(after: string): Matcher {
  const known = afters.get(after) ?? { source: after, flags: "y" };
  afters.set(after, known);
  return known;
}

const afters = new Map<string, Matcher>();

/** Finds the forms that may match at a place of a text, in the order of the lexicon. */
export type FormIndex<Entry> = (starts: Starts, index: number) => readonly Form<Entry>[];

/** An index of forms by the letters that they can begin with. */
export function indexForms<Entry>(forms: readonly Form<Entry>[]): FormIndex<Entry> {
  const begins = pairsOf(forms);
  const byFirst = new Map<number, readonly Form<Entry>[]>();
  const known = new Map<number, readonly Form<Entry>[]>();
  return ({ letters }, index) => {
    const key = letters[index] ?? 0;
    if (begins[key & PAIR] === 0) return NONE;
    let possible = known.get(key);
    if (possible === undefined) {
      if (known.size >= MANY) known.clear();
      const codes = codesOf(key);
      const [first = 0] = codes;
      const near =
        byFirst.get(first) ?? forms.filter(({ prefixes }) => canBegin(prefixes, codes.slice(0, 1)));
      byFirst.set(first, near);
      possible = near.filter(({ prefixes }) => canBegin(prefixes, codes));
      known.set(key, possible);
    }
    return possible;
  };
}

const NONE: readonly never[] = [];
/** So many different beginnings of words are kept; prose has a few thousand. */
const MANY = 20_000;

/** Where a form ends that matches at a place of a text, -1 if it does not; `facts` are those of the text. */
export function endOf<Entry>(form: Form<Entry>, text: string, at: number, facts: Facts): number {
  const { word, matcher } = form;
  if (word === undefined ? !mayOccurIn(facts, form.watch) : !text.startsWith(word, at)) return -1;
  const expression = (matcher.expression ??= new RegExp(matcher.source, matcher.flags));
  if (!expression.sticky) return nextOf(form, expression, text, at);
  expression.lastIndex = word === undefined ? at : at + word.length;
  return expression.test(text) ? expression.lastIndex : -1;
}

function nextOf<Entry>(form: Form<Entry>, expression: RegExp, text: string, at: number): number {
  const known = form.next;
  if (known === undefined || known.text !== text || at < known.from || at > known.start) {
    expression.lastIndex = at;
    const match = expression.exec(text);
    const start = match?.index ?? Number.POSITIVE_INFINITY;
    form.next = { text, from: at, start, end: start + (match?.[0].length ?? 0) };
  }
  return form.next?.start === at ? form.next.end : -1;
}

/** Whether any form can begin with two letters: rules most words out without looking any closer. */
function pairsOf<Entry>(forms: readonly Form<Entry>[]): Uint8Array {
  const begins = new Uint8Array(PAIR + 1);
  const starts = new Set(forms.flatMap(({ prefixes }) => [...prefixes].map((text) => text.slice(0, 2))));
  for (const start of starts) {
    if (start === "") begins.fill(1);
    else if (start.length === 2) begins[lettersAt(start, 0)] = 1;
    else for (let pair = lettersAt(start, 0); pair <= PAIR; pair += OTHER_LETTER + 1) begins[pair] = 1;
  }
  return begins;
}

/** Whether one of the prefixes goes with the codes of the first letters of a word, as many as are given. */
function canBegin(prefixes: ReadonlySet<string>, codes: readonly number[]): boolean {
  for (const prefix of prefixes) if (beginsWith(prefix, codes)) return true;
  return false;
}

function beginsWith(prefix: string, codes: readonly number[]): boolean {
  for (let index = 0; index < Math.min(prefix.length, codes.length); index++)
    if (Math.min(prefix.charCodeAt(index), OTHER_LETTER) !== codes[index]) return false;
  return true;
}
