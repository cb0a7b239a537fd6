import type { GateVerdict, Limits, NewlyFailing } from "../../records/comparison.ts";
import type { CriterionName } from "../../records/gate.ts";
import type { SequentialRecord } from "../../records/regression.ts";

/** What looking after every visit found of a gating criterion. */
export interface SequentialFinding {
  name: CriterionName;
  verdict: GateVerdict;
  eDrop: number;
  eNonInferior: number;
  /** Limits of the difference that hold however often it was looked at; null without a unit. */
  limits: Limits | null;
  improved: boolean;
  /** Further units that would probably settle it; null where it is settled. */
  nMore: number | null;
  /** Why it is open, where the figures alone do not say. */
  reason: string | null;
}

/** How a comparison was decided step by step. */
export interface SequentialEvidence {
  /** Of the gating criteria that could gate. */
  criteria: readonly SequentialFinding[];
  /** Critical items that newly fail, those of scenarios that were asked again included. */
  newlyFailing: readonly NewlyFailing[];
  record: SequentialRecord;
}
