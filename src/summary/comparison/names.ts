import type { CriterionName } from "../../records/gate.ts";

/** A criterion inside a sentence. */
export function criterionName(name: CriterionName): string {
  if (name === "verdict_right") return "right verdicts";
  if (name === "disqualification") return "the verdict's score";
  return name.replaceAll("_", " ");
}
