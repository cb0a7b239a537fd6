import type { Decision, ForecastCap } from "../../src/records/decision.ts";
import type { Finding } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { finding, needsJudge } from "../text/finding.ts";
import { isConditional } from "./modality.ts";
import { evidenceOf } from "./reasons.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";

const lexicon = readSignals("forecast");
/** From what the policy allows least to what it allows most. */
const ORDER: readonly ForecastCap[] = ["omit", "pipeline", "best_case", "commit"];
const WORDS: Record<ForecastCap, string> = {
  omit: "out of the forecast",
  pipeline: "pipeline",
  best_case: "best case",
  commit: "commit",
};

/** Where a reply puts the deal in the forecast, and what it takes it out of. */
interface ForecastCall {
  calls: Map<ForecastCap, Statement>;
  notCommit: Statement | undefined;
  touched: boolean;
}

/** DC11: the forecast consequence, due where the task asks for a forecast or gate and from Proof on. */
export function checkForecast(scenario: Scenario, gold: Decision, statements: readonly Statement[]): Finding {
  if (!isDue(scenario)) return finding("DC11", "n/a", "Neither asked for nor due before Proof.");
  const { calls, notCommit, touched } = readForecast(statements);
  const cap = gold.forecastCap;
  const [only] = calls;
  if (only && calls.size === 1) {
    const [call, statement] = only;
    const distance = ORDER.indexOf(call) - ORDER.indexOf(cap);
    const evidence = [evidenceOf(statement)];
    if (distance === 0)
      return finding("DC11", "met", `It forecasts the deal as ${WORDS[call]}, as the policy does.`, evidence);
    if (distance > 0)
      return finding(
        "DC11",
        "not_met",
        `It forecasts the deal as ${WORDS[call]}; the policy allows no more than ${WORDS[cap]}.`,
        evidence,
      );
    if (distance < -1 && scenario.facts.milestone.value !== "funded")
      return finding(
        "DC11",
        "not_met",
        `It forecasts the deal as ${WORDS[call]}; the policy supports ${WORDS[cap]}.`,
        evidence,
      );
    return needsJudge(
      "DC11",
      `it says ${WORDS[call]} where ${WORDS[cap]} is allowed; is that caution earned?`,
      evidence,
    );
  }
  if (calls.size === 0 && notCommit) {
    const evidence = [evidenceOf(notCommit)];
    if (cap === "best_case")
      return finding("DC11", "met", "It keeps the deal out of commit, as the policy does.", evidence);
    if (cap === "commit")
      return finding(
        "DC11",
        "not_met",
        "It keeps the deal out of commit, where the policy supports it.",
        evidence,
      );
    return needsJudge("DC11", `it keeps the deal out of commit; does it also say ${WORDS[cap]}?`, evidence);
  }
  if (!touched) return finding("DC11", "not_met", "It says nothing about the forecast or the stage.");
  return needsJudge("DC11", `does it forecast the deal as ${WORDS[cap]}, or re-stage it as the policy does?`);
}

/** Reads the forecast categories that a reply states as its call for now; wording for others to say is left out. */
function readForecast(statements: readonly Statement[]): ForecastCall {
  const calls = new Map<ForecastCap, Statement>();
  const labelled = new Map<ForecastCap, Statement>();
  let notCommit: Statement | undefined;
  for (const statement of statements) {
    if (statement.question || statement.script) continue;
    const text = withoutQuotes(statement.text);
    const omitted = lexicon.find("omit", text).filter(({ start }) => !isConditional(text, start));
    if (omitted.length > 0 && !calls.has("omit")) calls.set("omit", statement);
    if (omitted.some(({ start }) => isLabelled(text.slice(0, start))) && !labelled.has("omit"))
      labelled.set("omit", statement);
    for (const category of ["pipeline", "best_case", "commit"] as const) {
      for (const { start, end } of lexicon.find(category, text)) {
        if (omitted.some((span) => span.start < end && start < span.end)) continue;
        const before = text.slice(0, start);
        const denied = lexicon.has("barred", before);
        if (denied && category === "commit") notCommit ??= statement;
        if (denied || isLater(before, text.slice(end), text, start)) continue;
        if (!calls.has(category)) calls.set(category, statement);
        if (isLabelled(before) && !labelled.has(category)) labelled.set(category, statement);
      }
    }
  }
  return {
    calls: labelled.size > 0 ? labelled : calls,
    notCommit,
    touched: statements.some(({ text }) => lexicon.has("touched", text)),
  };
}

/** "Forecast: pipeline", "Best Case, not commit": such a line outranks what else is said of categories. */
function isLabelled(before: string): boolean {
  return (
    /^\W*$/.test(before) ||
    /forecast(?: \w+){0,3}\s*[:|–—-]\s*\W*$/i.test(before) ||
    /(?:my call|call for [^:]{1,20}|position)\s*:\s*\W*$/i.test(before)
  );
}

/** "You could leave it in best case": advice for now, whatever its mood. */
const KEEPS =
  /(?<!\p{L})(?:leave|keep|carry|show|book|park)(?! \w+ (?:out|off))(?:\s(?:[^\s.;:,]|[.,]\d)+){0,4}\s(?:in|as|at|under|on)(?: the)?(?: Q[1-4])? ?$/iu;

function isLater(before: string, after: string, text: string, start: number): boolean {
  if (lexicon.has("later", after)) return true;
  if (KEEPS.test(before)) return /(?<!\p{L})(?:if|unless|once|when|until)(?!\p{L})/iu.test(before);
  return lexicon.has("ahead", before) || isConditional(text, start);
}

function isDue({ taskType, stage }: Scenario): boolean {
  return taskType === "gate_forecast" || stage === "proof" || stage === "negotiation" || stage === "close";
}
