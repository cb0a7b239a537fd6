import type { CalibrationRecord, GradedBy, Reliability } from "./calibration.ts";
import type { GoldVerdict } from "./decision.ts";
import type { ItemState, ReplyVerdict } from "./grade.ts";
import type { Dimension } from "./rubric.ts";
import { toDisk } from "./wire.ts";

/** A mean with its 95 % interval, clustered by family; all in 0..1. */
interface Estimate {
  value: number;
  low: number;
  high: number;
  /** Scenarios and families behind it. */
  n: number;
  families: number;
}

/** Why there is no interval: fewer than two families, or nothing scored. */
interface NoEstimate {
  value: number | null;
  reason: string;
}

export type MaybeEstimate = Estimate | NoEstimate;

export interface DimensionSummary {
  dimension: Dimension;
  /** Mean score over scenarios (repeats averaged within a scenario first). */
  score: MaybeEstimate;
  /** The mean if every transcript without a score had scored 0, and 1. */
  bounds: { low: number; high: number };
  /** Transcripts with a score, without one (outcome or nothing gradable). */
  scored: number;
  unscored: number;
  /** Items by state over all transcripts. `ungraded` ones are in no score. */
  items: Record<ItemState, number>;
  criticalFails: number;
}

export interface ItemSummary {
  dimension: Dimension;
  id: string;
  title: string;
  points: number;
  critical: boolean;
  states: Record<ItemState, number>;
  /** How far the item is to be believed, by who graded it; absent where the graders were never calibrated. */
  reliability?: Record<GradedBy, Reliability>;
}

/** Names of verdict errors, CODEBOOK §4.3. */
export const VERDICT_ERRORS = [
  "false_pursue",
  "soft_pursue",
  "false_kill",
  "over_caution",
  "over_reach",
  "evasion",
  "leak",
] as const;
export type VerdictError = (typeof VERDICT_ERRORS)[number];

/** One transcript named in a summary. */
export interface SampleRef {
  scenario: string;
  repeat: number;
}

export interface VerdictSummary {
  /** Cells with a count above 0; gold after the last turn against the verdict of the last reply. */
  matrix: { gold: GoldVerdict; said: ReplyVerdict; count: number; samples: SampleRef[] }[];
  errors: { name: VerdictError; samples: SampleRef[] }[];
  /** Share of the scenarios' verdicts that are acceptable, among those that could be read. */
  right: MaybeEstimate;
  /** Transcripts that expect a verdict; of those, read by the checker; left for a judge. */
  expected: number;
  answered: number;
  needsJudge: number;
  /** Mean over the three gold classes of the share said right; null unless every class has an answered case. */
  macroRecall: number | null;
  /** Mean of the cost matrix of CODEBOOK §4.3 over answered verdicts; null if none. */
  meanCost: number | null;
}

export interface PairSummary {
  family: string;
  flipField: string;
  /** right = acceptable in every repeat; null = not all repeats could be read. */
  a: { scenario: string; right: boolean | null };
  b: { scenario: string; right: boolean | null };
  consistent: boolean | null;
}

export interface CriticalFailure extends SampleRef {
  dimension: Dimension;
  item: string;
  title: string;
  reason: string;
}

/** One model's part of a run. */
export interface ModelSummary {
  model: string;
  /** One sentence that a reader can act on: what the run shows, with its figures. */
  headline: string;
  dimensions: DimensionSummary[];
  items: ItemSummary[];
  verdicts: VerdictSummary;
  pairs: PairSummary[];
  /** Share of pairs with both members right among pairs that could be read; null if none. */
  pairConsistency: number | null;
  criticalFailures: CriticalFailure[];
  /** Share of scenarios with no critical fail and every scored dimension ≥ 0.65 (CODEBOOK §6). */
  passRate: MaybeEstimate;
  /** Weighted mean of the dimensions' scores (CODEBOOK §6 weights, renormalised over those present). */
  composite: number | null;
  /** Words of the last reply. */
  words: { mean: number; median: number; max: number } | null;
}

/** summary.json. */
export interface Summary {
  runId: string;
  /** Whom the intervals speak of: "population" = deals like these, the family being the unit. */
  estimand: "population";
  /** What the items' reliability rests on. `sameGraders` false: graders were edited since. */
  calibration?: Pick<CalibrationRecord, "part" | "note" | "measuredOn"> & { sameGraders: boolean };
  models: ModelSummary[];
}

/** The summary with snake_case keys. */
export function summaryToDisk(summary: Summary): unknown {
  return toDisk(summary);
}
