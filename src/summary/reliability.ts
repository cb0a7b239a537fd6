import { type CalibrationRecord, reliabilityOf } from "../records/calibration.ts";
import type { Summary } from "../records/summary.ts";

/**
 * The summary with how far each item is to be believed, as the graders were last calibrated. `gradersSha256` are the
 * graders of the run: a calibration of other graders is shown with that remark. Without a calibration nothing is added.
 */
export function withReliability(
  summary: Summary,
  calibration: CalibrationRecord | null,
  gradersSha256: string,
): Summary {
  if (calibration === null) return summary;
  const { part, note, measuredOn } = calibration;
  return {
    ...summary,
    calibration: { part, note, measuredOn, sameGraders: calibration.gradersSha256 === gradersSha256 },
    models: summary.models.map((model) => ({
      ...model,
      items: model.items.map((item) => ({
        ...item,
        reliability: {
          checker: reliabilityOf(calibration, item.id, "checker"),
          judge: reliabilityOf(calibration, item.id, "judge"),
        },
      })),
    })),
  };
}
