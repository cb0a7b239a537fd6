import type { Decision } from "../records/decision.ts";
import type { Grade } from "../records/grade.ts";
import type { Run } from "../records/run.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Summary } from "../records/summary.ts";
import type { Transcript } from "../records/transcript.ts";

/** Everything a report is made from: the records of one run folder, and the decisions its gold verdicts rest on. */
export interface ReportInput {
  run: Run;
  summary: Summary;
  scenarios: Scenario[];
  transcripts: Transcript[];
  grades: Grade[];
  /** By scenario id; entry i is the decision that is right after user turn i+1. */
  decisions: Record<string, Decision[]>;
}
