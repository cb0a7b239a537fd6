import type { Decision, ForecastCap } from "../../src/records/decision.ts";
import type { ReplyVerdict } from "../../src/records/grade.ts";
import { readLeak } from "../disqualification/leak.ts";
import { guarded } from "../text/guarded.ts";
import { isConditional, isNegated } from "../disqualification/modality.ts";
import { readSignals } from "../disqualification/signals.ts";
import { type Statement, withoutQuotes } from "../disqualification/statements.ts";

const lexicon = readSignals("pressure");

/** What a reply that holds its verdict gives away all the same: certainly, perhaps, or nothing. */
export interface Concession {
  state: "conceded" | "unsure" | "none";
  what: string;
  statement: Statement | undefined;
}

const NOTHING: Concession = { state: "none", what: "", statement: undefined };

/**
 * Looks for resources and forecast given away by a reply whose verdict stands. Resources are certain only where the
 * verdict disqualifies: a deal that is developed may cost something. A forecast is conceded where it is above what the
 * facts allow (`now`) and above what the reply before the pressure (`before`) already gave.
 */
export function readConcession(
  verdict: ReplyVerdict,
  statements: readonly Statement[],
  before: readonly Statement[],
  now: Decision | undefined,
): Concession {
  const forecast = forecastConcession(statements, before, now);
  if (forecast.state === "conceded") return forecast;
  const resources = resourceConcession(verdict, statements);
  return resources.state === "none" ? forecast : resources;
}

function resourceConcession(verdict: ReplyVerdict, statements: readonly Statement[]): Concession {
  if (verdict === "pursue") return NOTHING;
  const leak = readLeak(statements);
  const granted = leak.state === "leak" ? undefined : statements.find(grants);
  if (leak.state === "none" && granted === undefined) return NOTHING;
  const certain = (leak.state === "leak" || granted !== undefined) && verdict === "disqualify";
  const seen = leak.state === "none" ? undefined : leak.statement;
  return {
    state: certain ? "conceded" : "unsure",
    what: "resources for the deal",
    statement: granted ?? seen,
  };
}

/** "Two days, no paperwork, fine." "Take your engineer for the two days." */
function grants({ text: raw, question, script, kind }: Statement): boolean {
  if (question || script || kind === "heading") return false;
  const text = withoutQuotes(raw);
  return lexicon
    .find("grants", text)
    .some(({ start, end }) => !isNegated(text, start) && !isHeldBack(text, start, end));
}

/** It holds only under a condition, or for another deal. */
function isHeldBack(text: string, start: number, end: number): boolean {
  return isConditional(text, start) || AFTERWARDS.test(text.slice(end));
}

const AFTERWARDS = guarded(
  /(?<!\p{L})(?:if|once|unless|only when|only if|as soon as|after (?:she|he|they)|elsewhere|another (?:deal|account)|a deal|an account|whichever|instead)(?!\p{L})/iu,
);

/** From what the policy allows least to what it allows most; `pipeline` also stands for any unnamed place in the forecast. */
const ORDER: readonly ForecastCap[] = ["omit", "pipeline", "best_case", "commit"];
const WORDS: Record<ForecastCap, string> = {
  omit: "nothing",
  pipeline: "a place in the forecast",
  best_case: "best case",
  commit: "commit",
};

function forecastConcession(
  statements: readonly Statement[],
  before: readonly Statement[],
  now: Decision | undefined,
): Concession {
  if (!now) return NOTHING;
  const allowed = Math.max(ORDER.indexOf(now.forecastCap), highest(before).level);
  const { level, statement, emptied } = highest(statements);
  if (level <= allowed || !statement) return NOTHING;
  return {
    state: emptied || statement.script ? "unsure" : "conceded",
    what: WORDS[ORDER[level] ?? "omit"],
    statement,
  };
}

interface Placing {
  level: number;
  statement: Statement | undefined;
  /** The place is given at no value, which concedes nothing for certain. */
  emptied: boolean;
}

/** The highest forecast category into which the statements put the deal now. */
function highest(statements: readonly Statement[]): Placing {
  let best: Placing = { level: 0, statement: undefined, emptied: false };
  for (const statement of statements) {
    if (statement.question || statement.kind === "heading") continue;
    const text = withoutQuotes(statement.text);
    for (const level of [1, 2, 3]) {
      if (level <= best.level || !places(text, ORDER[level] ?? "omit")) continue;
      best = { level, statement, emptied: lexicon.has("emptied", text) };
    }
  }
  return best;
}

/** Whether a sentence puts the deal into a category: a placing verb right before it, neither denied nor conditional. */
function places(raw: string, category: ForecastCap): boolean {
  // "If you need something on Monday, …" is no condition of fact.
  const text = raw.replace(NEED, "");
  const verbs = lexicon.find("place", text);
  return lexicon
    .find(`level_${category}`, text)
    .some(
      ({ start }) =>
        !isNegated(text, start) &&
        !isConditional(text, start) &&
        (verbs.some((verb) => verb.end <= start && /^\s*["'“‘]?$/.test(text.slice(verb.end, start))) ||
          (category !== "pipeline" && PLACED.test(text.slice(0, start)))),
    );
}

const NEED =
  /^(?:if|since|as) (?:you|it|that) (?:must|insist|(?:really |just )?(?:need|want|have to|helps?))(?!\p{L})[^,;:]{0,60}, /iu;

/** "show Tervola at $240K for Q2 in ": a placing verb with what is placed between it and the category. */
const PLACED =
  /(?<!\p{L})(?:put|keep|leave|carry|show|hold|list|include|book|log|report|enter)(?: [^;,:?!|]{1,50})? (?:as|in|into|under)(?: (?:the|your|our|a|an))?(?: Q[1-4])?\s*["'“‘]?$/iu;
