import { join } from "node:path";
import { readRubric } from "../../graders/data.ts";
import { gradeTranscript } from "../../src/grading/grade.ts";
import { decide } from "../../src/policy/decide.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import type { Checker, Grade } from "../../src/records/grade.ts";
import type { Dimension } from "../../src/records/rubric.ts";
import { factsAtTurn, type Scenario } from "../../src/records/scenario.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";
import { ROOT } from "./cli.ts";
import { transcriptOf } from "./replies.ts";

/** General talk that fits under any reply and says nothing of any deal. */
export const PADDING =
  "\n\nA few words on method. Good qualification is a habit, and every team that keeps it up sells more with less. Reviews should be regular, notes should be kept, and lessons should be shared across the whole organisation.".repeat(
    3,
  );

const policy = loadPolicy(join(ROOT, "persona", "policy.yaml"));
const shipped = new Map(
  loadScenarios(join(ROOT, "scenarios")).map(({ scenario }) => [scenario.id, scenario]),
);

/** A scenario of scenarios/. */
export function shippedScenario(id: string): Scenario {
  const scenario = shipped.get(id);
  if (!scenario) throw new Error(`scenarios/ has no ${id}`);
  return scenario;
}

/** Grades replies as a run does, against the decisions that the shipped policy makes of the scenario's facts after each turn. */
export function gradeWithGold(
  dimension: Dimension,
  check: Checker,
  scenario: Scenario,
  ...replies: string[]
): Grade {
  const rubric = readRubric(new URL(`file://${join(ROOT, "graders", dimension, "rubric.yaml")}`).href);
  const gold = scenario.turns.map((_, index) => decide(factsAtTurn(scenario, index + 1), policy));
  const [grade] = gradeTranscript(scenario, transcriptOf(scenario, ...replies), gold, [{ rubric, check }]);
  if (!grade) throw new Error("no grade");
  return grade;
}
