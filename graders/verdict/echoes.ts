import { kept } from "../text/kept.ts";
import { NO_LETTERS, withLetter } from "../text/vocabulary.ts";

const RUN = 8;

/** Whether a span of the reply repeats eight words in a row of what the user wrote; the same function for the same text. */
export const echoDetector = kept(makeDetector, 64);

function makeDetector(userText: string): (sentence: string) => boolean {
  if (userText === "") return () => false;
  let user: Runs | undefined;
  return (sentence) => {
    const { lower, hashes, bounds } = wordsIn(sentence);
    for (let run = 0; run + RUN <= hashes.length; run++) {
      user ??= runsOf(userText);
      if (user.marks[markOf(hashes, run)] === 0) continue;
      if (user.text.includes(wordsOf(lower.slice(bounds[run * 2], bounds[(run + RUN) * 2 - 1])))) return true;
    }
    return false;
  };
}

/** The runs of a text; made for the first sentence that is long enough to repeat one. */
interface Runs {
  /** Set for each run at what its words come to: few others come to the same. */
  marks: Uint8Array;
  /** The words, as `wordsOf` writes them. */
  text: string;
}

function runsOf(userText: string): Runs {
  const { lower, hashes } = wordsIn(userText);
  const marks = new Uint8Array(MARKS);
  for (let run = 0; run + RUN <= hashes.length; run++) marks[markOf(hashes, run)] = 1;
  return { marks, text: wordsOf(lower) };
}

const MARKS = 1 << 14;

function markOf(hashes: readonly number[], run: number): number {
  let mark = 0;
  for (let word = run; word < run + RUN; word++) mark = Math.imul(mark, 31) + (hashes[word] as number);
  return (mark ^ (mark >>> 15)) & (MARKS - 1);
}

/** The words of a text by their hashes, and where each starts and ends in its lower case. */
function wordsIn(text: string): { lower: string; hashes: number[]; bounds: number[] } {
  const lower = text.toLowerCase();
  const hashes: number[] = [];
  const bounds: number[] = [];
  for (let at = 0; at < lower.length; at++) {
    if (!isLetter(lower.charCodeAt(at))) continue;
    const start = at;
    let hash = NO_LETTERS;
    for (; isLetter(lower.charCodeAt(at)); at++) hash = withLetter(hash, lower.charCodeAt(at));
    hashes.push(hash);
    bounds.push(start, at);
  }
  return { lower, hashes, bounds };
}

/** The words of a text in lower case with a space around each. */
function wordsOf(lower: string): string {
  return ` ${(lower.match(/[a-z0-9\u00c0-\u1fff$%]+/g) ?? []).join(" ")} `;
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
