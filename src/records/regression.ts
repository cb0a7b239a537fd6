import type { GateVerdict } from "./comparison.ts";
import type { CriterionName } from "./gate.ts";

/**
 * Why a regression run asked no further. A stand-in that reads nothing of the edit is not asked ("unread"), and what it shows of another
 * clears nothing ("withheld").
 */
export type Stop = "decided" | "identical" | "budget" | "exhausted" | "refused" | "unread" | "withheld";

/** Evidence on one criterion after one visit (1-based) that added to it. */
export interface EvidenceStep {
  visit: number;
  eDrop: number;
  eNonInferior: number;
}

/** A gating criterion, looked at after every visit. */
export interface SequentialCriterion {
  name: CriterionName;
  verdict: GateVerdict;
  /** The visit at which it was decided; null where it is open. */
  stoppedAt: number | null;
  /** Evidence that decides: of a drop, and of its absence. */
  dropThreshold: number;
  clearThreshold: number;
  path: EvidenceStep[];
}

/** What a regression run asked for; a call is one reply of a model, so a conversation of three turns is three. */
export interface CallCounts {
  /** The candidate's replies that the decision rests on. */
  candidate: number;
  /** The baseline's that were not in the bank. */
  baseline: number;
  /** The candidate's second and third answers where a critical item newly failed. */
  confirming: number;
  /** Asked ahead and not used: the decision fell first. Kept, and not paid again. */
  ahead: number;
  /** Of all these, answered by an earlier start at no cost. */
  kept: number;
  /** The bank's own check: fresh baseline replies held against those it has. */
  canary: number;
}

/** What a judge was asked about the replies of both sides, and what that took; a call holds up to six questions on one reply. */
export interface JudgeTally {
  model: string;
  votes: number;
  calls: number;
  /** Of these, answered before at no cost: for an earlier start, a run, or the very same reply. */
  kept: number;
  /** Of these, ended in a machine's fault: what they asked counts as unread. */
  failed: number;
  /** What this start paid, and what the answers cost whoever paid, in USD; null = unknown. */
  costUsd: number | null;
  listUsd: number | null;
}

/** comparison.json `sequential`: how a decision was reached step by step. */
export interface SequentialRecord {
  seed: number;
  stop: Stop;
  /** Visits to a scenario; more than there are scenarios are several passes. */
  visits: number;
  scenarios: number;
  calls: CallCounts;
  /** Candidate calls of a fixed design that finds a drop of the margin 19 times in 20, by the variance seen; null without any. */
  fixedDesignCalls: number | null;
  /** What the calls of this start cost, in USD, the judge's left out; null = unknown. */
  costUsd: number | null;
  /** Absent where no judge was asked. */
  judge?: JudgeTally;
  criteria: SequentialCriterion[];
}
