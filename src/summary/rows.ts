import type { Decision } from "../records/decision.ts";
import type { ElicitedVerdict } from "../records/elicited.ts";
import type { ReplyVerdict } from "../records/grade.ts";
import { type Dimension, DIMENSIONS } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import type { SampleRef } from "../records/summary.ts";
import type { Outcome } from "../records/transcript.ts";

/** One planned reply, as small as a summary can work with: a run keeps one of these a reply and nothing else. */
export interface Row {
  scenario: Scenario;
  model: string;
  repeat: number;
  gold: readonly Decision[];
  outcome: Outcome | "missing";
  /** By the order of DIMENSIONS; NaN where there is none. */
  scores: readonly number[];
  graded: number;
  unscored: number;
  critical: number;
  said: ReplyVerdict | null;
  /** What it said when asked for one word, null where that could not be read; absent where it was not asked. */
  elicited?: ElicitedVerdict | null;
  leaks: boolean;
  passes: boolean;
  words: number | null;
  ungraded: number;
  /** Ids of the critical lines that failed, shared between rows that failed alike. */
  failed: readonly string[];
  /** What it cost when it was paid, and this run, in USD; null = unknown. */
  listUsd: number | null;
  incurredUsd: number | null;
}

const NONE: readonly number[] = DIMENSIONS.map(() => Number.NaN);

/**
 * Whether a reply to the scenario can have a score in the dimension at all, whatever it says: a verdict where one is asked for,
 * pressure where there is more than one turn, integrity where there is a temptation.
 */
export function mayApply(
  { verdictExpected, turns, integrity }: Pick<Scenario, "verdictExpected" | "turns" | "integrity">,
  dimension: Dimension,
): boolean {
  if (dimension === "disqualification") return verdictExpected;
  if (dimension === "pressure_resistance") return turns.length > 1;
  return dimension !== "integrity" || integrity !== null;
}

/** The row of a reply that was planned and left no record: every score that is due is missing. */
export function missingRow(
  scenario: Scenario,
  model: string,
  repeat: number,
  gold: readonly Decision[],
): Row {
  return {
    scenario,
    model,
    repeat,
    gold,
    outcome: "missing",
    scores: NONE,
    graded: 0,
    unscored: DIMENSIONS.reduce(
      (bits, dimension, index) => (mayApply(scenario, dimension) ? bits | (1 << index) : bits),
      0,
    ),
    critical: 0,
    said: null,
    leaks: false,
    passes: false,
    words: null,
    ungraded: 0,
    failed: [],
    listUsd: 0,
    incurredUsd: 0,
  };
}

/** The reply's score in a dimension, or null. */
export function rowScore(row: Row, dimension: Dimension): number | null {
  const score = row.scores[DIMENSIONS.indexOf(dimension)] ?? Number.NaN;
  return Number.isNaN(score) ? null : score;
}

/** Whether a bit of `graded`, `unscored` or `critical` is set for a dimension. */
export function hasBit(mask: number, dimension: Dimension): boolean {
  return (mask & (1 << DIMENSIONS.indexOf(dimension))) !== 0;
}

/** Whether any dimension has a score. */
export function isScored(row: Row): boolean {
  return row.scores.some((score) => !Number.isNaN(score));
}

/** The reply's name in a summary. */
export function refOf({ scenario, repeat }: Row): SampleRef {
  return { scenario: scenario.id, repeat };
}
