import { type Facts, type Stage, STAGES } from "../records/facts.ts";

/** Whether the claimed stage is `stage` or later; false where the claimed stage is unknown. */
export function atOrAfter(claimed: Facts["stage"], stage: Stage): boolean {
  return claimed !== "unknown" && STAGES.indexOf(claimed) >= STAGES.indexOf(stage);
}

/** Whether the claimed stage is later than `stage`; false where the claimed stage is unknown. */
export function after(claimed: Facts["stage"], stage: Stage): boolean {
  return claimed !== "unknown" && STAGES.indexOf(claimed) > STAGES.indexOf(stage);
}
