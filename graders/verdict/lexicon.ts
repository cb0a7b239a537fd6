import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { type Lexicon, LexiconSchema } from "../../src/records/rubric.ts";
import { alternativesOf, PREFIX, prefixesOf } from "./prefixes.ts";

/** A place where an entry of a lexicon matches; offsets into the text searched. */
export interface Hit {
  start: number;
  end: number;
  class: string;
  reason: string;
}

/**
 * Reads `graders/lexicons/<name>.yaml` into a search that goes through a text once, word by word, however many entries
 * there are. The leftmost match wins, and at one place the earlier entry; matches do not overlap.
 * @throws InputError naming file:line:column of every problem.
 */
export function readVerdictLexicon(name: string): (text: string) => Hit[] {
  const { entries } = readYaml(
    fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url)),
    LexiconSchema,
  );
  const byLetter = new Map<string, Form[]>();
  for (const form of entries.flatMap(formsOf)) {
    for (const letter of new Set([...form.prefixes].map((prefix) => prefix.charAt(0))))
      byLetter.set(letter, [...(byLetter.get(letter) ?? []), form]);
  }
  const begins = beginningsOf(byLetter.values());
  // Keyed by the letters as written, so that a known word costs one look-up; most words begin no form.
  const known = new Map<string, Form[]>();
  const formsFor = (letters: string) => {
    if (known.size > MANY) known.clear();
    const possible = possibleAt(letters.toLowerCase(), byLetter);
    known.set(letters, possible);
    return possible;
  };
  return (text) => {
    const lower = lowerCase(text);
    const hits: Hit[] = [];
    let inWord = false;
    for (let at = 0; at < text.length; at++) {
      const goesOn = inWord;
      inWord = isWord(text.charCodeAt(at));
      if (goesOn || !inWord || !begins[pairAt(lower, at)]) continue;
      const letters = text.slice(at, at + PREFIX);
      const hit = matchAt(known.get(letters) ?? formsFor(letters), text, lower, at);
      if (!hit) continue;
      hits.push(hit);
      at = hit.end - 1;
      inWord = isWord(text.charCodeAt(at));
    }
    return hits;
  };
}

/** Whether a form can begin with two letters, by `pairAt`: rules most words out without looking any closer. */
function beginningsOf(groups: Iterable<Form[]>): Uint8Array {
  const begins = new Uint8Array(LETTERS * LETTERS);
  for (const prefix of [...groups].flatMap((forms) => forms.flatMap(({ prefixes }) => [...prefixes]))) {
    if (prefix.length >= 2) begins[pairAt(prefix, 0)] = 1;
    else if (prefix === "") begins.fill(1);
    else {
      const row = LETTERS * Math.min(prefix.charCodeAt(0), LETTERS - 1);
      begins.fill(1, row, row + LETTERS);
    }
  }
  return begins;
}

/** Codes of ASCII, and one for all others. */
const LETTERS = 128;

function pairAt(text: string, at: number): number {
  const first = Math.min(text.charCodeAt(at), LETTERS - 1);
  const second = at + 1 < text.length ? Math.min(text.charCodeAt(at + 1), LETTERS - 1) : 0;
  return first * LETTERS + second;
}

/** So many different beginnings of words are kept; prose has a few thousand. */
const MANY = 20_000;

type Entry = Lexicon["entries"][number];

/** One alternative of an entry. */
interface Form {
  /** Order among all alternatives of the lexicon. */
  order: number;
  entry: Entry;
  pattern: string;
  prefixes: Set<string>;
  /** Whether upper and lower case differ in it, so that it must see the text as written. */
  cased: boolean;
  /** Compiled when a word first begins like it: most of a lexicon never occurs in a reply. */
  expression?: RegExp;
}

function formsOf(entry: Entry, index: number): Form[] {
  return alternativesOf(entry.pattern).map((pattern, at) => ({
    order: index * 1000 + at,
    entry,
    pattern,
    prefixes: prefixesOf(pattern),
    cased: pattern.includes("(?-i:"),
  }));
}

/** Forms that a word beginning with `prefix` can begin, in the lexicon's order. */
function possibleAt(prefix: string, byLetter: Map<string, Form[]>): Form[] {
  return [...(byLetter.get(prefix.charAt(0)) ?? []), ...(byLetter.get("") ?? [])]
    .filter(({ prefixes }) => canBegin(prefixes, prefix))
    .sort((a, b) => a.order - b.order);
}

function canBegin(prefixes: Set<string>, prefix: string): boolean {
  for (const known of prefixes) if (prefix.startsWith(known)) return true;
  return false;
}

function matchAt(forms: Form[], text: string, lower: string, at: number): Hit | undefined {
  for (const form of forms) {
    form.expression ??= compile(form);
    form.expression.lastIndex = at;
    const match = form.expression.exec(form.cased ? text : lower);
    if (match)
      return {
        start: at,
        end: at + match[0].length,
        class: form.entry.class ?? "",
        reason: form.entry.reason,
      };
  }
  return undefined;
}

/** Without the `u` and, where it can be, the `i` flag: both make compiling many times slower. Entries use no \p classes. */
function compile({ pattern, cased }: Form): RegExp {
  const source = cased
    ? pattern
    : pattern.replaceAll(/\\.|[A-Z]/g, (one) => (one.length > 1 ? one : one.toLowerCase()));
  return new RegExp(String.raw`(?:${source})(?![A-Za-z0-9\u00C0-\u1FFF])`, cased ? "iy" : "y");
}

/** The text in lower case, as long as before whatever letters are in it. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length
    ? lower
    : text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Letters, digits, "$" and whatever stands outside ASCII and may be a letter. */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 36 ||
    (code >= 192 && code < 0x2000)
  );
}
