import type { CalibrationRecord, GradedBy, Reliability } from "./calibration.ts";
import type { GoldVerdict } from "./decision.ts";
import type { ElicitedVerdict } from "./elicited.ts";
import type { ItemState, ReplyVerdict } from "./grade.ts";
import type { Dimension } from "./rubric.ts";
import type { Run } from "./run.ts";
import type { Outcome } from "./transcript.ts";
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
  /** What it is called where it counts against a reply, and where an unwanted thing did not happen; the title where absent. */
  failed?: string;
  averted?: string;
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

/** As many samples of a kind as a summary names; beyond it `count` alone speaks for all. */
export const MAX_NAMED = 2000;

export interface VerdictSummary {
  /** Cells with a count above 0; gold after the last turn against the verdict of the last reply. */
  matrix: { gold: GoldVerdict; said: ReplyVerdict; count: number; samples: SampleRef[] }[];
  errors: { name: VerdictError; count: number; samples: SampleRef[] }[];
  /** Share of the scenarios' verdicts that are acceptable, among those that could be read. */
  right: MaybeEstimate;
  /** The share if every verdict that is due and could not be read (failed call, left to a judge) were wrong, and right. */
  rightBounds: { low: number; high: number } | null;
  /** Transcripts that expect a verdict; of those, read by the checker; left for a judge. */
  expected: number;
  answered: number;
  needsJudge: number;
  /** Mean over the three gold classes of the share said right; null unless every class has an answered case. */
  macroRecall: number | null;
  /** Mean of the cost matrix of CODEBOOK §4.3 over answered verdicts; null if none. */
  meanCost: number | null;
  /** What replies said in one word when asked for it, against what they wrote; absent where they were not asked. */
  elicited?: ElicitedSummary;
}

export interface ElicitedSummary {
  /** Replies that were asked; of those, answered with exactly one of the three words. */
  asked: number;
  read: number;
  /** Of those read, replies whose own verdict is one of the three as well; and those that say another then. */
  compared: number;
  differ: number;
  /** "wrote X, then said Y", the most frequent first. */
  pairs: { wrote: ElicitedVerdict; said: ElicitedVerdict; count: number; samples: SampleRef[] }[];
}

export interface PairSummary {
  family: string;
  flipField: string;
  /** right = acceptable in every repeat; null = not all repeats could be read. */
  a: { scenario: string; right: boolean | null };
  b: { scenario: string; right: boolean | null };
  consistent: boolean | null;
  /** Whether each member has a reply at all: a run that was cut short, or whose calls failed, may lack one. */
  complete: boolean;
}

export interface CriticalFailure extends SampleRef {
  dimension: Dimension;
  item: string;
  /** What the item is called where it fails. */
  title: string;
  reason: string;
}

/** What became of a model's planned replies. */
export interface OutcomeSummary {
  planned: number;
  counts: Record<Outcome | "missing", number>;
  /** Share of planned replies that the machine lost: failed calls and those that left no record; null without any planned. */
  errorRate: number | null;
  /** What the failed calls died of, the most frequent first; absent where none failed. */
  causes?: FailureCause[];
}

/** What some calls died of, without what belongs to one call alone. */
export interface FailureCause {
  cause: string;
  count: number;
}

/** What a model's replies took. Unknown is null, never 0; a sum is unknown as soon as one of its parts is. */
export interface UsageSummary {
  /** Turns that were answered or failed. */
  calls: number;
  attempts: number;
  /** What the replies cost when they were paid, in USD, whoever paid. */
  listUsd: number | null;
  /** Replies whose cost is known. */
  priced: number;
  /** What this run itself paid for them. */
  incurredUsd: number | null;
  /** List cost divided by the replies whose verdict could be read. */
  perVerdictUsd: number | null;
  tokens: {
    input: number | null;
    output: number | null;
    cacheRead: number | null;
    cacheCreation: number | null;
    /** Share of all input tokens that came from the provider's cache. */
    cacheShare: number | null;
  };
  /** Milliseconds at the HTTP call, over the `n` calls that have one; null where none has. */
  latencyMs: { p50: number; p95: number; n: number } | null;
}

export const SLICE_KINDS = ["task", "stage", "industry", "deal_size"] as const;
export type SliceKind = (typeof SLICE_KINDS)[number];

/** A model's figures on some of the scenarios: those of one stage, industry, deal size or task. */
export interface Slice {
  by: SliceKind;
  value: string;
  scenarios: number;
  families: number;
  /** Too few families to read anything into it. */
  small: boolean;
  composite: number | null;
  right: MaybeEstimate;
  dimensions: { dimension: Dimension; score: MaybeEstimate }[];
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
  /** The first {@link MAX_NAMED} in the order of the scenarios; `criticalCount` counts them all. */
  criticalFailures: CriticalFailure[];
  criticalCount: number;
  /** Share of scenarios with no critical fail and every scored dimension ≥ 0.65 (CODEBOOK §6). */
  passRate: MaybeEstimate;
  /** Weighted mean of the dimensions' scores (CODEBOOK §6 weights, renormalised over those present). */
  composite: number | null;
  /** Words of the last reply. */
  words: { mean: number; median: number; max: number } | null;
  outcomes: OutcomeSummary;
  usage: UsageSummary;
  slices: Slice[];
}

/** What models are ranked by: a dimension, the verdict, or the weighted mean of all. */
export type Measure = "composite" | "verdict_right" | Dimension;

/** The ranks that each model can hold on one measure, 1 the best. */
interface Ranking {
  measure: Measure;
  /** Families with a value from every model; their means are the units (STATISTICS (e)). */
  families: number;
  /** In the order of the means. `mean` is over those families, so it may differ from the model's own score. */
  ranks: { model: string; mean: number; best: number; worst: number }[];
}

/** A ranking, or why there is none. */
export type MaybeRanking = Ranking | { measure: Measure; families: number; ranks: null; reason: string };

/** Several models of one run side by side; each measure's rank intervals hold by themselves at 95 %. */
export interface Leaderboard {
  measures: MaybeRanking[];
  /** Rankings by the composite within slices. */
  slices: (MaybeRanking & { by: SliceKind; value: string })[];
  /** Sentences that a reader must know before believing a rank. */
  cautions: string[];
}

/** summary.json. */
export interface Summary {
  runId: string;
  /** Whom the intervals speak of: "population" = deals like these, the family being the unit. */
  estimand: "population";
  /** Whether any figure here speaks of a real model, and of all that was planned; absent in a summary that is never written. */
  replies?: Run["provenance"]["replies"];
  status?: Run["status"];
  /** What the items' reliability rests on. `sameGraders` false: graders were edited since. */
  calibration?: Pick<CalibrationRecord, "part" | "note" | "measuredOn"> & { sameGraders: boolean };
  models: ModelSummary[];
  /** Absent where the run has a single model. */
  leaderboard?: Leaderboard;
}

/** The summary with snake_case keys. */
export function summaryToDisk(summary: Summary): unknown {
  return toDisk(summary);
}
