import type { GradedItem } from "../records/grade.ts";

/** A dimension's score and what it rests on. */
export interface Score {
  /** 0..1, or null where no item with positive points could be graded. */
  score: number | null;
  /** The same before clipping. */
  rawScore: number | null;
  criticalFail: boolean;
}

/**
 * Scores graded items: Σ points of met items ÷ Σ positive points of items that are met or not met, clipped to 0..1
 * (CODEBOOK §4). `n/a` and `ungraded` items count on neither side. A critical item fails when its line is wanted and
 * not met, or unwanted and met.
 */
export function scoreItems(items: readonly Pick<GradedItem, "state" | "points" | "critical">[]): Score {
  let [available, earned] = [0, 0];
  let criticalFail = false;
  for (const { state, points, critical } of items) {
    if (state !== "met" && state !== "not_met") continue;
    if (points > 0) available += points;
    if (state === "met") earned += points;
    if (critical && (state === "met") === points < 0) criticalFail = true;
  }
  if (available === 0) return { score: null, rawScore: null, criticalFail };
  const rawScore = earned / available;
  return { score: Math.min(1, Math.max(0, rawScore)), rawScore, criticalFail };
}
