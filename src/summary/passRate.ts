import type { Rubric } from "../records/rubric.ts";
import type { MaybeEstimate } from "../records/summary.ts";
import { isUnscored, scoreOf } from "./dimensions.ts";
import { estimateOver } from "./estimate.ts";
import { failsCritically, lineOf } from "./items.ts";
import { isScored, type Row } from "./rows.ts";
import type { Sample } from "./samples.ts";

/** What every dimension of a passing reply reaches (CODEBOOK §6). */
const THRESHOLD = 0.65;

/** The share of scenarios that pass, among replies that have a score; mean partial credit hides this gap (CODEBOOK §6). */
export function passRate(rows: readonly Row[]): MaybeEstimate {
  return estimateOver(rows, (row) => (isScored(row) ? Number(row.passes) : null));
}

/**
 * No critical line failed, no dimension is below the threshold, and nothing that had to be met is merely unread: an
 * unscored dimension or an ungraded critical line does not pass. Lines that only a judge can grade ask for nothing
 * until one has.
 */
export function passes(sample: Sample, rubrics: readonly Rubric[]): boolean {
  return rubrics.every((rubric) => {
    const { dimension } = rubric;
    const items = sample.grades.get(dimension)?.items ?? [];
    const unread = items.some(
      (item) =>
        item.critical &&
        item.points > 0 &&
        item.state === "ungraded" &&
        lineOf(item, rubric)?.kind !== "judge",
    );
    const score = scoreOf(sample, dimension);
    return (
      !unread &&
      !items.some(failsCritically) &&
      (score === null ? !isUnscored(sample, dimension) : score >= THRESHOLD)
    );
  });
}
