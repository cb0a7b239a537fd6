import type { CalibrationRecord, ReliabilityState } from "../../src/records/calibration.ts";
import { withReliability } from "../../src/summary/reliability.ts";
import { fixture } from "./fixture.ts";

/** The fixture, whose graders were calibrated: DR1 and DR8 weak, DR3 sound and DC1 unproven unless told otherwise, the rest unproven. */
export function calibrated(
  states: Record<string, ReliabilityState> = { DR1: "weak", DR8: "weak", DR3: "sound", DC1: "unproven" },
) {
  const input = fixture();
  const calibration: CalibrationRecord = {
    part: "dev",
    note: "Measured on the development part.",
    measuredOn: "2026-11-26",
    gradersSha256: "0".repeat(64),
    judge: null,
    replies: 72,
    families: 16,
    annotators: ["A", "B"],
    items: Object.entries(states).map(([item, state]) => ({
      item,
      by: "checker",
      state,
      why: `why ${item} is ${state}`,
      against: [],
    })),
  };
  return {
    ...input,
    summary: withReliability(input.summary, calibration, input.run.identity.graders.sha256),
  };
}
