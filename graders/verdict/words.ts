import type { Reply } from "../text/reply.ts";
import { isConditional } from "./features.ts";
import type { Span } from "./reading.ts";

/** Where words stand: said plainly, in a sentence with a condition, in a question, or within the opening as well. */
type Place = "here" | "if" | "ask" | "open";

/** The opening is the first 60 words and every heading (CODEBOOK §5). */
const OPENING_WORDS = 60;

/**
 * Calls `visit` with each word and each pair of neighbouring words of a reply as `<place>|<words>`, and the sentence it stands
 * in. Names read as "N" and numbers as "#", so that no deal is known by its people or its amounts. Sentences that `isEcho`
 * knows for the user's own are left out, as are words that `mayCount` rules out. The same key comes as often as it occurs.
 */
export function eachWord(
  reply: Reply,
  people: readonly string[],
  isEcho: (sentence: string) => boolean,
  visit: (key: string, sentence: Span) => void,
  mayCount: (word: string, before: string | undefined) => boolean = () => true,
): void {
  const names = new Set(people.flatMap((person) => person.toLowerCase().split(/\s+/)));
  let before = 0;
  for (const { start, end, kind, question } of reply.sentences) {
    if (kind === "code") continue;
    const text = reply.plain.slice(start, end).replaceAll("’", "'");
    const opens = !question && (before < OPENING_WORDS || kind === "heading");
    before += text.split(/\s+/).length;
    if (isEcho(text)) continue;
    const place: Place = question ? "ask" : isConditional(text) ? "if" : "here";
    const sentence = { start, end };
    const add = (word: string, previous?: string) => {
      if (!mayCount(word, previous)) return;
      const words = previous === undefined ? word : `${previous} ${word}`;
      visit(`${place}|${words}`, sentence);
      if (opens) visit(`open|${words}`, sentence);
    };
    let previous: string | undefined;
    for (const word of wordsIn(text, names)) {
      if (word !== undefined) {
        add(word);
        if (previous !== undefined) add(word, previous);
      }
      previous = word;
    }
  }
}

const TOKEN = /[A-Za-z\u00c0-\u024f']+|[$€£]?\d[\d.,]*[KMB%]?|[.?!;:]/g;
/** Words written with a capital inside a sentence that are no names. */
const NO_NAME =
  /^(?:I|I'[a-z]+|Commit|Best|Case|Pipeline|Upside|Omit|High|Medium|Low|Green|Red|Amber|Yellow|Discovery|Evaluation|Proof|Negotiation|Close|Disqualify|Pursue|No|Yes|CFO|POC|SE)$/;

/** The words of a sentence in order; undefined stands for a mark that no pair of words reaches across. */
function wordsIn(text: string, names: ReadonlySet<string>): (string | undefined)[] {
  return (text.match(TOKEN) ?? []).map((token, index) => {
    if (/^[.?!;:]/.test(token)) return undefined;
    if (/\d/.test(token)) return "#";
    if (index > 0 && /^[A-Z\u00c0-\u00de]/.test(token) && !NO_NAME.test(token)) return "N";
    const word = token.toLowerCase();
    return names.has(word) ? "N" : word;
  });
}
