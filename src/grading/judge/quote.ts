import { parseReply } from "../../../graders/text/reply.ts";
import type { Evidence } from "../../records/grade.ts";

/**
 * Where a quote stands in one of the replies, word for word: marks of Markdown, punctuation, white space and unseen
 * characters between the words do not matter; the words, their case and their order do. The last reply is searched first.
 * Undefined when the quote holds no word or stands nowhere.
 */
export function findQuote(replies: readonly string[], quote: string): Evidence | undefined {
  const wanted = wordSpans(quote).map(({ word }) => word);
  if (wanted.length === 0) return undefined;
  for (const [index, text] of [...replies.entries()].toReversed()) {
    const span = findRun(wordSpans(parseReply(text).plain), wanted);
    if (span) return { turn: index + 1, ...span, quote: text.slice(span.start, span.end) };
  }
  return undefined;
}

interface WordSpan {
  word: string;
  start: number;
  end: number;
}

/** The words of a text with their UTF-16 offsets; unseen characters inside a word are passed over. */
function wordSpans(text: string): WordSpan[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}$€£%](?:\p{Cf}*[\p{L}\p{N}\p{M}$€£%])*/gu)].map((match) => ({
    word: match[0].replaceAll(/\p{Cf}/gu, "").normalize("NFC"),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The first run of `words` that equals `wanted`, found in the words joined by blanks, which no word holds. */
function findRun(
  words: readonly WordSpan[],
  wanted: readonly string[],
): { start: number; end: number } | undefined {
  const starts = new Map<number, number>();
  let joined = " ";
  for (const [index, { word }] of words.entries()) {
    starts.set(joined.length - 1, index);
    joined += `${word} `;
  }
  const from = starts.get(joined.indexOf(` ${wanted.join(" ")} `));
  const first = from === undefined ? undefined : words[from];
  const last = from === undefined ? undefined : words[from + wanted.length - 1];
  return first && last ? { start: first.start, end: last.end } : undefined;
}
