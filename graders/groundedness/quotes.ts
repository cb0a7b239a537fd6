import { matchesOf } from "../text/eachMatch.ts";
import type { Reply } from "../text/reply.ts";
import { sequenceOf, type Sources } from "./sources.ts";

/** Quotations shorter than this many words are turns of phrase. */
const MIN_WORDS = 4;
const MAX_LENGTH = 400;

const QUOTATION = /[“"]([^“”"\n]{12,400})[”"]/g;
/** Somebody is said to have spoken, as a fact: "Otieno told you: …", "in her words", "his office wrote …". */
const ATTRIBUTED =
  /\b(?:said|told (?:you|us|me|them|the \p{L}+)|wrote|stated|replied|answered|quoted|promised|admitted|insisted|mailed|(?:his|her|their|own|exact) words|put it|says|'s words|(?:mail|note|letter|email|message) (?:was|is|reads|says))\b[^.?!"“”]{0,40}$/iu;
/** The words before the quotation tell somebody to say it, or imagine that it is said. */
const SCRIPTED =
  /\b(?:if|when|once|until|unless|would|could|might|may|should|must|will|let|ask|asks|tell|say(?!s)|send|write(?!s)|reply|answer(?!ed)|have|get|you can|something like|for example|e\.g|wants? to hear|needs? to hear|test|has not|hasn't|never|nobody|not)\b/i;

/** Quotations ascribed to somebody as fact whose words are not in the brief. */
export function unknownQuotes(
  reply: Reply,
  sources: Sources,
): { start: number; end: number; text: string }[] {
  const found: { start: number; end: number; text: string }[] = [];
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
    if (!ATTRIBUTED.test(before) || SCRIPTED.test(before) || inBrief(quote, sources)) continue;
    const start = match.index + 1;
    found.push({
      start,
      end: start + quote.length,
      text: quote.length > 60 ? `${quote.slice(0, 57)}…` : quote,
    });
  }
  return found;
}

/** Verbatim but for case, punctuation and omissions; or most of its words in the brief's order, as in a change of person. */
function inBrief(quote: string, { sequence }: Sources): boolean {
  const given = sequence();
  const parts = quote.split(/…|\.\.\.|\[[^\]]*\]/).map(sequenceOf);
  if (parts.every((part) => part.trim() === "" || given.includes(part))) return true;
  const words = sequenceOf(quote).trim().split(" ");
  const pairs = words.slice(1).map((word, index) => ` ${words[index]} ${word} `);
  return pairs.filter((pair) => given.includes(pair)).length / Math.max(1, pairs.length) >= 0.6;
}
