import type { Scenario } from "../records/scenario.ts";
import { selectScenarios } from "../scenarios/load.ts";
import { userTurns } from "../scenarios/render.ts";
import type { TestCase } from "./contract.ts";
import { openCorpus } from "./corpus.ts";

/** Which scenarios become test cases; absent = all. */
export interface TestsConfig {
  /** Path from the project's folder. */
  scenarios?: string;
  suite?: string;
  filter?: string;
  /** A task type: qualification_call, forecast_call, … */
  task?: string;
  /** An overlay: pressure, injection, … */
  overlay?: string;
}

/**
 * The test cases of promptfoo: one a scenario.
 * @throws InputError for mistakes in the scenarios, and when the selection leaves none.
 */
export function scenarios(config: TestsConfig = {}): TestCase[] {
  const { task, overlay, ...selection } = config;
  const selected = [task, overlay]
    .filter((suite) => suite !== undefined)
    .reduce(
      (left, suite) => selectScenarios(left, { suite }),
      selectScenarios(openCorpus(config.scenarios).loaded, selection),
    );
  return selected.map(({ scenario }) => testCase(scenario));
}

/** A scenario as a test case. */
export function testCase(scenario: Scenario): TestCase {
  const { id, title, family, stage, taskType, overlay, tags } = scenario;
  const turns = scenario.turns.length;
  return {
    description: turns === 1 ? `${id}: ${title}` : `${id}: ${title} (${turns} turns)`,
    vars: { scenario: id, title, brief: userTurns(scenario)[0] ?? "" },
    metadata: { family, stage, task: taskType, overlay, tags },
  };
}
