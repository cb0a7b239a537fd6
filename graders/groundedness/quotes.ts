import { matchesOf } from "../text/eachMatch.ts";
import type { Reply } from "../text/reply.ts";
import { sequenceOf, type Sources } from "./sources.ts";

/** Quotations shorter than this many words are turns of phrase. */
const MIN_WORDS = 4;
const MAX_LENGTH = 400;

const QUOTATION = /[“"]([^“”"\n]{12,400})[”"]/g;
/** Somebody is said to have spoken, as a fact: "Otieno told you: …", "in her words", "his office wrote …". */
const ATTRIBUTED =
  /\b(?:said|told (?:you|us|me|him|her|them|the \p{L}+|\p{Lu}\p{L}+)|wrote|stated|replied|answered|quoted|promised|admitted|insisted|mailed|(?:his|her|their|own|exact) words|put it|says|'s words|(?:mail|note|letter|email|message) (?:was|is|reads|says))\b[^.?!"“”]{0,40}$/iu;
/** The words before the quotation tell somebody to say it, or imagine that it is said. */
const SCRIPTED =
  /\b(?:if|when|once|until|unless|would|could|might|should|must|will|let(?!ter)|ask|asks|tell|say(?!s)|send|write(?!s)|reply|answer(?!ed)|have|get|you can|something like|for example|e\.g|wants? to hear|needs? to hear|test|has not|hasn't|never|nobody|not)\b/i;

/** The month has a capital. */
const LEFT_OPEN = /\bmay\b/;

export interface UnknownQuote {
  start: number;
  end: number;
  text: string;
  /** It is long, somebody is said to have spoken it, and hardly two words of it stand together in the brief. */
  sure: boolean;
}

/** Quotations ascribed to somebody as fact whose words are not in the brief. */
export function unknownQuotes(reply: Reply, sources: Sources): UnknownQuote[] {
  const found: UnknownQuote[] = [];
  for (const match of matchesOf(reply.plain, QUOTATION)) {
    const quote = match[1] ?? "";
    const before =
      reply.plain
        .slice(Math.max(0, match.index - 110), match.index)
        .split(/[.?!]\s|\n/)
        .at(-1) ?? "";
    if (
      quote.trim().split(/\s+/).length < MIN_WORDS ||
      quote.length > MAX_LENGTH ||
      quote.trim().endsWith("?")
    )
      continue;
    if (
      !ATTRIBUTED.test(before) ||
      SCRIPTED.test(before) ||
      LEFT_OPEN.test(before) ||
      sharedPairs(quote, sources) >= RETOLD
    )
      continue;
    const start = match.index + 1;
    found.push({
      start,
      end: start + quote.length,
      sure:
        quote.trim().split(/\s+/).length >= SURE_WORDS &&
        SPOKEN.test(before) &&
        sharedPairs(quote, sources) < STRANGE,
      text: quote.length > 60 ? `${quote.slice(0, 57)}…` : quote,
    });
  }
  return found;
}

/** Of the pairs of neighbouring words of a quotation: from which on it is retold, as in a change of person; below which it is strange. */
const RETOLD = 0.6;
const STRANGE = 0.2;
const SURE_WORDS = 8;
/** A person, or a pronoun for one, and a verb of speech in the past. */
const SPOKEN =
  /(?:\b(?:he|she|they)|\p{Lu}\p{L}+)\s(?:\p{L}+\s){0,2}(?:said|told|wrote|replied|answered|admitted|insisted|mailed|promised)\b/u;

/** The share of neighbouring words that the brief holds in this order; 1 if it holds all of the quotation but for omissions. */
function sharedPairs(quote: string, { sequence }: Sources): number {
  const given = sequence();
  const parts = quote.split(/…|\.\.\.|\[[^\]]*\]/).map(sequenceOf);
  if (parts.every((part) => part.trim() === "" || given.includes(part))) return 1;
  const words = sequenceOf(quote).trim().split(" ");
  const pairs = words.slice(1).map((word, index) => ` ${words[index]} ${word} `);
  return pairs.filter((pair) => given.includes(pair)).length / Math.max(1, pairs.length);
}
