import { LETTERS } from "./starts.ts";

/** How many leading letters of a pattern are worked out. */
const PREFIX = LETTERS;

/**
 * The letters (lower case, at most `PREFIX`) with which a match of a pattern can begin, so that a text is only
 * tried against the patterns its words can start. A shorter prefix, "" included, stands for everything that begins so.
 * Knows what lexicons use: groups, alternation, look-around, `?` `*` `+` `{n,m}`, classes and escapes.
 */
export function prefixesOf(pattern: string): Set<string> {
  const starts = alternativesOf(pattern).flatMap((source) => sequence({ source, at: 0 }, true));
  return new Set(starts.map(({ text }) => text.slice(0, PREFIX)));
}

/** The alternatives of a pattern: where it is split by "|" outside groups and classes. */
export function alternativesOf(pattern: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let inClass = false;
  let start = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === "\\") at++;
    else if (inClass) inClass = character !== "]";
    else if (character === "[") inClass = true;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "|" && depth === 0) {
      found.push(pattern.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, pattern.slice(start)];
}

/** A pattern whose alternatives in front, "(?:a|b) c", begin in few letters, as one pattern for each: "a c", "b c". */
export function spreadOut(pattern: string): string[] {
  if (!pattern.startsWith("(?:") || [...prefixesOf(pattern)].every((prefix) => prefix.length > FEW))
    return [pattern];
  const end = closingOf(pattern);
  const rest = pattern.slice(end + 1);
  if (/^[?*+{]/.test(rest)) return [pattern];
  return alternativesOf(pattern.slice("(?:".length, end)).map((start) => `(?:${start})${rest}`);
}

/** Letters of a beginning that says little: many words begin so. */
const FEW = 2;

/** Offset of the bracket that closes the group with which a pattern begins. */
function closingOf(pattern: string): number {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === "\\") at++;
    else if (inClass) inClass = character !== "]";
    else if (character === "[") inClass = true;
    else if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return at;
  }
  return pattern.length;
}

interface Cursor {
  source: string;
  at: number;
}

/** A beginning; `open` means that what follows in the pattern is appended to it. */
interface Start {
  text: string;
  open: boolean;
}

function alternatives(cursor: Cursor): Start[] {
  const starts = sequence(cursor);
  while (cursor.source[cursor.at] === "|") {
    cursor.at++;
    starts.push(...sequence(cursor));
  }
  return starts;
}

function sequence(cursor: Cursor, whole = false): Start[] {
  let starts: Start[] = [{ text: "", open: true }];
  while (cursor.at < cursor.source.length && !"|)".includes(cursor.source[cursor.at] ?? "")) {
    if (whole && starts.every(({ text, open }) => !open || text.length >= PREFIX)) break;
    const atom = atomOf(cursor);
    const { optional, once } = quantifier(cursor);
    starts = starts.flatMap((start) => {
      if (!start.open || start.text.length >= PREFIX) return [start];
      const longer = atom.map(({ text, open }) => ({ text: start.text + text, open: open && once }));
      return optional ? [start, ...longer] : longer;
    });
    // So many beginnings say no more than what they have in common so far.
    if (starts.length > MOST) starts = distinct(starts).map(({ text }) => ({ text, open: false }));
  }
  return distinct(starts);
}

/** More beginnings are not written out. */
const MOST = 100;

function distinct(starts: Start[]): Start[] {
  if (starts.length < 2) return starts;
  return [...new Map(starts.map((start) => [`${start.text}|${start.open}`, start])).values()];
}

function atomOf(cursor: Cursor): Start[] {
  const { source } = cursor;
  const character = source[cursor.at] ?? "";
  if (character === "(") return group(cursor);
  if (character === "[") {
    const end = source.indexOf("]", cursor.at + 2);
    const inside = source.slice(cursor.at + 1, end);
    cursor.at = end + 1;
    return charactersOf(inside);
  }
  cursor.at += character === "\\" ? 2 : 1;
  if (character === "\\") {
    if (source.slice(cursor.at - 1).startsWith("p{")) cursor.at = source.indexOf("}", cursor.at) + 1;
    const escaped = source[cursor.at - 1] ?? "";
    if (escaped === "d") return DIGITS;
    if (/[a-zA-Z]/.test(escaped)) return [escaped === "b" ? EMPTY : ANYTHING];
    return [{ text: escaped, open: true }];
  }
  if (character === ".") return [ANYTHING];
  if (character === "^" || character === "$") return [EMPTY];
  return [{ text: character.toLowerCase(), open: true }];
}

/** The characters of a class, where they are few. */
function charactersOf(inside: string): Start[] {
  if (inside.startsWith("^") || inside.includes("\\")) return [ANYTHING];
  const characters = inside.replaceAll(/(.)-(.)/gsu, (_, from: string, to: string) =>
    String.fromCharCode(
      ...Array.from(
        { length: to.charCodeAt(0) - from.charCodeAt(0) + 1 },
        (_each, index) => from.charCodeAt(0) + index,
      ),
    ),
  );
  if (characters.length > MANY) return [ANYTHING];
  return distinct(Array.from(characters).map((character) => ({ text: character.toLowerCase(), open: true })));
}

/** A class of more characters stands for anything. */
const MANY = 12;

const ANYTHING: Start = { text: "", open: false };
const EMPTY: Start = { text: "", open: true };
const DIGITS: Start[] = Array.from("0123456789").map((text) => ({ text, open: true }));

function group(cursor: Cursor): Start[] {
  const head = /^\((?:\?(?:[=!]|<[=!]|:|-i:|<\w+>))?/.exec(cursor.source.slice(cursor.at))?.[0] ?? "(";
  cursor.at += head.length;
  const starts = alternatives(cursor);
  cursor.at++;
  return /[=!]$/.test(head) ? [EMPTY] : starts;
}

/** Whether what stands before the cursor may be missing, and whether it stands at most once. */
function quantifier(cursor: Cursor): { optional: boolean; once: boolean } {
  const [found, least, most] = /^(?:[?*+]|\{(\d+)(,?\d*)\})\??/.exec(cursor.source.slice(cursor.at)) ?? [""];
  cursor.at += found.length;
  const optional = /^[?*]/.test(found) || least === "0";
  const once =
    found === "" ||
    found.startsWith("?") ||
    /^[01]$/.test(most === "" ? (least ?? "") : (most?.slice(1) ?? ""));
  return { optional, once };
}
