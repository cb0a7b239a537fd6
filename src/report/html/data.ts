import type { Decision, GoldVerdict } from "../../records/decision.ts";
import type { Grade, ReplyVerdict } from "../../records/grade.ts";
import type { Dimension } from "../../records/rubric.ts";
import type { Run } from "../../records/run.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Summary, VerdictError } from "../../records/summary.ts";
import type { Outcome, Transcript } from "../../records/transcript.ts";

/** How many rows share one compressed chunk: small enough to open at once, large enough to compress well. */
export const CHUNK_ROWS = 250;

/** What the page needs before anything is opened: small, and read as one piece. */
export interface ReportIndex {
  run: Run;
  summary: Summary;
  /** Model ids that have rows, those of the summary first. */
  models: string[];
  scenarios: ScenarioLine[];
  rows: Columns;
}

/** What the table of scenarios shows of one scenario. */
export interface ScenarioLine {
  id: string;
  title: string;
  family: string;
  task: string;
  industry: string;
  stage: string;
  overlay: string;
  valueUsd: number;
  /** Names of the people in the deal, for the search. */
  people: string[];
}

/** One row a transcript, stored by column; entry i of every column belongs to row i. */
export interface Columns {
  /** Index into `scenarios`. */
  scenario: number[];
  /** Index into `models`. */
  model: number[];
  repeat: number[];
  outcome: Outcome[];
  /** After the last turn; null where no verdict is expected. */
  gold: (GoldVerdict | null)[];
  /** Of the last reply; null where none is expected or nothing was read. */
  said: (ReplyVerdict | null)[];
  /** Whether the stance is acceptable; null where none is expected or it could not be read. */
  right: (boolean | null)[];
  scores: Record<Dimension, (number | null)[]>;
  /** Dimensions with a critical failure. */
  critical: number[];
  /** Items left to a judge. */
  ungraded: number[];
  /** Names of verdict errors, by row; rows without any are absent. */
  errors: Record<number, readonly VerdictError[]>;
  /** Ids of the critical items that failed, by row; rows without any are absent. */
  failed: Record<number, readonly string[]>;
  /** The rows that open, ascending: the i-th has the i-th detail. Absent where all do. */
  opens?: number[];
}

/** What one row opens to. */
export interface SampleDetail {
  /** The id by which labels name the reply. */
  response: string;
  transcript: Transcript;
  /** As they stand in grades.jsonl. */
  grades: StoredGrade[];
}

/** A grade in its spelling on disk: all keys but two are the same in memory. */
export type StoredGrade = Omit<Grade, "rawScore" | "criticalFail"> & {
  raw_score: number | null;
  critical_fail: boolean;
};

/** What a scenario opens to; shared by its rows. */
export interface ScenarioDetail {
  scenario: Scenario;
  decisions: Decision[];
}
