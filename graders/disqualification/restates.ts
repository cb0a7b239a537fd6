import { guarded } from "../text/guarded.ts";
import { kept } from "../text/kept.ts";

/** Share of a reason's telling words that a passage must repeat to restate it, and the least number of them. */
const SHARE = 0.45;
const LEAST = 4;

/** A reason of a scenario as words, ready to be looked for. */
export interface Wording {
  /** Its telling words, by stem. */
  words: ReadonlySet<string>;
  /** What words with these stems begin with: a bit for each pair of letters, by `pairAt`. */
  begins: Int32Array;
  denies: boolean;
}

/** Whether a passage says again what a reason says: enough of its telling words, denied or asserted alike. */
export function restates(passage: string, reason: Wording): boolean {
  return repeats(passage, reason) && DENIAL.test(passage) === reason.denies;
}

/** Whether a passage has enough of a reason's telling words, denied or asserted. */
export function repeats(passage: string, reason: Wording): boolean {
  const shared = sharedWords(passage, reason);
  return shared >= LEAST && shared >= SHARE * reason.words.size;
}

/** How many of a reason's telling words a passage has. */
export function sharedWords(passage: string, reason: Wording): number {
  return wordsShared(passage, reason).length;
}

/** Which of a reason's telling words a passage has, each once. */
export function wordsShared(passage: string, { words, begins }: Wording): readonly string[] {
  const { plain, pairs, bounds } = wordsIn(passage);
  const shared: string[] = [];
  for (let word = 0; word < pairs.length; word++) {
    if (!holds(begins, pairs[word] as number)) continue;
    const telling = tellingPart(plain.slice(bounds[2 * word], bounds[2 * word + 1]));
    if (words.has(telling) && !shared.includes(telling)) shared.push(telling);
  }
  return shared;
}

/** The telling words of a text: names, numbers and content words by stem. Kept for texts that are asked for again. */
export const wordingOf = kept(readWording, 2000);

/** The same, for whoever keeps it. */
export function readWording(text: string): Wording {
  const { plain, pairs, bounds } = wordsIn(text);
  const words = new Set(
    pairs.map((_, word) => tellingPart(plain.slice(bounds[2 * word], bounds[2 * word + 1]))),
  );
  words.delete("");
  return { words, begins: beginsOf(words), denies: DENIAL.test(text) };
}

/** Words begin as their stems do, but for those that stand for numbers; a stem of one letter leaves the second open. */
function beginsOf(stems: ReadonlySet<string>): Int32Array {
  const begins = new Int32Array(SYMBOLS);
  const add = (pair: number, seconds: number) =>
    (begins[pair >> BITS] = (begins[pair >> BITS] as number) | seconds);
  for (const [word, number] of NUMBERS) if (stems.has(number)) add(pairAt(word, 0), 1 << pairAt(word, 0));
  for (const stem of stems) add(pairAt(stem, 0), stem.length > 1 ? 1 << pairAt(stem, 0) : -1);
  return begins;
}

/** Of a shift only the last five bits count: those of the second letter. */
function holds(begins: Int32Array, pair: number): boolean {
  return ((begins[pair >> BITS] as number) & (1 << pair)) !== 0;
}

const BITS = 5;
const SYMBOLS = 1 << BITS;

/** A number for the first two letters of a word. */
function pairAt(text: string, at: number): number {
  return symbolOf(text.charCodeAt(at)) * SYMBOLS + symbolOf(text.charCodeAt(at + 1));
}

/** Tells the letters a to z apart; digits are one symbol, and 0 is all else. */
function symbolOf(code: number): number {
  return code >= 97 && code <= 122 ? code - 96 : code >= 48 && code <= 57 ? 27 : 0;
}

/**
 * A text in lower case and without accents, with its words: every match of [\p{L}\p{N}]+(?:[.,]\d+\w*)? by its first two
 * letters, and where each starts and ends.
 */
const wordsIn = kept((text: string) => {
  const plain = plainLetters(text);
  const pairs: number[] = [];
  const bounds: number[] = [];
  for (let at = 0; at < plain.length;) {
    const start = at;
    at = endOfRun(plain, at);
    if (at === start) at++;
    else {
      if (plain[at] === "." || plain[at] === ",") at = endOfDecimals(plain, at);
      pairs.push(pairAt(plain, start));
      bounds.push(start, at);
    }
  }
  return { plain, pairs, bounds };
});

/** Whatever may be written with an accent apart: all but ASCII, signs and punctuation. */
const ACCENTED = /[^\s!-\u00bf\u2000-\u20cf\u2100-\u2bff]/;

function plainLetters(text: string): string {
  const lower = text.toLowerCase();
  return ACCENTED.test(lower) ? lower.normalize("NFD").replaceAll(/\p{M}/gu, "") : lower;
}

/** Offset behind the letters and digits that stand at a place. */
function endOfRun(plain: string, from: number): number {
  let at = from;
  for (;;) {
    const code = plain.charCodeAt(at);
    if (symbolOf(code) > 0) at++;
    else if (code > 127) {
      const character = String.fromCodePoint(plain.codePointAt(at) ?? 0);
      if (!/[\p{L}\p{N}]/u.test(character)) return at;
      at += character.length;
    } else return at;
  }
}

/** Offset behind a point and what follows it if that begins with a digit, else of the point. */
function endOfDecimals(plain: string, point: number): number {
  if (symbolOf(plain.charCodeAt(point + 1)) !== DIGIT) return point;
  let at = point + 1;
  while (symbolOf(plain.charCodeAt(at)) > 0 || plain[at] === "_") at++;
  return at;
}

const DIGIT = 27;

/** The stem of a telling word, "" for one that tells nothing; the words of all replies are a few thousand. */
const tellingPart = kept(
  (word: string) => (/\d/.test(word) || (word.length > 2 && !STOP.has(word)) ? stemOf(word) : ""),
  5000,
);

const STOP = new Set(
  `the and but for with that this from have has had was were are not its his her their our your them they who which what when
  then than there been into over under after before about only just also all any some one who will would could should
  does did done being very much more most`.split(/\s+/),
);

function stemOf(word: string): string {
  if (/\d/.test(word)) return word;
  return (
    NUMBERS.get(word) ?? word.replace(/(?:ations?|ating|ated|ates|ings?|ied|ies|edly|ed|es|s|ly|e|y)$/, "")
  );
}

const NUMBERS = new Map([
  ["one", "1"],
  ["once", "1"],
  ["two", "2"],
  ["twice", "2"],
  ["three", "3"],
  ["four", "4"],
  ["five", "5"],
  ["six", "6"],
  ["seven", "7"],
  ["eight", "8"],
  ["nine", "9"],
  ["ninth", "9"],
  ["ten", "10"],
  ["eleven", "11"],
  ["twelve", "12"],
]);

const DENIAL = guarded(
  /(?<!\p{L})(?:no|not|never|none|nothing|nobody|without|neither|nor|cannot|nowhere|refus\p{L}+|declin\p{L}+|\p{L}+n['’]t)(?!\p{L})/iu,
);
