import { eachMatch, matchesOf } from "./eachMatch.ts";
import { imperativeAt } from "./imperatives.ts";
import type { Reply } from "./reply.ts";
import { isSpace } from "./letters.ts";
import { readPhrases } from "./phrases.ts";

/** A name in a reply that its sources do not hold. */
export interface UnknownName {
  start: number;
  end: number;
  text: string;
  /** `person` = two or more capitalised words, or a common given name; `vendor` = a company of the market; else `other`. */
  kind: "person" | "vendor" | "other";
  /** Index in `Reply.sentences`. */
  sentence: number;
}

const listed = readPhrases("proper_names");

/** Letters without accents, in lower case: "Naudé", "NAUDE" and "naude" are one name. */
export function foldWord(word: string): string {
  if (/^[a-z-]*$/i.test(word)) return word.toLowerCase();
  return word
    .replaceAll("’", "'")
    .replace(/'s$/i, "")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase();
}

/** Adds the folded words of a text, each part of hyphenated ones as well, to `words`. */
export function foldedWords(text: string, words = new Set<string>()): Set<string> {
  eachMatch(text, WORD, ({ 0: written }) => {
    const word = foldWord(written);
    words.add(word);
    if (word.includes("'") || word.includes("-")) for (const part of word.split(/['-]/)) words.add(part);
  });
  return words;
}

const WORD = /\p{L}[\p{L}\p{N}'’-]*/gu;

/**
 * The capitalised names of a reply that `known` (folded words; asked for only where there may be one) does not hold. A word
 * counts as a name when its capital is not owed to its place (the beginning of a sentence, a cell, a quotation or a heading),
 * when it is a common given name, or when it is a company of the market; allow-listed words and words that the reply also
 * writes in lower case do not.
 */
export function unknownNames(reply: Reply, known: () => ReadonlySet<string>): UnknownName[] {
  const { allowed, vendors, given } = listedWords(reply);
  let lower: Set<string> | undefined;
  const common = { has: (word: string) => (lower ??= lowerCaseWords(reply.plain)).has(word) };
  const near = new Map<string, boolean>();
  const spelled = (word: string) => near.get(word) ?? remember(near, word, nearKnown(word, known()));
  const found: UnknownName[] = [];
  for (const [sentence, { start, end, kind }] of reply.sentences.entries()) {
    if (kind === "code") continue;
    const text = reply.plain.slice(start, end);
    // The capital of the first word is owed to its place.
    const isStrange = (word: string, at: number) =>
      (at > 0 || vendors.has(start) || given.has(start)) &&
      !allowed.has(start + at) &&
      !known().has(foldWord(word));
    if (!someCapital(text, isStrange)) continue;
    const titled = kind === "heading" || kind === "table_head" || mostlyCapitals(text);
    const label = labelLength(reply, sentence, text);
    for (const run of capitalRuns(text)) {
      const words = run.words.map((word) => ({
        ...word,
        offset: start + word.start,
        folded: foldWord(word.text),
      }));
      const strange = words.filter((word) => {
        if (known().has(word.folded) || allowed.has(word.offset)) return false;
        if (vendors.has(word.offset)) return true;
        if (given.has(word.offset)) return (!titled || words.length > 1) && !spelled(word.folded);
        if (titled || word.opens || word.start < label || common.has(word.folded)) return false;
        if (/^[A-Z\d&]{1,5}s?$/.test(word.text) || spelled(word.folded)) return false;
        return imperativeAt(`${word.text} it`) !== 0;
      });
      const [first] = strange;
      const last = given.has(first?.offset ?? -1)
        ? words.findLast((word) => isSurname(word, known()))
        : strange.at(-1);
      if (!first || !last) continue;
      // A name at the beginning of a sentence takes its first word with it: "Linda Park will want…".
      const lead = words.find(
        (word) =>
          word.opens &&
          !known().has(word.folded) &&
          !allowed.has(word.offset) &&
          !common.has(word.folded) &&
          imperativeAt(text.slice(word.start, word.start + 120)) !== 0,
      );
      const from = lead && lead.offset < first.offset ? lead : first;
      const span = { start: from.offset, end: last.offset + last.text.length };
      const vendor = strange.some((word) => vendors.has(word.offset));
      const person = !vendor && (span.end - span.start > last.text.length || given.has(first.offset));
      found.push({
        ...span,
        text: reply.plain.slice(span.start, span.end).replaceAll(/\s+/g, " "),
        kind: vendor ? "vendor" : person ? "person" : "other",
        sentence,
      });
    }
  }
  return found;
}

function listedWords({ plain }: Reply) {
  const [allowed, vendors, given] = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (const phrase of listed(plain)) {
    if (!isCapital(plain.charCodeAt(phrase.start))) continue;
    const places = phrase.class === "allowed" ? allowed : phrase.class === "vendor" ? vendors : given;
    for (let at = phrase.start; at < phrase.end; at++)
      if (at === phrase.start || isSpace(plain.charCodeAt(at - 1))) places.add(at);
  }
  return { allowed, vendors, given };
}

function isCapital(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || code >= 0xc0;
}

/** Words that the reply writes in lower case somewhere: their capital elsewhere is style. */
function lowerCaseWords(text: string): Set<string> {
  return new Set((text.match(/(?<![\p{L}'’-])\p{Ll}[\p{L}-]*/gu) ?? []).map(foldWord));
}

interface CapitalWord {
  start: number;
  text: string;
  /** The capital may be owed to the word's place. */
  opens: boolean;
}

const CAPITALISED = /\p{Lu}[\p{L}\p{N}&]*(?:['’-]\p{L}[\p{L}\p{N}]*)*/gu;

/** Whether a question about a text's capitalised words has the answer yes for one of them. */
function someCapital(text: string, asks: (word: string, at: number) => boolean): boolean {
  CAPITALISED.lastIndex = 0;
  for (let match = CAPITALISED.exec(text); match !== null; match = CAPITALISED.exec(text))
    if (asks(withoutEnding(match[0]), match.index)) return true;
  return false;
}

/** "Linda's" is Linda. */
function withoutEnding(word: string): string {
  return word.includes("'") || word.includes("’") ? word.replace(/['’](?:s|ll|d|re|ve|t|m)$/u, "") : word;
}

/** Runs of capitalised words with nothing but a space or an initial between them. */
function capitalRuns(text: string): { words: CapitalWord[] }[] {
  const runs: { words: CapitalWord[] }[] = [];
  let end = -1;
  for (const { index, 0: whole } of matchesOf(text, CAPITALISED)) {
    const word = { start: index, text: withoutEnding(whole), opens: opensAt(text, index) };
    const run = runs.at(-1);
    if (run && !word.opens && /^(?: |\. )$/.test(text.slice(end, index))) run.words.push(word);
    else runs.push({ words: [word] });
    end = index + whole.length;
  }
  return runs;
}

/** Whether a capital may be owed to its place: at the beginning, or behind what ends a sentence or opens a quotation. */
function opensAt(text: string, index: number): boolean {
  if (index === 0) return true;
  const before = text.slice(Math.max(0, index - 6), index);
  return (
    !/\b(?:Dr|Mr|Mrs|Ms|Prof)\.?\s$/.test(` ${before}`) &&
    /[^\p{L}\p{N},)%’'\s&.]\s*$|[.?!]["”’)]*\s+$|["“‘'(]$|(?:^|\s)['’]$/u.test(before)
  );
}

/** Length of the label that opens a bullet, row or paragraph ("Executive Sponsor Outreach: …"), 0 if there is none. */
function labelLength(reply: Reply, sentence: number, text: string): number {
  const before = reply.sentences[sentence - 1];
  if (before && before.block === reply.sentences[sentence]?.block) return 0;
  return /^[^:.?!]{2,60}:(?=\s|$)/.exec(text)?.[0].length ?? 0;
}

/** "Next Steps And Owners": a line in title case tells nothing about its capitals. */
function mostlyCapitals(text: string): boolean {
  if (text.length > 120) return false;
  let words = 0;
  let capitals = 0;
  eachMatch(text, SPOKEN, ({ 0: word }) => {
    words++;
    if (OPENS_CAPITAL.test(word)) capitals++;
  });
  return words >= 3 && capitals / words >= 0.75;
}

const SPOKEN = /\p{L}[\p{L}'’-]*/gu;
const OPENS_CAPITAL = /^\p{Lu}/u;

/** After a given name any capitalised word is a surname ("Linda Park"), but for a title or a known name. */
function isSurname({ text, folded }: { text: string; folded: string }, known: ReadonlySet<string>): boolean {
  return !known.has(folded) && !/^[A-Z\d&]{1,5}s?$/.test(text);
}

function remember(map: Map<string, boolean>, word: string, value: boolean): boolean {
  map.set(word, value);
  return value;
}

/** One letter off a known word of five letters or more is a slip of spelling, not another person. */
function nearKnown(word: string, known: ReadonlySet<string>): boolean {
  if (word.length < 5) return false;
  for (const other of known) {
    if (Math.abs(other.length - word.length) <= 1 && other[0] === word[0] && oneEdit(word, other))
      return true;
  }
  return false;
}

function oneEdit(a: string, b: string): boolean {
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  return Math.max(a.length, b.length) - head - tail <= 1;
}
