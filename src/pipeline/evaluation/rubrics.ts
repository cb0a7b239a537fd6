import { readRubric } from "../../../graders/data.ts";
import { type CalibrationRecord, reliabilityOf } from "../../records/calibration.ts";
import { DIMENSIONS, type Rubric } from "../../records/rubric.ts";
import type { ItemSummary } from "../../records/summary.ts";

/** The rubrics that replies are graded by, without the graders: these take long to load. @throws InputError naming every problem. */
export function readRubrics(): Rubric[] {
  return DIMENSIONS.map((dimension) =>
    readRubric(new URL(`../../../graders/${dimension}/`, import.meta.url).href),
  );
}

/** Every rubric line with how far it is to be believed, as the graders were last calibrated; nothing is counted yet. */
export function knownItems(rubrics: readonly Rubric[], calibration: CalibrationRecord | null): ItemSummary[] {
  const believed = (id: string) => ({
    checker: reliabilityOf(calibration, id, "checker"),
    judge: reliabilityOf(calibration, id, "judge"),
  });
  return rubrics.flatMap(({ dimension, items }) =>
    items.map(({ id, title, points, critical }) => ({
      dimension,
      id,
      title,
      points,
      critical,
      states: { met: 0, not_met: 0, "n/a": 0, ungraded: 0 },
      ...(calibration ? { reliability: believed(id) } : {}),
    })),
  );
}
