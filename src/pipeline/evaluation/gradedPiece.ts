import { gradeTranscript } from "../../grading/grade.ts";
import { strictJson } from "../../files/jsonl.ts";
import type { Decision } from "../../records/decision.ts";
import { type Grade, type Grader, gradeToDisk } from "../../records/grade.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { ItemSummary } from "../../records/summary.ts";
import type { Transcript } from "../../records/transcript.ts";
import { type JunitCases, junitCases } from "../../report/junit.ts";
import { type Digest, digestOf } from "../../summary/digest.ts";
import { type Lines, linesOf } from "../../summary/lines.ts";
import { rubricsOf } from "./rubrics.ts";

/** All that grading one reply leaves behind: its lines of grades.jsonl and junit.xml, and what the summary needs of it. */
export interface GradedPiece {
  digest: Digest;
  /** Lines of grades.jsonl; null where the grades came from there. */
  grades: string | null;
  junit: JunitCases;
}

/** What replies are graded with. Everything but the graders is plain data. */
export interface GradingContext {
  scenarios: readonly Scenario[];
  /** By scenario id; the i-th is right after user turn i+1. */
  decisions: Record<string, Decision[]>;
  /** Rubric lines with how far each is to be believed. */
  items: readonly ItemSummary[];
}

/** Makes pieces of transcripts. A transcript of a scenario that is not in the context makes none (null). */
export interface PieceMaker {
  /** Graded by the checkers. */
  grade: (transcript: Transcript) => GradedPiece | null;
  /** What the checkers find, nothing made of it. */
  checked: (transcript: Transcript) => Grade[];
  /** Of grades that are there already; `write` says whether they go into grades.jsonl. */
  take: (transcript: Transcript, grades: readonly Grade[], write: boolean) => GradedPiece | null;
}

/** Prepares the making of pieces by these graders. */
export function pieceMaker(context: GradingContext, graders: readonly Grader[]): PieceMaker {
  const { decisions, items } = context;
  const scenarios = new Map(context.scenarios.map((scenario) => [scenario.id, scenario]));
  const rubrics = rubricsOf(graders);
  const lines: Lines = linesOf(rubrics);
  const take: PieceMaker["take"] = (transcript, grades, write) => {
    const scenario = scenarios.get(transcript.scenario);
    if (!scenario) return null;
    const gold = decisions[scenario.id] ?? [];
    return {
      digest: digestOf({ scenario, transcript, grades, gold }, rubrics, lines),
      grades: write ? grades.map((grade) => `${strictJson(gradeToDisk(grade))}\n`).join("") : null,
      junit: junitCases({ transcript, grades }, items),
    };
  };
  const checked: PieceMaker["checked"] = (transcript) => {
    const scenario = scenarios.get(transcript.scenario);
    return scenario ? gradeTranscript(scenario, transcript, decisions[scenario.id] ?? [], graders) : [];
  };
  return { take, checked, grade: (transcript) => take(transcript, checked(transcript), true) };
}
