import { kept } from "../text/kept.ts";
import type { Spoken } from "./spoken.ts";

/**
 * Calls `visit` with each word of the sentences, and with the word before it where the two are a pair. Names read as "N" and
 * numbers as "#", so that no deal is known by its people or its amounts. What a word is, `wordOf` says; one that is undefined
 * is not visited and part of no pair.
 */
export function eachWord<Word>(
  sentences: readonly Spoken[],
  names: ReadonlySet<string>,
  wordOf: (text: string) => Word | undefined,
  visit: (sentence: Spoken, word: Word, before: Word | undefined) => void,
): void {
  const [name, number] = [wordOf("N"), wordOf("#")];
  for (const sentence of sentences) {
    const { text } = sentence;
    let before: Word | undefined;
    let first = true;
    for (let at = 0; at < text.length;) {
      const start = at;
      const kind = kindAt(text, at++);
      if (kind === OTHER) continue;
      let word: Word | undefined;
      if (kind === LETTER) {
        while (kindAt(text, at) === LETTER) at++;
        const token = text.slice(start, at);
        const lower = token.toLowerCase();
        const isName =
          names.has(lower) || (!first && isCapital(text.charCodeAt(start)) && !isOrdinary(token));
        word = isName ? name : wordOf(lower);
      } else if (kind === DIGIT) {
        at = endOfNumber(text, at);
        word = number;
      }
      if (word !== undefined) visit(sentence, word, before);
      before = word;
      first = false;
    }
  }
}

/** The words of people's names, in lower case. */
export function namesOf(people: readonly string[]): ReadonlySet<string> {
  return splitNames(people.join("\n"));
}

const splitNames = kept((people) => new Set(people.toLowerCase().split(/\s+/)), 64);

/** [\d.,]*[KMB%]? */
function endOfNumber(text: string, from: number): number {
  let at = from;
  while (kindAt(text, at) === DIGIT || text[at] === "." || text[at] === ",") at++;
  return at < text.length && "KMB%".includes(text[at] as string) ? at + 1 : at;
}

const [OTHER, LETTER, DIGIT, MARK] = [0, 1, 2, 3] as const;
const LAST_LETTER = 0x24f;
/** Letters and the apostrophe; digits; the marks that no pair of words reaches across; anything else. */
const KINDS = Uint8Array.from({ length: LAST_LETTER + 1 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z\u00c0-\u024f']/.test(character)) return LETTER;
  return /\d/.test(character) ? DIGIT : /[.?!;:]/.test(character) ? MARK : OTHER;
});

function kindAt(text: string, at: number): number {
  if (at >= text.length) return OTHER;
  const code = text.charCodeAt(at);
  return code > LAST_LETTER ? OTHER : (KINDS[code] as number);
}

/** [A-ZÀ-Þ] */
function isCapital(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde);
}

/** Whether a word may be written with a capital inside a sentence and be no name. */
function isOrdinary(token: string): boolean {
  return ORDINARY.has(token) || (token.startsWith("I'") && /^I'[a-z]+$/.test(token));
}

const ORDINARY = new Set(
  `I Commit Best Case Pipeline Upside Omit High Medium Low Green Red Amber Yellow Discovery Evaluation Proof Negotiation Close
  Disqualify Pursue No Yes CFO POC SE`.split(/\s+/),
);
