import { join, resolve } from "node:path";
import { decideAll } from "../policy/decideAll.ts";
import { loadPolicy } from "../policy/load.ts";
import type { Decision } from "../records/decision.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Scenario } from "../records/scenario.ts";
import { type LoadedScenario, loadScenarios } from "../scenarios/load.ts";

/** The folder that persona/, scenarios/ and recordings/ stand in: promptfoo may be started from anywhere. */
export const PROJECT = join(import.meta.dirname, "..", "..");

/** The deals of a source and what is right in each after every user turn. */
export interface Corpus {
  loaded: LoadedScenario[];
  /** The scenario that a test case names. Throws DealbenchError where there is none. */
  scenario: (id: unknown) => Scenario;
  gold: (id: string) => Decision[];
}

const opened = new Map<string, Corpus>();

/**
 * Opens scenarios (a path from `base`, by default the project's folder) under the shipped decision policy; once for all
 * that is asked of them.
 * @throws InputError listing every problem of the files.
 */
export function openCorpus(source = "scenarios", base = PROJECT): Corpus {
  const path = resolve(base, source);
  const known = opened.get(path);
  if (known) return known;
  const loaded = loadScenarios(path);
  const byId = new Map(loaded.map(({ scenario }) => [scenario.id, scenario]));
  const decisions = decideAll([...byId.values()], loadPolicy(join(PROJECT, "persona", "policy.yaml")));
  const corpus: Corpus = {
    loaded,
    scenario: (id) => {
      const scenario = byId.get(id as string);
      if (scenario) return scenario;
      throw new DealbenchError(
        `found the scenario ${JSON.stringify(id)}, expected one of ${source}; is vars.scenario set?`,
      );
    },
    gold: (id) => decisions[id] ?? [],
  };
  opened.set(path, corpus);
  return corpus;
}
