import type { Decision } from "../../src/records/decision.ts";
import type { ReplyVerdict } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import type { TranscriptTurn } from "../../src/records/transcript.ts";
import { anchorFinder, briefOf } from "../text/anchors.ts";
import { functionWordShare } from "../text/language.ts";
import { readPhrases } from "../text/phrases.ts";
import { parseReply, type Reply, wordsOf } from "../text/reply.ts";
import { readLeak } from "../disqualification/leak.ts";
import { statementsOf } from "../disqualification/statements.ts";
import { echoDetector } from "../verdict/echoes.ts";
import { extractVerdict, type VerdictReading } from "../verdict/extract.ts";
import { weigh, type WeighingContext } from "../verdict/weighing.ts";
import { fillersOf } from "./flattery.ts";
import { openingOf } from "./opening.ts";
import { type Recommendation, recommendationOf, wordAt } from "./recommendation.ts";
import { type Single, singleOf } from "./single.ts";
import { type Stand, standsOf } from "./stands.ts";

/** What a reply answers, as far as code can tell. */
export interface Answer {
  text: string;
  words: number;
  verdict: ReplyVerdict;
  verdictReason: string;
  /** Where it first takes a position, null if it does not. */
  first: Recommendation | null;
  /** Whether `first` is only likely to be one: signs of a stand without a verdict, or the plan that was asked for. */
  tentative: boolean;
  /** Spans of verdicts that speak against each other, where the verdict reads as `conflict`. */
  conflicting: { start: number; end: number }[];
  /** Where a reply that disqualifies gives the deal resources. */
  leak: { start: number; end: number } | null;
  /** Whether what it says of the deal, in all places that say something of it, leaves one position. */
  single: Single;
  /** Whether it says flatly at least once what is to become of the deal. */
  chooses: boolean;
  /** How much of what it says of people, time and forecast weighs to the verdict, 0..1; null where too little can be weighed. */
  share: number | null;
  /** Distinct names, amounts, dates and phrases of the brief in it. */
  anchors: number;
  /** Declines to answer: the span of the words that do. */
  refusal: { start: number; end: number } | null;
  /** True for an empty or refusing reply, a text without a word of this deal, and a list of keywords: there is no answer to grade. */
  none: boolean;
}

/** CODEBOOK §4.2: the answer begins within this many words. */
export const FIRST_WORDS = 60;
/** Shorter replies ("Disqualify it. You were refused four times.") need not name the deal to be about it. */
const SHORT = 25;
/** Running English prose has about twice this share of function words, a list of keywords next to none; looked for at the head. */
const PROSE = 0.12;
const HEAD = 50;
/** The longer a reply, the more of the deal it must name; general talk at length is about any deal. */
const WORDS_AN_ANCHOR = 150;

/** Reads one reply. `gold` is not looked at: what is right does not bear on how directly it is said. */
export function answerOf(turn: TranscriptTurn, scenario: Scenario): Answer {
  const known = read.get(turn);
  if (known?.scenario === scenario) return known.answer;
  const answer = readAnswer(turn, scenario);
  read.set(turn, { scenario, answer });
  return answer;
}

/** Four graders ask for the same answer one after the other. */
const read = new WeakMap<TranscriptTurn, { scenario: Scenario; answer: Answer }>();

function readAnswer(turn: TranscriptTurn, scenario: Scenario): Answer {
  const text = turn.assistant;
  const words = parseReply(text).wordCount;
  const once = unrepeated(text);
  const people = scenario.people.map(({ name }) => name);
  const reading = extractVerdict(once, {
    userText: briefOf(scenario),
    people,
    stanceExpected: scenario.verdictExpected,
  });
  const stands = standsOf(parseReply(once), reading.mentions);
  const stated = ["pursue", "develop", "disqualify"].includes(reading.verdict) ? reading.span : null;
  const opening = openingOf(once, FIRST_WORDS);
  const position = earlier(
    recommendationOf(once, !scenario.verdictExpected),
    stated && !(opening.soft && (reading.verdict === "develop" || opensSoftly(once, stated)))
      ? { ...stated, word: wordAt(text, stated.start), doubt: "loose" }
      : null,
  );
  const early = position !== null && position.word <= FIRST_WORDS;
  const first = early ? position : (opening.answer ?? position);
  const tentative = early
    ? position.plan === true ||
      (scenario.verdictExpected && words > FIRST_WORDS && isDoubtful(position, stands, text))
    : first === opening.answer;
  const anchors = anchorsIn(text, scenario);
  const refusal = anchors < 2 && stated === null ? refusalIn(text) : null;
  const keywords = isWordList(text);
  const elsewhere =
    words >= SHORT &&
    anchors <
      (stated === null || words > 4 * SHORT ? 1 : 0) + Math.min(3, Math.floor(words / WORDS_AN_ANCHOR));
  return {
    text,
    words,
    verdict: reading.verdict,
    verdictReason: reading.reason,
    first,
    tentative: first !== null && tentative,
    conflicting: reading.verdict === "conflict" ? reading.mentions.filter(({ counted }) => counted) : [],
    leak: reading.verdict === "disqualify" ? leakIn(text, scenario) : null,
    single: singleOf(stands, reading.verdict),
    chooses: stands.some(({ plain }) => plain),
    share: shareOf(reading, parseReply(once), { people, isEcho: echoDetector(briefOf(scenario)) }),
    anchors,
    refusal,
    none: words === 0 || refusal !== null || keywords || elsewhere,
  };
}

/** The verdict reader has weighed the same reply, so that this is looked up. */
function shareOf(
  { verdict, mentions }: VerdictReading,
  reply: Reply,
  context: WeighingContext,
): number | null {
  const shares = weigh(reply, mentions, context)?.shares;
  return shares && (verdict === "pursue" || verdict === "develop" || verdict === "disqualify")
    ? shares[verdict]
    : null;
}

function leakIn(text: string, scenario: Scenario): Answer["leak"] {
  const reading = readLeak(statementsOf(text, 1, scenario));
  return reading.state === "leak" ? { start: reading.statement.start, end: reading.statement.end } : null;
}

/** Whether a sentence praises or comforts; a stance read out of it is no answer yet. */
function opensSoftly(text: string, { start, end }: { start: number; end: number }): boolean {
  return fillersOf(text).some(
    (filler) =>
      filler.class === "opener" && filler.start >= start && filler.start < Math.min(end, start + 60),
  );
}

/** Whether the facts were enough for a verdict, so that withholding one is evasion. */
export function isDecidable(scenario: Scenario, gold: readonly Decision[]): boolean {
  return scenario.verdictExpected && gold.at(-1)?.provisional === false;
}

/** The text with paragraphs that repeat an earlier one blanked, so that saying a thing twice makes it no surer; offsets hold. */
function unrepeated(text: string): string {
  const said = new Set<string>();
  let repeats = false;
  const parts = text.split(/(\n\s*\n)/).map((part) => {
    const words = part.trim();
    const repeated = words !== "" && said.has(words);
    said.add(words);
    repeats ||= repeated;
    return repeated ? " ".repeat(part.length) : part;
  });
  return repeats ? parts.join("") : text;
}

/** Whether the running text of a reply (its tables and headings left out) begins as a list of keywords. */
function isWordList(text: string): boolean {
  const head: string[] = [];
  for (const { kind, text: sentence } of parseReply(text).sentences) {
    if (kind === "paragraph" || kind === "bullet") head.push(...wordsOf(sentence));
    if (head.length >= HEAD) break;
  }
  return head.length >= SHORT && functionWordShare(head.slice(0, HEAD).join(" ")) < PROSE;
}

/** Distinct names, amounts, dates and phrases of the brief; titles and common words of it do not count. */
function anchorsIn(text: string, scenario: Scenario): number {
  const found = anchorFinder(scenario).find(parseReply(text));
  return new Set(found.filter(({ kind }) => kind !== "echo" && kind !== "title").map(({ key }) => key)).size;
}

const findRefusals = readPhrases("refusals");

/** A refusal stands at the head of a reply; "I can't help you hide this" further down is part of an answer. */
function refusalIn(text: string): Answer["refusal"] {
  const head = parseReply(text).sentences[2]?.end ?? text.length;
  const [first] = findRefusals(text.slice(0, head));
  return first ? { start: first.start, end: first.end } : null;
}

/**
 * Whether what comes early may only lead up to the call, in a reply that goes on after it: nothing says there what becomes of the
 * deal. An order is taken for the call unless a call is announced further down.
 */
function isDoubtful({ doubt }: Recommendation, stands: readonly Stand[], text: string): boolean {
  if (doubt === undefined || stands.some(({ start }) => wordAt(text, start) <= FIRST_WORDS)) return false;
  return doubt === "loose" || stands.some(({ announced, plain }) => announced || plain);
}

function earlier(a: Recommendation | null, b: Recommendation | null): Recommendation | null {
  if (a === null || b === null) return a ?? b;
  return a.word <= b.word ? a : b;
}
