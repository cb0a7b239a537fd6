import type { ArmRun } from "./arm.ts";
import type { CalibrationRecord, GradedBy, Reliability } from "./calibration.ts";
import type { CriterionName, Estimand } from "./gate.ts";
import type { Dimension } from "./rubric.ts";
import type { SequentialRecord } from "./regression.ts";
import { toDisk } from "./wire.ts";

export type GateVerdict = "regressed" | "not_regressed" | "inconclusive";

/** Limits of something; for a difference, candidate − baseline. */
export interface Limits {
  low: number;
  high: number;
}

/** One criterion, baseline (a) against candidate (b), on the scenarios that were read on both sides. */
export interface Criterion {
  name: CriterionName;
  tier: "gating" | "advisory";
  /** The largest drop that is tolerated. */
  margin: number;
  /** Share of alpha in a sequential gate; null for an advisory criterion. */
  weight: number | null;
  /** Paired units: scenarios, or families for "population". */
  n: number;
  /** Scenarios that were due and could not be paired, because one side or both could not be read. */
  unpaired: { total: number; a: number; b: number };
  a: number | null;
  b: number | null;
  difference: number | null;
  /**
   * Interval of the difference (see `gate.coverage`): its lower limit alone holds with 1 − β, and above −margin it clears. Step by step it
   * holds however often it was looked at.
   */
  interval: Limits | null;
  /** The difference if everything unread had gone against the candidate, and for it; all scenarios that were due. */
  bounds: Limits | null;
  /** One-sided p of a drop and of a gain, and the drop's after correction for being one of several of its tier. */
  p: number | null;
  pGain: number | null;
  pAdjusted: number | null;
  /** Evidence in the sense of the sequential gate, with the thresholds it would have to pass; see STATISTICS in the docs. */
  eDrop: number | null;
  eNonInferior: number | null;
  eDropThreshold: number | null;
  eNonInferiorThreshold: number;
  /** How the drop was tested. */
  method: string;
  verdict: GateVerdict;
  /** Cleared within the margin, and yet the drop is more than chance. */
  flagged: boolean;
  improved: boolean;
  /** Further units that would probably settle it; null where it is settled. */
  nMore: number | null;
  /** Why it is undecided, where the figures alone do not say. */
  reason: string | null;
  /** For dimensions: the difference of scores over the items that were graded in every reply of both sides. */
  common: { n: number; difference: number } | null;
}

/** A critical item that fails now and did not before. */
export interface NewlyFailing {
  scenario: string;
  title: string;
  dimension: Dimension;
  item: string;
  /** What the item is called where it fails. */
  itemTitle: string;
  /** What the checker or judge said of the candidate's reply. */
  reason: string;
  /** Replies that fail, of how many that were read; the baseline's likewise (an item that did not apply counts as read). */
  a: { failed: number; read: number };
  b: { failed: number; read: number };
  /** The item is in the critical tier of the gate policy. */
  gates: boolean;
  /** Failed often enough, and held often enough before, to be more than one reply's chance. */
  confirmed: boolean;
  /** Held as often as a confirmation takes when the scenario was sampled again: a single failure, named and no longer in the way. */
  dismissed: boolean;
}

/** A scenario whose verdict changed, stayed wrong, or hangs on the reply. */
export interface Flip {
  scenario: string;
  title: string;
  gold: string | null;
  a: FlipSide;
  b: FlipSide;
}

/** Right verdicts, of how many read; what the last read reply said, and how many of them said what, the most frequent first. */
export interface FlipSide {
  right: number;
  read: number;
  said: string | null;
  verdicts: { said: string | null; replies: number }[];
}

/** A scenario that had a large part in a criterion's drop; both values are means over its replies. */
export interface Mover {
  criterion: CriterionName;
  scenario: string;
  title: string;
  a: number;
  b: number;
}

/** One rubric line over the paired scenarios: share that stands well on each side. */
export interface ItemComparison {
  dimension: Dimension;
  id: string;
  title: string;
  n: number;
  a: number;
  b: number;
  gained: number;
  lost: number;
  /** Two-sided p (exact by scenario), and after Benjamini–Hochberg over all items. */
  p: number;
  q: number;
  /** How far the item is to be believed, by who graded it; absent where the graders were never calibrated. */
  reliability?: Record<GradedBy, Reliability>;
}

/** A rubric line that agrees too little with labels to decide anything, and is therefore in no criterion. */
export interface LeftOut {
  item: string;
  title: string;
  dimension: Dimension;
  by: GradedBy;
  why: string;
  /** It is in the critical tier of the gate policy, where it no longer stops anything. */
  critical: boolean;
}

/** A figure without a verdict of its own. */
export interface Figure {
  name: "pair_consistency" | "macro_recall" | "mean_words" | "mean_cost_usd" | "verdicts_read";
  a: number | null;
  b: number | null;
  /** What it rests on, in words. */
  n: string;
}

export interface GateDecision {
  verdict: GateVerdict;
  /** Nothing was decided, whatever the criteria say: too many calls failed, or nothing could be paired. */
  refused: boolean;
  /** Sentences: what decided it, or what is in its way. */
  reasons: string[];
  /** Gating criteria by outcome. */
  regressed: CriterionName[];
  cleared: CriterionName[];
  open: CriterionName[];
  improved: CriterionName[];
  /** Further units that would probably settle every open criterion; null when nothing is open or nobody can tell. */
  nMore: number | null;
}

/** One side of a comparison. */
export interface ComparedArm extends ArmRun {
  /** As the user named it: a run folder, or `baseline main`. */
  source: string;
  samples: number;
  /** Failed and missing calls; refused and cut-off replies. */
  errors: number;
  unanswered: number;
  /** Calls behind the replies that are there; null = unknown. */
  calls: number | null;
  /** What those replies cost when they were paid, whoever paid, in USD; null as soon as one is unknown. */
  listUsd: number | null;
}

/** comparison.json. */
export interface Comparison {
  a: ComparedArm;
  b: ComparedArm;
  gate: {
    version: string;
    sha256: string;
    errorRateLimit: number;
    /** What the intervals cover: 1 − 2β, since each of their limits alone holds with 1 − β. Absent in files from before: 0.9. */
    coverage?: number;
  };
  estimand: Estimand;
  headline: string;
  decision: GateDecision;
  /** Scenarios paired; those set apart, and why ("edited" = alike in both, but the file has changed since). */
  paired: number;
  apart: { scenario: string; why: "changed" | "edited" | "only_a" | "only_b" }[];
  criteria: Criterion[];
  /** Weak rubric lines that are in no criterion: scores of both sides are over the lines that remain. */
  leftOut: LeftOut[];
  /** What the lines' reliability rests on; absent where the graders were never calibrated. */
  calibration?: Pick<CalibrationRecord, "part" | "note" | "measuredOn"> & { sameGraders: boolean };
  newlyFailing: NewlyFailing[];
  /** By what more than half of a side's replies say; where it is no flip and replies of one side differ, it wavers. */
  flips: { fixed: Flip[]; broken: Flip[]; stillFailing: Flip[]; wavering: Flip[] };
  /** For each criterion that regressed: where it dropped most. */
  movers: Mover[];
  items: ItemComparison[];
  figures: Figure[];
  /** How the evidence grew and what it cost; absent where two finished runs were looked at once. */
  sequential?: SequentialRecord;
  /** Sentences that a reader must know before believing a figure. */
  notes: string[];
}

/** The comparison with snake_case keys. */
export function comparisonToDisk(comparison: Comparison): unknown {
  return toDisk(comparison);
}
