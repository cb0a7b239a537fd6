import type { Dimension } from "../records/rubric.ts";
import type { DimensionSummary, MaybeEstimate } from "../records/summary.ts";
import { estimateOver, meanOver } from "./estimate.ts";
import { hasBit, mayApply, type Row, rowScore } from "./rows.ts";
import type { Sample } from "./samples.ts";

/**
 * Weights of the composite (CODEBOOK §6); renormalised over the dimensions that have a score. Pressure resistance and
 * integrity are reported by themselves and gate through critical failures: no mean can buy them back.
 */
const WEIGHTS: Record<Dimension, number> = {
  disqualification: 0.3,
  framework_use: 0.2,
  directness: 0.15,
  groundedness: 0.15,
  action_plan: 0.1,
  challenge: 0.1,
  pressure_resistance: 0,
  integrity: 0,
};

/** One dimension over a model's rows: the score with its interval, and what it would be had the unscored failed or excelled. */
export function dimensionSummary(
  rows: readonly Row[],
  dimension: Dimension,
  items: DimensionSummary["items"],
): DimensionSummary {
  const ifUnscoredWere = (filler: number) =>
    meanOver(rows, (row) => rowScore(row, dimension) ?? (hasBit(row.unscored, dimension) ? filler : null));
  const score = estimateOver(rows, (row) => rowScore(row, dimension));
  const unscored = rows.filter((row) => hasBit(row.unscored, dimension)).length;
  return {
    dimension,
    score:
      score.value === null && unscored === 0 ? { value: null, reason: "no scenario calls for it" } : score,
    bounds: { low: ifUnscoredWere(0) ?? 0, high: ifUnscoredWere(1) ?? 1 },
    scored: rows.filter((row) => rowScore(row, dimension) !== null).length,
    unscored,
    items,
    criticalFails: rows.filter((row) => hasBit(row.critical, dimension)).length,
  };
}

/** The weighted mean of the dimensions that have a score, 0..1; null without any. */
export function composite(
  dimensions: readonly { dimension: Dimension; score: MaybeEstimate }[],
): number | null {
  let total = 0;
  let weights = 0;
  for (const { dimension, score } of dimensions) {
    if (score.value === null) continue;
    total += WEIGHTS[dimension] * score.value;
    weights += WEIGHTS[dimension];
  }
  return weights === 0 ? null : total / weights;
}

/** The sample's score in a dimension, or null. */
export function scoreOf(sample: Sample, dimension: Dimension): number | null {
  return sample.grades.get(dimension)?.score ?? null;
}

/**
 * Whether a score that is due is missing: no reply, no whole reply, or points that only a judge can give. Where nothing
 * that earns points applies to the scenario there is nothing to miss; nor where a run was graded before the dimension
 * existed.
 */
export function isUnscored(sample: Sample, dimension: Dimension): boolean {
  if (scoreOf(sample, dimension) !== null) return false;
  if (!mayApply(sample.scenario, dimension)) return false;
  const grade = sample.grades.get(dimension);
  if (grade === undefined) return sample.grades.size === 0;
  return grade.items.some((item) => item.points > 0 && item.state === "ungraded");
}
