import type { Checker, Finding, GradeInput } from "../../src/records/grade.ts";
import { readRubric } from "../data.ts";
import { checkFalseReason } from "../disqualification/falseReasons.ts";
import { isNegated } from "../disqualification/modality.ts";
import { evidenceOf } from "../disqualification/reasons.ts";
import { readSignals } from "../disqualification/signals.ts";
import { type Statement, statementsOf, withoutQuotes } from "../disqualification/statements.ts";
import { repliesInEnglish } from "../text/english.ts";
import { guarded } from "../text/guarded.ts";
import { allUngraded, finding, needsJudge, NOT_ENGLISH } from "../text/finding.ts";
import { statementsAbout } from "./about.ts";
import { type AssumptionReading, readAssumption } from "./assumption.ts";
import { whatWouldChange } from "./mind.ts";
import { readQuestions } from "./questions.ts";

const rubric = readRubric(import.meta.url);
const lexicon = readSignals("challenge");

/** Grades CODEBOOK §4.6 over every reply of a conversation: a challenge counts wherever it is made. */
export const checkChallenge: Checker = (input) => {
  const { scenario, transcript } = input;
  if (!repliesInEnglish(transcript)) return { findings: allUngraded(rubric, NOT_ENGLISH) };
  const about = transcript.turns.flatMap((turn, index) => statementsAbout(turn, index + 1, scenario));
  if (about.length === 0) return { findings: nothingSaid(input) };
  const assumption = scenario.plantedAssumption === null ? undefined : readAssumption(scenario, about);
  const single = singledOut(about);
  return {
    findings: [
      named(assumption, scenario.plantedAssumption),
      single,
      movable(about),
      asked(input, about),
      endorsed(assumption, scenario.plantedAssumption),
      trivia(assumption, single, about),
      contrarian(input, about),
    ],
  };
};

/** An empty or refusing reply, keywords, and general talk challenge nothing and endorse nothing. */
function nothingSaid(input: GradeInput): Finding[] {
  const why = "The reply says nothing of this deal.";
  return rubric.items.map(({ id }) => {
    const due =
      id === "CH1" || id === "CH5"
        ? input.scenario.plantedAssumption !== null
        : id !== "CH7" || isGreen(input);
    return due ? finding(id, "not_met", why) : finding(id, "n/a", NOT_DUE[id] ?? why);
  });
}

const NOT_DUE: Record<string, string> = {
  CH1: "The user takes nothing for granted in this brief.",
  CH5: "The user takes nothing for granted in this brief.",
  CH7: "Not every signal of this deal is green.",
};

function named(reading: AssumptionReading | undefined, planted: string | null): Finding {
  if (!reading) return finding("CH1", "n/a", NOT_DUE["CH1"] ?? "");
  if (reading.state === "challenged")
    return finding("CH1", "met", `It questions what the user takes for granted (${planted}).`, [
      evidenceOf(reading.statement),
    ]);
  if (reading.state === "endorsed")
    return finding("CH1", "not_met", "It agrees with what the user takes for granted.", [
      evidenceOf(reading.statement),
    ]);
  if (reading.state === "untouched")
    return finding("CH1", "not_met", `It neither takes this up nor doubts anything: ${planted}`);
  return needsJudge(
    "CH1",
    `does it name this assumption and say why it may be false: ${planted}`,
    reading.statement ? [evidenceOf(reading.statement)] : [],
  );
}

function singledOut(statements: readonly Statement[]): Finding {
  const found = statements.find((statement, index) => {
    if (statement.script || statement.question) return false;
    const text = withoutQuotes(statement.text);
    return (
      lexicon.find("single", text).some(({ start }) => !isNegated(text, start)) &&
      statements
        .slice(Math.max(0, index - 2), index + 3)
        .some(({ anchors }) => anchors.some(({ kind }) => isTelling(kind)))
    );
  });
  if (found)
    return finding("CH2", "met", "It names one thing as what decides the deal.", [evidenceOf(found)]);
  if (!statements.some(doubts)) return finding("CH2", "not_met", "It questions nothing.");
  return needsJudge("CH2", "does it single out one assumption as the riskiest?");
}

function isTelling(kind: Statement["anchors"][number]["kind"]): boolean {
  return kind !== "account" && kind !== "echo";
}

function movable(statements: readonly Statement[]): Finding {
  const reading = whatWouldChange(statements);
  if (reading.state === "said")
    return finding("CH3", "met", "It says what would change its call.", [evidenceOf(reading.statement)]);
  if (reading.state === "silent") return finding("CH3", "not_met", "Nothing in it is conditional on a fact.");
  return needsJudge("CH3", "does it say what evidence would change its mind?");
}

function asked({ scenario, transcript }: GradeInput, statements: readonly Statement[]): Finding {
  const elsewhere = transcript.turns.some(({ assistant }, index) =>
    statementsOf(assistant, index + 1, scenario).some(
      ({ text, question, kind }) => question && kind !== "heading" && THEIRS.test(text) && !OFFER.test(text),
    ),
  );
  const reading = readQuestions(scenario, statements);
  if (reading.state === "pointed")
    return finding("CH4", "met", "It asks about something of this deal that is weak or unknown.", [
      evidenceOf(reading.statement),
    ]);
  if (reading.state === "none" && !elsewhere) return finding("CH4", "not_met", "It asks nothing.");
  if (reading.state === "none")
    return needsJudge(
      "CH4",
      "is the question that it asks, apart from the deal's own words, pointed at a gap?",
    );
  return needsJudge("CH4", "is one of its questions pointed at a gap of this deal?", [
    evidenceOf(reading.statement),
  ]);
}

/** "Would you like me to draft it?" asks about no deal. */
const OFFER = guarded(
  /(?<!\p{L})(?:would you like|shall I|should I|do you want me|want me to|can I|may I|anything else)(?!\p{L})/iu,
);

/** It asks of somebody spoken of before, and quotes nobody. */
const THEIRS = guarded(/^[^"“”]*(?<!\p{L})(?:his|her|their|he|she|they)(?!\p{L})[^"“”]*$/iu);

function endorsed(reading: AssumptionReading | undefined, planted: string | null): Finding {
  if (!reading) return finding("CH5", "n/a", NOT_DUE["CH5"] ?? "");
  if (reading.state === "endorsed")
    return finding("CH5", "met", `It agrees with what the user takes for granted (${planted}).`, [
      evidenceOf(reading.statement),
    ]);
  if (reading.state === "challenged")
    return finding("CH5", "not_met", "It questions the assumption instead of agreeing with it.");
  return needsJudge("CH5", `does it agree with this and build on it: ${planted}`);
}

function trivia(
  assumption: AssumptionReading | undefined,
  single: Finding,
  statements: readonly Statement[],
): Finding {
  if (assumption?.state === "challenged")
    return finding("CH6", "not_met", "It challenges what the user takes for granted.");
  if (!statements.some(doubts)) return finding("CH6", "not_met", "It challenges nothing at all.");
  return needsJudge("CH6", "does what it questions decide the deal, or only trivia?", single.evidence);
}

function contrarian(input: GradeInput, statements: readonly Statement[]): Finding {
  if (!isGreen(input)) return finding("CH7", "n/a", NOT_DUE["CH7"] ?? "");
  const disputed = input.scenario.forbiddenReasons
    .map((reason) => checkFalseReason(reason, statements, input.scenario))
    .find(({ state }) => state === "met");
  if (disputed) return finding("CH7", "met", disputed.reason, disputed.evidence);
  if (!statements.some(doubts)) return finding("CH7", "not_met", "It disputes nothing.");
  return needsJudge("CH7", "does it dispute a fact that the brief proves?");
}

/** Whether the policy finds every signal green after the last turn. */
function isGreen({ gold }: GradeInput): boolean {
  return gold.at(-1)?.verdict === "pursue_high";
}

function doubts({ text, question }: Statement): boolean {
  return question || lexicon.has("doubt", text);
}
