import { type CalibrationRecord, reliabilityOf } from "../../records/calibration.ts";
import type { Grader } from "../../records/grade.ts";
import type { Rubric } from "../../records/rubric.ts";
import type { ItemSummary } from "../../records/summary.ts";

/** The rubrics of graders. */
export function rubricsOf(graders: readonly Grader[]): Rubric[] {
  return graders.map(({ rubric }) => rubric);
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
