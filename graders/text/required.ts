/**
 * The words that a pattern cannot match without: any match, in lower case and with white space folded, contains at least one
 * string of each set. None, one or two sets are returned, of all that could be those that say most: few strings, long and rare
 * ones. A text that has none of the strings of one of them need not be searched for the pattern.
 */
export function requiredIn(source: string): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const { need } = alternation({ source, at: 0 }, found);
  const best = [...new Set([need, ...found])].filter((words) => words !== undefined);
  return best
    .map((words) => ({ words, weight: commonness(words) }))
    .sort((a, b) => a.weight - b.weight)
    .slice(0, 2)
    .map(({ words }) => shortened(words));
}

/** The strings cut to the letters that tell them apart, without those that hold another one. */
function shortened(words: readonly string[]): readonly string[] {
  const cut = distinct(words.map((word) => word.slice(0, ENOUGH)));
  return cut.filter((word) => !cut.some((other) => other !== word && word.includes(other)));
}

/** So many letters of a string are looked for: enough to tell, and few enough for the automaton to stay in the cache. */
const ENOUGH = 6;

/** The character that stands for all of its kind in a search for required words; undefined where none is told apart. */
export function folded(code: number): string | undefined {
  if (code < FOLDED.length) return FOLDED[code];
  if (isSpace(code)) return " ";
  if (code === 0x2019 || code === 0x2bc) return "'";
  // The long s and the Kelvin sign are s and k to a search that ignores case.
  return code === 0x17f ? "s" : code === 0x212a ? "k" : undefined;
}

const FOLDED = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase();
  if (isSpace(code)) return " ";
  if (/\d/.test(character)) return "0";
  return /[a-z'&-]/.test(character) ? character : undefined;
});

function isSpace(code: number): boolean {
  return /\s/.test(String.fromCharCode(code));
}

/** What a piece of a pattern matches: one of `exact`, if these are few, and in any case something that holds one of `need`. */
interface Piece {
  exact?: readonly string[] | undefined;
  need?: readonly string[] | undefined;
}

interface Cursor {
  source: string;
  at: number;
}

const ANYTHING: Piece = {};
const NOTHING: Piece = { exact: [""] };
/** More spellings than this are not told apart. */
const MANY = 8;

/** Into `found` goes every set of required words of a pattern that is not itself a choice. */
function alternation(cursor: Cursor, found: (readonly string[])[] = []): Piece {
  const branches = [sequence(cursor, found)];
  while (cursor.source[cursor.at] === "|") {
    cursor.at++;
    branches.push(sequence(cursor));
  }
  const [only] = branches;
  if (branches.length === 1 && only) return only;
  found.length = 0;
  return anyOf(branches);
}

function anyOf(branches: readonly Piece[]): Piece {
  const exact = branches.every((branch) => branch.exact !== undefined)
    ? distinct(branches.flatMap((branch) => branch.exact ?? []))
    : undefined;
  const needs = branches.map((branch) => branch.need);
  const need = needs.every((one) => one !== undefined) ? distinct(needs.flat()) : undefined;
  return { exact: exact && exact.length <= MANY ? exact : undefined, need };
}

function sequence(cursor: Cursor, found: (readonly string[])[] = []): Piece {
  let run: readonly string[] = [""];
  let broken = false;
  let need: readonly string[] | undefined;
  while (cursor.at < cursor.source.length && !endsSequence(cursor)) {
    const piece = repeated(atom(cursor), cursor);
    if (piece.exact && piece.exact.length * run.length <= MANY) {
      run = joined(run, piece.exact);
      continue;
    }
    broken = true;
    const before = needOf(run);
    for (const words of [before, piece.need]) if (words) found.push(words);
    need = rarer(rarer(need, before), piece.need);
    run = piece.exact ?? [""];
  }
  const last = needOf(run);
  if (last) found.push(last);
  need = rarer(need, last);
  return broken ? { need } : { exact: run, need };
}

function endsSequence({ source, at }: Cursor): boolean {
  const code = source.charCodeAt(at);
  return code === 0x7c || code === 0x29;
}

function joined(starts: readonly string[], ends: readonly string[]): readonly string[] {
  if (starts.length === 1 && ends.length === 1) return [`${starts[0]}${ends[0]}`];
  return distinct(starts.flatMap((start) => ends.map((end) => start + end)));
}

/** The piece with the quantifier behind it, if there is one. */
function repeated(piece: Piece, cursor: Cursor): Piece {
  if (!"?*+{".includes(cursor.source.charAt(cursor.at) || ".")) return piece;
  const match = QUANTIFIER.exec(cursor.source.slice(cursor.at, cursor.at + 12));
  if (!match) return piece;
  cursor.at += match[0].length;
  const [least, most] =
    match[1] === undefined
      ? (LIMITS[match[0].charAt(0)] ?? [0, 2])
      : [Number(match[1]), Number(match[2] ?? match[1])];
  if (least === 1 && most === 1) return piece;
  // White space is folded, so that any run of it is one space.
  if (least === 1 && piece.exact?.length === 1 && piece.exact[0] === " ") return piece;
  if (least > 0) return { need: piece.need };
  return piece.exact && most === 1 ? anyOf([piece, NOTHING]) : ANYTHING;
}

const QUANTIFIER = /^(?:[?*+]|\{(\d+)(?:,(\d*))?\})\??/;
const LIMITS: Record<string, readonly [number, number]> = { "?": [0, 1], "*": [0, 2], "+": [1, 2] };

function atom(cursor: Cursor): Piece {
  const { source } = cursor;
  const character = source[cursor.at] ?? "";
  if (character === "(") return group(cursor);
  if (character === "[") return charClass(cursor);
  if (character === "\\") return escape(cursor);
  cursor.at++;
  if (character === "^" || character === "$") return NOTHING;
  return character === "." ? ANYTHING : letter(character);
}

function group(cursor: Cursor): Piece {
  const head =
    /^\((?:\?(?:[=!]|<[=!]|[a-z]*(?:-[a-z]+)?:|<\w+>))?/.exec(
      cursor.source.slice(cursor.at, cursor.at + 40),
    )?.[0] ?? "(";
  cursor.at += head.length;
  const inside = alternation(cursor);
  cursor.at++;
  return /[=!]$/.test(head) ? NOTHING : inside;
}

/** A class of a few characters is each of them. */
function charClass(cursor: Cursor): Piece {
  const match = /^\[((?:\\.|[^\]\\])*)\]/su.exec(cursor.source.slice(cursor.at));
  const inside = match?.[1] ?? "";
  cursor.at += match?.[0].length ?? 1;
  if (inside.startsWith("^") || inside.includes("\\") || /.-./su.test(inside) || inside.length > 4)
    return ANYTHING;
  return anyOf(Array.from(inside).map(letter));
}

function escape(cursor: Cursor): Piece {
  const match = /^\\(?:[pP]\{[^}]*\}|u\{?([0-9a-fA-F]{2,6})\}?|k<\w+>|[^])/.exec(
    cursor.source.slice(cursor.at),
  );
  const text = match?.[0] ?? "\\";
  cursor.at += text.length;
  if (match?.[1] !== undefined) return letter(String.fromCodePoint(Number.parseInt(match[1], 16)));
  const character = text[1] ?? "";
  if (character === "b" || character === "B") return NOTHING;
  if (character === "s" || character === "n" || character === "t") return { exact: [" "], need: [" "] };
  return /[a-zA-Z0-9]/.test(character) ? ANYTHING : letter(character);
}

function letter(character: string): Piece {
  const one = character.length === 1 ? folded(character.charCodeAt(0)) : undefined;
  return one === undefined ? ANYTHING : (LETTERS[one] ??= { exact: [one], need: [one] });
}

const LETTERS: Record<string, Piece> = {};

function needOf(run: readonly string[]): readonly string[] | undefined {
  const words = distinct(run.map((text) => text.replaceAll(/ {2,}/g, " ")));
  return words.some((text) => text.trim() === "") ? undefined : words;
}

function rarer(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return commonness(b) < commonness(a) ? b : a;
}

/** How often one of the strings is met, roughly: by length, and everyday words ten times as often. */
function commonness(words: readonly string[]): number {
  return words.reduce(
    (sum, word) => sum + (EVERYDAY.has(word.trim()) ? 10 : 1) * 2.5 ** Math.max(0, 7 - word.length),
    0,
  );
}

const EVERYDAY = new Set(
  "the and you that this with have has not for are was will they she his her him but what when who your our can all it is in of to a on as be if or at by so no i'd".split(
    " ",
  ),
);

function distinct(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)];
}
