import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readYaml } from "../files/yaml.ts";
import { calibrationFromDisk, type CalibrationRecord, CalibrationSchema } from "../records/calibration.ts";

/**
 * Reads graders/calibration.json, which `dealbench calibrate --write` made; null where there is none.
 * @throws InputError naming file:line:column of every problem.
 */
export function readCalibration(): CalibrationRecord | null {
  const file = fileURLToPath(new URL("../../graders/calibration.json", import.meta.url));
  return existsSync(file) ? calibrationFromDisk(readYaml(file, CalibrationSchema)) : null;
}
