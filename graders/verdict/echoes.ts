import { kept } from "../text/kept.ts";
import { NO_LETTERS, type Vocabulary, vocabularyOf, withLetter } from "../text/vocabulary.ts";

const RUN = 8;

/** Whether a span of the reply repeats eight words in a row of what the user wrote; the same function for the same text. */
export const echoDetector = kept(makeDetector, 64);

function makeDetector(userText: string): (sentence: string) => boolean {
  if (userText === "") return () => false;
  let user: { words: Vocabulary<true>; runs: Set<string> } | undefined;
  return (sentence) => {
    user ??= userOf(userText);
    return holdsRun(sentence.toLowerCase(), user.words) && runsOf(tokens(sentence)).some(isIn(user.runs));
  };
}

function isIn(runs: ReadonlySet<string>): (run: string) => boolean {
  return (run) => runs.has(run);
}

function userOf(text: string): { words: Vocabulary<true>; runs: Set<string> } {
  const words = tokens(text);
  return {
    words: vocabularyOf(new Map(words.map((word) => [word, true] as const))),
    runs: new Set(runsOf(words)),
  };
}

function runsOf(words: readonly string[]): string[] {
  return words
    .slice(0, Math.max(0, words.length - RUN + 1))
    .map((_, index) => words.slice(index, index + RUN).join(" "));
}

/** Whether as many words in a row are all the user's, in whatever order: hardly a sentence has so many. */
function holdsRun(lower: string, words: Vocabulary<true>): boolean {
  let known = 0;
  for (let at = 0; at < lower.length; at++) {
    if (!isLetter(lower.charCodeAt(at))) continue;
    const start = at;
    let hash = NO_LETTERS;
    for (; isLetter(lower.charCodeAt(at)); at++) hash = withLetter(hash, lower.charCodeAt(at));
    known = words.at(lower, start, at, hash) ? known + 1 : 0;
    if (known >= RUN) return true;
  }
  return false;
}

/** The words of a text, in lower case. */
function tokens(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9\u00c0-\u1fff$%]+/g) ?? [];
}

/** [a-z0-9\u00c0-\u1fff$%] */
function isLetter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 0xc0 && code <= 0x1fff) ||
    code === 36 ||
    code === 37
  );
}
