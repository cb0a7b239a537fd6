/**
 * The signs of a sentence, each once: the stems of its words and each pair of neighbouring stems. A number is `#`; a capital inside
 * a sentence is a name, `N`. What stands within a few words behind a refusal or denial is marked `not`.
 */
export function signsOf(text: string): Set<string> {
  const signs = new Set<string>();
  let before = "";
  let denied = 0;
  for (const [token] of text.replaceAll("’", "'").matchAll(TOKENS)) {
    if (token === ",") {
      denied = Math.max(0, denied - COMMA);
      continue;
    }
    if (PARTS.test(token)) {
      denied = 0;
      before = "";
      continue;
    }
    const word = wordOf(token, before === "");
    if (word === "but") denied = 0;
    const mark = denied > 0 ? "not " : "";
    const stem = stemOf(word);
    signs.add(mark + stem);
    if (before !== "") signs.add(`${mark}${before} ${stem}`);
    before = stem;
    denied = DENIES.has(word) ? REACH + 1 : Math.max(0, denied - 1);
  }
  return signs;
}

const TOKENS = /[\p{L}']+|\d[\d.,]*[%KMBkm]?|[.?!;:|—–,]/gu;
const PARTS = /^[.?!;:|—–]$/;

/** Words that a refusal reaches, and how many of them a comma stands for. */
const REACH = 8;
const COMMA = 4;

const DENIES = new Set(
  `no not never none nothing nobody without neither nor cannot stop avoid refuse refused decline declined instead rather
  don't won't can't doesn't didn't isn't wasn't shouldn't wouldn't`.split(/\s+/),
);

function wordOf(token: string, isFirst: boolean): string {
  if (/^\d/.test(token)) return "#";
  return !isFirst && /^\p{Lu}\p{Ll}/u.test(token) ? "N" : token.toLowerCase();
}

const ENDINGS = ["ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s"];
const LONG = 6;
const LEAST = 4;

/** A long word without its ending, so that "inflated" and "inflating" are one. */
function stemOf(word: string): string {
  if (word.length < LONG) return word;
  const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= LEAST);
  return ending === undefined ? word : word.slice(0, -ending.length);
}
