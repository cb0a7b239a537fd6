import type { Decision, GoldVerdict } from "../records/decision.ts";
import type { Grade, ReplyVerdict } from "../records/grade.ts";
import type { Run } from "../records/run.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Summary, VerdictError } from "../records/summary.ts";
import type { Outcome, Transcript } from "../records/transcript.ts";

/** What every report is made from. */
export interface ReportInput {
  run: Run;
  summary: Summary;
  scenarios: readonly Scenario[];
}

/** One graded reply as tables show it; small, since a report may hold a hundred thousand. */
export interface ReportRow {
  scenario: Scenario;
  model: string;
  repeat: number;
  outcome: Outcome;
  /** After the last turn; null where no verdict is expected. */
  gold: GoldVerdict | null;
  /** Of the last reply; null where none is expected or nothing was read. */
  said: ReplyVerdict | null;
  /** Whether the stance is acceptable; null where none is expected or it could not be read. */
  right: boolean | null;
  /** By the order of DIMENSIONS; NaN where there is none. */
  scores: readonly number[];
  /** Dimensions with a critical failure. */
  critical: number;
  /** Ids of the critical items that failed. */
  failed: readonly string[];
  /** Items left to a judge. */
  ungraded: number;
  errors: readonly VerdictError[];
}

/** Rows that are made when they are asked for; an array is such rows as well. */
export interface ReportRows {
  length: number;
  at: (index: number) => ReportRow | undefined;
}

/** A reply with its grades, whole. */
export interface GradedReply {
  transcript: Transcript;
  grades: readonly Grade[];
}

/** A whole reply whose grades are JSON still: lines of grades.jsonl, which only the page that shows them takes apart. */
export interface StoredReply {
  transcript: Transcript;
  grades: readonly string[];
}

/** What the HTML report is made from; `replies` gives whole replies by row, in the order asked for. */
export interface HtmlInput extends ReportInput {
  /** By scenario id; entry i is the decision that is right after user turn i+1. */
  decisions: Readonly<Record<string, readonly Decision[]>>;
  rows: ReportRows;
  replies: (rows: readonly number[]) => AsyncIterable<StoredReply>;
}
