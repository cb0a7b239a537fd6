import { type JudgePrompts, readJudgePrompts } from "../../../graders/judgePrompts.ts";
import type { Decision } from "../../records/decision.ts";
import type { Grade } from "../../records/grade.ts";
import type { Judged, JudgeRequest, Judging } from "../../records/judge.ts";
import { DIMENSIONS } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";
import { applyAnswers, byQuestion, judgingOf, mergeVotes } from "./apply.ts";
import { judgeRemarks } from "./family.ts";
import { judgeHash } from "./identity.ts";
import { type Sheet, sheetOf, shownOf } from "./questions.ts";
import { type Call, callsOf, requestOf } from "./request.ts";

/** A graded run in memory. */
export interface GradedRun {
  grades: readonly Grade[];
  scenarios: readonly Scenario[];
  transcripts: readonly Transcript[];
}

/** What a judge made of a run. */
export interface JudgedRun {
  grades: Grade[];
  identity: { model: string; sha256: string };
  judging: Judging;
  /** What a reader must know of this judge (its bias toward a model under test). */
  remarks: string[];
}

/** What is left to a judge in each grade that leaves anything. */
export function sheetsOf({ grades, scenarios, transcripts }: GradedRun): Sheet[] {
  const prompts = new Map<string, JudgePrompts | undefined>(
    DIMENSIONS.map((dimension) => [dimension, readJudgePrompts(dimension)]),
  );
  const scenarioById = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const shown = new Map(
    transcripts.flatMap((transcript) => {
      const scenario = scenarioById.get(transcript.scenario);
      return scenario ? [[sampleOf(transcript), shownOf(scenario, transcript)] as const] : [];
    }),
  );
  return grades.flatMap((grade) => {
    const sample = shown.get(sampleOf(grade));
    return (sample && sheetOf(grade, sample, prompts.get(grade.dimension))) ?? [];
  });
}

/** Every call that the sheets need. Equal calls (the same reply given twice) are one call with one id. */
export function callsFor(sheets: readonly Sheet[]): Call[] {
  return [...new Map(sheets.flatMap(callsOf).map((call) => [call.id, call])).values()];
}

/** The requests whose questions are not all answered yet, `votes` of each, one at a time. */
export function* pendingRequests(
  calls: readonly Call[],
  judged: readonly Judged[],
  votes: number,
): Generator<JudgeRequest> {
  for (const { call, vote } of pendingCalls(calls, judged, votes)) yield requestOf(call, vote);
}

/** The calls whose questions are not all answered yet, each with the vote that is wanted. */
export function* pendingCalls(
  calls: readonly Call[],
  judged: readonly Judged[],
  votes: number,
): Generator<{ call: Call; vote: number }> {
  const usable = new Set(
    judged.filter(({ met }) => met !== null).map(({ question, vote }) => `${question} ${vote}`),
  );
  for (const call of calls) {
    for (let vote = 1; vote <= votes; vote++) {
      if (call.questions.some(({ key }) => !usable.has(`${key} ${vote}`))) yield { call, vote };
    }
  }
}

/**
 * The run's grades with a judge's answers in them. `decisions` are the right decisions after each user turn, by scenario.
 * Null where none of the answers is to a question of this run.
 */
export function judgeRun(
  run: GradedRun & { decisions: Record<string, Decision[]> },
  model: string,
  judged: readonly Judged[],
): JudgedRun | null {
  const sheets = sheetsOf(run);
  const votes = byQuestion(mergeVotes([], judged));
  const judging = judgingOf(model, sheets, votes);
  if (judging.missing === judging.questions) return null;
  const byGrade = new Map(sheets.map((sheet) => [sheet.grade, sheet]));
  const grades = run.grades.map((grade) => {
    const sheet = byGrade.get(grade);
    return sheet ? applyAnswers(sheet, votes, run.decisions[grade.scenario] ?? []) : grade;
  });
  const models = [...new Set(run.transcripts.map((transcript) => transcript.model))].sort();
  return {
    grades,
    judging,
    identity: { model, sha256: judgeHash(judging.votes) },
    remarks: judgeRemarks(model, models),
  };
}

function sampleOf({ scenario, model, repeat }: Pick<Grade, "scenario" | "model" | "repeat">): string {
  return JSON.stringify([scenario, model, repeat]);
}
