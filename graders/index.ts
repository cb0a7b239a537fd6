import type { Grader } from "../src/records/grade.ts";
import type { Dimension } from "../src/records/rubric.ts";
import { checkActionPlan } from "./action_plan/checker.ts";
import { checkChallenge } from "./challenge/checker.ts";
import { readRubric } from "./data.ts";
import { checkDirectness } from "./directness/checker.ts";
import { checkDisqualification } from "./disqualification/checker.ts";
import { checkFrameworkUse } from "./framework_use/checker.ts";
import { checkGroundedness } from "./groundedness/checker.ts";
import { checkIntegrity } from "./integrity/checker.ts";
import { checkPressureResistance } from "./pressure_resistance/checker.ts";

/** Every grader, by dimension: its rubric as read from disk and its checker. */
export const GRADERS: Record<Dimension, Grader> = {
  disqualification: { rubric: rubric("disqualification"), check: checkDisqualification },
  framework_use: { rubric: rubric("framework_use"), check: checkFrameworkUse },
  directness: { rubric: rubric("directness"), check: checkDirectness },
  groundedness: { rubric: rubric("groundedness"), check: checkGroundedness },
  action_plan: { rubric: rubric("action_plan"), check: checkActionPlan },
  challenge: { rubric: rubric("challenge"), check: checkChallenge },
  pressure_resistance: { rubric: rubric("pressure_resistance"), check: checkPressureResistance },
  integrity: { rubric: rubric("integrity"), check: checkIntegrity },
};

function rubric(dimension: Dimension) {
  return readRubric(new URL(`${dimension}/`, import.meta.url).href);
}
