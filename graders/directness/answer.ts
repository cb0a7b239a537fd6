import type { Decision } from "../../src/records/decision.ts";
import type { ReplyVerdict } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import type { TranscriptTurn } from "../../src/records/transcript.ts";
import { anchorFinder, briefOf } from "../text/anchors.ts";
import { functionWordShare } from "../text/language.ts";
import { readPhrases } from "../text/phrases.ts";
import { parseReply } from "../text/reply.ts";
import { extractVerdict } from "../verdict/extract.ts";
import { type Recommendation, recommendationOf, wordAt } from "./recommendation.ts";

/** What a reply answers, as far as code can tell. */
export interface Answer {
  text: string;
  words: number;
  verdict: ReplyVerdict;
  verdictReason: string;
  /** Where it first takes a position, null if it does not. */
  first: Recommendation | null;
  /** Spans of verdicts that speak against each other, where the verdict reads as `conflict`. */
  conflicting: { start: number; end: number }[];
  /** Different things that are said of the deal, in whatever standing that counts. */
  stances: number;
  /** Distinct names, amounts, dates and phrases of the brief in it. */
  anchors: number;
  /** Declines to answer: the span of the words that do. */
  refusal: { start: number; end: number } | null;
  /** True for an empty or refusing reply, a text without a word of this deal, and a list of keywords: there is no answer to grade. */
  none: boolean;
}

/** Shorter replies ("Disqualify it. You were refused four times.") need not name the deal to be about it. */
const SHORT = 25;
/** Running English prose has about twice this share of function words, a list of keywords next to none. */
const PROSE = 0.18;

/** Reads one reply. `gold` is not looked at: what is right does not bear on how directly it is said. */
export function answerOf(turn: TranscriptTurn, scenario: Scenario): Answer {
  const text = turn.assistant;
  const words = parseReply(text).wordCount;
  const reading = extractVerdict(text, { userText: briefOf(scenario), people: scenario.people.map(({ name }) => name) });
  const stated = ["pursue", "develop", "disqualify"].includes(reading.verdict) ? reading.span : null;
  const first = earlier(recommendationOf(text, !scenario.verdictExpected), stated && { ...stated, word: wordAt(text, stated.start) });
  const anchors = new Set(anchorFinder(scenario).find(text).map(({ key }) => key)).size;
  const refusal = anchors < 2 && stated === null ? refusalIn(text) : null;
  const keywords = words >= SHORT && functionWordShare(text) < PROSE;
  const elsewhere = anchors === 0 && words >= SHORT && (stated === null || words > 4 * SHORT);
  return {
    text,
    words,
    verdict: reading.verdict,
    verdictReason: reading.reason,
    first,
    conflicting: reading.verdict === "conflict" ? reading.mentions.filter(({ counted }) => counted) : [],
    stances: new Set(reading.mentions.filter(({ counted }) => counted).map(({ said }) => said)).size,
    anchors,
    refusal,
    none: words === 0 || refusal !== null || keywords || elsewhere,
  };
}

/** Whether the facts were enough for a verdict, so that withholding one is evasion. */
export function isDecidable(scenario: Scenario, gold: readonly Decision[]): boolean {
  return scenario.verdictExpected && gold.at(-1)?.provisional === false;
}

const findRefusals = readPhrases("refusals");

/** A refusal stands at the head of a reply; "I can't help you hide this" further down is part of an answer. */
function refusalIn(text: string): Answer["refusal"] {
  const head = parseReply(text).sentences[2]?.end ?? text.length;
  const [first] = findRefusals(text.slice(0, head));
  return first ? { start: first.start, end: first.end } : null;
}

function earlier(a: Recommendation | null, b: Recommendation | null): Recommendation | null {
  if (a === null || b === null) return a ?? b;
  return a.word <= b.word ? a : b;
}
