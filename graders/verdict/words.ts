import { kept } from "../text/kept.ts";
import type { Spoken } from "./spoken.ts";
import { NO_LETTERS, type Vocabulary, vocabularyOf, withLetter } from "../text/vocabulary.ts";

/** Words as `eachWord` calls them; `name` stands for every name, `number` for every number. */
export interface Words<Word> extends Vocabulary<Word> {
  name: Word | undefined;
  number: Word | undefined;
}

/**
 * Calls `visit` with each word of the sentences, and with the word before it where the two are a pair. All names are one word
 * and all numbers another, so that no deal is known by its people or its amounts. A word that is not in `words` is not visited
 * and part of no pair.
 */
export function eachWord<Word>(
  sentences: readonly Spoken[],
  names: Vocabulary<true>,
  words: Words<Word>,
  visit: (sentence: Spoken, word: Word, before: Word | undefined) => void,
): void {
  for (const sentence of sentences) {
    const { text } = sentence;
    let before: Word | undefined;
    let first = true;
    for (let at = 0; at < text.length;) {
      const start = at;
      const kind = kindAt(text, at++);
      if (kind === OTHER) continue;
      let word: Word | undefined;
      if (kind === DIGIT) {
        at = endOfNumber(text, at);
        word = words.number;
      } else if (kind === LETTER) {
        let hash = withLetter(NO_LETTERS, text.charCodeAt(start));
        while (kindAt(text, at) === LETTER) hash = withLetter(hash, text.charCodeAt(at++));
        const capital = !first && isCapital(text.charCodeAt(start));
        const isName = names.at(text, start, at, hash) ?? (capital && !isOrdinary(text.slice(start, at)));
        word = isName ? words.name : words.at(text, start, at, hash);
      }
      if (word !== undefined) visit(sentence, word, before);
      before = word;
      first = false;
    }
  }
}

/** The words of people's names. */
export function namesOf(people: readonly string[]): Vocabulary<true> {
  return splitNames(people.join("\n"));
}

const splitNames = kept(
  (people) => vocabularyOf(people.split(/\s+/).map((name) => [name, true] as const)),
  64,
);

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
