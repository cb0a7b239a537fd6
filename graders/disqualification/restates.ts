import { kept } from "../text/kept.ts";
import { mayOccur, watchFor } from "../text/occurs.ts";

/** Share of a reason's telling words that a passage must repeat to restate it, and the least number of them. */
const SHARE = 0.45;
const LEAST = 4;

/** A reason of a scenario as words, ready to be looked for. */
export interface Wording {
  words: ReadonlySet<string>;
  denies: boolean;
}

const STOP = new Set(
  `the and but for with that this from have has had was were are not its his her their our your them they who which what when
  then than there been into over under after before about only just also all any some one who will would could should
  does did done being very much more most`.split(/\s+/),
);

/** The telling words of a text: names, numbers and content words by stem. */
export const wordingOf = kept(readWording, 2000);

function readWording(text: string): Wording {
  const words = new Set<string>();
  for (const word of plainLetters(text).match(/[\p{L}\p{N}]+(?:[.,]\d+\w*)?/gu) ?? []) {
    const telling = tellingPart(word);
    if (telling !== "") words.add(telling);
  }
  return { words, denies: mayOccur(text, DENIAL_WORDS) && DENIAL.test(text) };
}

/** Whatever may be written with an accent apart: all but ASCII, signs and punctuation. */
const ACCENTED = /[^\s!-\u00bf\u2000-\u20cf\u2100-\u2bff]/;

/** In lower case and without accents. */
function plainLetters(text: string): string {
  const lower = text.toLowerCase();
  return ACCENTED.test(lower) ? lower.normalize("NFD").replaceAll(/\p{M}/gu, "") : lower;
}

/** The stem of a telling word, "" for one that tells nothing; the words of all replies are a few thousand. */
const tellingPart = kept(
  (word: string) => (/\d/.test(word) || (word.length > 2 && !STOP.has(word)) ? stem(word) : ""),
  5000,
);

/** Whether a passage says again what a reason says: enough of its telling words, denied or asserted alike. */
export function restates(passage: string, reason: Wording): boolean {
  const said = wordingOf(passage);
  const shared = [...reason.words].filter((word) => said.words.has(word)).length;
  return shared >= LEAST && shared >= SHARE * reason.words.size && said.denies === reason.denies;
}

const DENIAL =
  /(?<!\p{L})(?:no|not|never|none|nothing|nobody|without|neither|nor|cannot|nowhere|refus\p{L}+|declin\p{L}+|\p{L}+n['’]t)(?!\p{L})/iu;

const DENIAL_WORDS = watchFor(DENIAL.source);

function stem(word: string): string {
  if (/\d/.test(word)) return word;
  return NUMBERS[word] ?? word.replace(/(?:ations?|ating|ated|ates|ings?|ied|ies|edly|ed|es|s|ly|e|y)$/, "");
}

const NUMBERS: Record<string, string> = {
  one: "1",
  once: "1",
  two: "2",
  twice: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  ninth: "9",
  ten: "10",
  eleven: "11",
  twelve: "12",
};
