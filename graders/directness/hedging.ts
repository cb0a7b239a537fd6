import { guarded } from "../text/guarded.ts";
import { countWords } from "../text/letters.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { anchorFinder } from "../text/anchors.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import { type Phrase, readPhrases } from "../text/phrases.ts";
import type { Sentence } from "../text/sentences.ts";
import { withoutQuotes } from "./quotes.ts";
import { aboutUnknown } from "./unknowns.ts";

/** The hedges of a reply that count, and how many there are in 100 of the words that could have been hedged. */
export interface Hedging {
  hedges: { start: number; end: number }[];
  per100: number;
  /** Those of them that soften the advice itself or argue both sides. */
  soft: { start: number; end: number; class: string }[];
}

const findHedges = readPhrases("hedges");

/**
 * Counts hedges (lexicon `hedges`) outside what CODEBOOK §4.2 exempts: quotes, questions, "if X, then Y" rules, statements
 * about facts that the scenario lists as unknown, and named risks with their cause. Only words that are about the deal are
 * counted against them – those of paragraphs, items and rows that name something of it, each sentence once –, so that
 * questions, general talk and repetition do not thin the hedges out.
 */
export function hedgesOf(text: string, scenario: Scenario): Hedging {
  const reply = parseReply(text);
  const ofDeal = blocksOfDeal(reply, scenario);
  const hedges: { start: number; end: number; class: string }[] = [];
  const said = new Set<string>();
  let words = 0;
  for (const sentence of reply.sentences) {
    if (said.has(sentence.text) || isExempt(sentence, scenario)) continue;
    said.add(sentence.text);
    const plain = withoutQuotes(reply.plain.slice(sentence.start, sentence.end));
    if (ofDeal.has(sentence.block)) words += countWords(plain);
    for (const span of distinct(findHedges(plain))) {
      const place = { start: sentence.start + span.start, end: sentence.start + span.end, class: span.class };
      if (!isMonth(text, place)) hedges.push(place);
    }
  }
  const soft = hedges.filter((hedge) => SOFT.has(hedge.class));
  return {
    hedges,
    soft,
    per100: hedges.length === 0 ? 0 : (hedges.length / Math.max(words, MIN_WORDS)) * 100,
  };
}

/** Classes of the lexicon that take the edge off the advice, not off a fact. */
const SOFT = new Set(["suggestion", "evasion"]);
/** A rate per 100 words means nothing on a handful of them. */
const MIN_WORDS = 50;

/** Indexes of the blocks that name something of the deal. */
function blocksOfDeal(reply: Reply, scenario: Scenario): Set<number> {
  const found = new Set<number>();
  let block = 0;
  for (const { start } of anchorFinder(scenario).find(reply)) {
    while (block < reply.blocks.length && (reply.blocks[block]?.end ?? 0) <= start) block++;
    if ((reply.blocks[block]?.start ?? Number.POSITIVE_INFINITY) <= start) found.add(block);
  }
  return found;
}

function isExempt(sentence: Sentence, scenario: Scenario): boolean {
  if (sentence.question || sentence.kind === "quote" || sentence.kind === "code") return true;
  return (
    DECISION_RULE.test(sentence.text) ||
    RISK_WITH_CAUSE.test(sentence.text) ||
    aboutUnknown(sentence.text, scenario)
  );
}

/** "If the CFO meets, …" and "…, unless he names a date": a rule says what follows from what, it does not hedge. */
const DECISION_RULE =
  /^(?:["'(]?\s*)(?:if|unless|once|when|should (?:he|she|they|it))\b[^.?!]{0,300}?(?:,|:|→)\s*(?!.{0,300}\b(?:you (?:may|might)|perhaps|could reasonably|consider)\b)/i;
/** "This could slip because security has not started." */
const RISK_WITH_CAUSE = guarded(
  /\b(?:could|may|might)\s(?:\p{L}+\s){0,3}?(?:slip|fail|stall|die|kill|break|sink|lose|block|veto|delay|cost|miss|collapse|leave|reopen|cut)\b[^.]{0,200}\b(?:because|since|as|:|until|while)\b/iu,
);

/** Overlapping matches of several classes are one hedge: the longest of those that begin first. */
function distinct(spans: Phrase[]): Phrase[] {
  let end = 0;
  return [...spans]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((span) => {
      if (span.start < end) return false;
      end = span.end;
      return true;
    });
}

/** "May 14", "by May": the month, which has a capital inside a sentence. */
function isMonth(text: string, { start, end }: { start: number; end: number }): boolean {
  return text.slice(start, end) === "May" && !/^\s(?:I|we|you|not|be|have)\b/.test(text.slice(end, end + 8));
}
