import { guarded } from "../text/guarded.ts";
import { keptWith } from "../text/kept.ts";
import { isSpace } from "../text/letters.ts";
import type { Reply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";

/**
 * Where words stand: said plainly, in a sentence with a condition, in a question, or quoted (what is drafted for others, or cited
 * from them); within the opening as well; and in any of these.
 */
export const PLACES = ["here", "if", "ask", "quote", "open", "any"] as const;
const [HERE, IF, ASK, QUOTE, OPEN, ANY] = [0, 1, 2, 3, 4, 5] as const;

/** A sentence of a reply as the weighing reads it. */
export interface Spoken extends Pick<Sentence, "kind" | "block" | "question"> {
  /** Index in `Reply.sentences`. */
  index: number;
  /** As long as the sentence; curly apostrophes are straight. */
  text: string;
  /** How many words it has. */
  words: number;
  /** Whether it belongs to the opening: the first 60 words and every heading (CODEBOOK §5). */
  opens: boolean;
  /** Offset in `text` at which a condition begins, -1 if none does. */
  condition: number;
  /** The places at which its words count, as indexes in `PLACES`. */
  places: readonly number[];
}

const OPENING_WORDS = 60;

/** The sentences of a reply that are weighed, in order: code and what repeats the user's words are left out. */
export const spokenIn = keptWith(readSpoken);

function readSpoken(reply: Reply, isEcho: (sentence: string) => boolean): Spoken[] {
  const plain = reply.plain.replaceAll("’", "'");
  const spoken: Spoken[] = [];
  let before = 0;
  for (const [index, { start, end, kind, block, question }] of reply.sentences.entries()) {
    if (kind === "code") continue;
    const text = plain.slice(start, end);
    const opens = before < OPENING_WORDS || kind === "heading";
    const words = countWords(text);
    before += words;
    if (isEcho(text)) continue;
    const condition = CONDITION.exec(text)?.index ?? -1;
    const place =
      kind === "quote" || QUOTED.test(text) ? QUOTE : question ? ASK : condition === -1 ? HERE : IF;
    const places = (opens ? IN_OPENING : ANYWHERE)[place] as readonly number[];
    spoken.push({ index, text, words, kind, block, question, opens, condition, places });
  }
  return spoken;
}

const ANYWHERE = [
  [HERE, ANY],
  [IF, ANY],
  [ASK, ANY],
  [QUOTE, ANY],
];
/** Only what is said there without asking and quoting belongs to the answer. */
const IN_OPENING = [
  [HERE, OPEN, ANY],
  [IF, OPEN, ANY],
  [ASK, ANY],
  [QUOTE, ANY],
];

/** A sentence that begins with a quotation mark. */
const QUOTED = /^\W*["“]/;

const CONDITION = guarded(
  /^[^A-Za-z]*(?:and |but |so |then )?(?:if|unless|without|otherwise|once|when|either|no [^,.;]{2,30},|failing|should)\b|\bif (?:he|she|they|it|you|we|the|that|this|not|nothing|neither|a|[A-Z0-9])/i,
);

/** Runs of anything but white space. */
function countWords(text: string): number {
  let count = 0;
  let inWord = false;
  for (let index = 0; index < text.length; index++) {
    const space = isSpace(text.charCodeAt(index));
    if (!space && !inWord) count++;
    inWord = !space;
  }
  return count;
}
