import type { ArmSample } from "../../records/arm.ts";
import type { Dimension } from "../../records/rubric.ts";
import { mean } from "../../statistics/centre.ts";
import type { Pair } from "./join.ts";
import type { Lines } from "./lines.ts";

/**
 * The mean difference of a dimension over the items that were graded in every reply of both sides. A score leaves out what
 * could not be graded, so two scores of one scenario may rest on different items; this figure does not. Points of items
 * that stand well (wanted and met) and badly (unwanted and met) over the points available, clipped to 0..1 (CODEBOOK §4).
 * Null where no scenario has such items.
 */
export function commonDifference(
  pairs: readonly Pair[],
  dimension: Dimension,
  lines: Lines,
): { n: number; difference: number } | null {
  const differences = pairs.flatMap(({ a, b }) => {
    const scored = (sample: ArmSample) => typeof sample.scores[dimension] === "number";
    const [before, after] = [a.filter(scored), b.filter(scored)];
    const items = gradedInAll([...before, ...after], dimension, lines);
    const available = items.reduce((sum, { points }) => sum + Math.max(0, points), 0);
    if (before.length === 0 || after.length === 0 || available === 0) return [];
    const score = (sample: ArmSample) => {
      const earned = items.filter(({ id, points }) => (points > 0 ? sample.good : sample.bad).includes(id));
      const share = earned.reduce((sum, { points }) => sum + points, 0) / available;
      return Math.min(1, Math.max(0, share));
    };
    return mean(after.map(score)) - mean(before.map(score));
  });
  return differences.length === 0 ? null : { n: differences.length, difference: mean(differences) };
}

function gradedInAll(samples: readonly ArmSample[], dimension: Dimension, lines: Lines) {
  const graded = samples.map(({ good, bad }) => new Set([...good, ...bad]));
  return [...(graded[0] ?? [])].flatMap((id) => {
    const line = lines.get(id);
    const everywhere = graded.every((ids) => ids.has(id));
    return everywhere && line?.dimension === dimension ? [line] : [];
  });
}
