import { eachMatch } from "./eachMatch.ts";

/** Calls `visit` for each run of letters, what /\p{L}+/gu matches; `ascii` = all of them are a to z, in either case. */
export function eachRun(text: string, visit: (start: number, end: number, ascii: boolean) => void): void {
  let start = -1;
  let ascii = true;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const kind = kindAt(code);
    if (kind === SURROGATE) return eachRunFrom(text, start === -1 ? index : start, visit);
    if (kind === LETTER) {
      if (start === -1) {
        start = index;
        ascii = true;
      }
      if (code > 127) ascii = false;
    } else if (start !== -1) {
      visit(start, index, ascii);
      start = -1;
    }
  }
  if (start !== -1) visit(start, text.length, ascii);
}

/** The same for texts with letters beyond the basic plane. */
function eachRunFrom(
  text: string,
  from: number,
  visit: (start: number, end: number, ascii: boolean) => void,
): void {
  eachMatch(text.slice(from), RUN, ({ index, 0: run }) =>
    visit(from + index, from + index + run.length, false),
  );
}

const RUN = /\p{L}+/gu;

/** Whether a letter or digit stands in a piece of a text. */
export function hasLetter(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const kind = kindAt(text.charCodeAt(index));
    if (kind === SURROGATE) return /[\p{L}\p{N}]/u.test(text.slice(start, end));
    if (kind !== NEITHER) return true;
  }
  return false;
}

/** Whether a character is white space to a regular expression. */
export function isSpace(code: number): boolean {
  return code <= 32
    ? code === 32 || (code >= 9 && code <= 13)
    : code >= 160 && /\s/.test(String.fromCharCode(code));
}

/** How many words a text has: runs of letters, digits and what joins them ("$1.2M", "29-day", "don't"), as WORD matches them. */
export function countWords(text: string): number {
  let count = 0;
  let inWord = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const kind = kindAt(code);
    if (kind === SURROGATE) return text.match(WORD)?.length ?? 0;
    if (kind !== NEITHER || SIGNS.has(code)) {
      if (!inWord) count++;
      inWord = true;
    } else if (inWord) inWord = JOINTS.has(code);
  }
  return count;
}

const WORD = /[\p{L}\p{N}$€£%][\p{L}\p{N}$€£%.,'’:/&-]*/gu;
const SIGNS = new Set(Array.from("$€£%").map((sign) => sign.charCodeAt(0)));
const JOINTS = new Set(Array.from(".,'’:/&-").map((joint) => joint.charCodeAt(0)));

const [UNKNOWN, NEITHER, LETTER, NUMBER, SURROGATE] = [0, 1, 2, 3, 4] as const;
/** What each character is, found out when it is first met. */
const kinds = new Uint8Array(0x10000);

function kindAt(code: number): number {
  const known = kinds[code] as number;
  return known === UNKNOWN ? (kinds[code] = kindOf(code)) : known;
}

function kindOf(code: number): number {
  if (code >= 0xd800 && code < 0xe000) return SURROGATE;
  const character = String.fromCharCode(code);
  return /\p{L}/u.test(character) ? LETTER : /\p{N}/u.test(character) ? NUMBER : NEITHER;
}
