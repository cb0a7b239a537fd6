import { NO_LETTERS, withLetter } from "./vocabulary.ts";

/**
 * Calls `visit` for each run of letters, what /\p{L}+/gu matches. `ascii` = all of them are a to z, in either case; `hash` is that
 * of `vocabulary.ts`.
 */
export function eachRun(
  text: string,
  visit: (start: number, end: number, ascii: boolean, hash: number) => void,
): void {
  let start = -1;
  let ascii = true;
  let hash = NO_LETTERS;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (kindIn(text, index) === LETTER) {
      if (start === -1) {
        start = index;
        ascii = true;
        hash = NO_LETTERS;
      }
      hash = withLetter(hash, code);
      if (code > 127) ascii = false;
    } else if (start !== -1) {
      visit(start, index, ascii, hash);
      start = -1;
    }
  }
  if (start !== -1) visit(start, text.length, ascii, hash);
}

/** Whether a letter or digit stands in a piece of a text. */
export function hasLetter(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (kindIn(text, index) !== NEITHER) return true;
  return false;
}

/** Whether a character is white space to a regular expression. */
export function isSpace(code: number): boolean {
  return code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code >= 160 && FAR_SPACES.has(code);
}

/** White space beyond ASCII. */
const FAR_SPACES = new Set([
  0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a,
  0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff,
]);

/** How many words a text has: runs of letters, digits and what joins them ("$1.2M", "29-day", "don't"), as `wordsOf` finds them. */
export function countWords(text: string): number {
  let count = 0;
  let inWord = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (kindIn(text, index) !== NEITHER || SIGNS.has(code)) {
      if (!inWord) count++;
      inWord = true;
    } else if (inWord) inWord = JOINTS.has(code);
  }
  return count;
}

const SIGNS = new Set(Array.from("$€£%").map((sign) => sign.charCodeAt(0)));
const JOINTS = new Set(Array.from(".,'’:/&-").map((joint) => joint.charCodeAt(0)));

const [UNKNOWN, NEITHER, LETTER, NUMBER, SURROGATE] = [0, 1, 2, 3, 4] as const;
/** What each unit of a text is, found out when it is first met. */
const kinds = new Uint8Array(0x10000);

/** What stands at a place of a text; both units of a character beyond the basic plane are what the character is. */
function kindIn(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (kinds[code] === UNKNOWN) kinds[code] = kindOf(String.fromCharCode(code));
  const kind = kinds[code] as number;
  return kind === SURROGATE ? kindOfPair(text, index) : kind;
}

function kindOfPair(text: string, index: number): number {
  const first = text.charCodeAt(index) < 0xdc00 ? index : index - 1;
  const point = text.codePointAt(first) ?? 0;
  return point > 0xffff ? kindOf(String.fromCodePoint(point)) : NEITHER;
}

function kindOf(character: string): number {
  if (/^[\ud800-\udfff]$/.test(character)) return SURROGATE;
  return /\p{L}/u.test(character) ? LETTER : /\p{N}/u.test(character) ? NUMBER : NEITHER;
}
