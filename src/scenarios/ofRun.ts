import { listed } from "../files/wording.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Run } from "../records/run.ts";
import { type LoadedScenario, loadScenarios } from "./load.ts";

/**
 * The scenarios that a run was made of, as they are today.
 * @throws DealbenchError naming those that are gone.
 */
export function scenariosOf(run: Run, source: string): LoadedScenario[] {
  const today = new Map(loadScenarios(source).map((loaded) => [loaded.scenario.id, loaded]));
  const gone = run.identity.scenarios.hashes.filter(({ id }) => !today.has(id)).map(({ id }) => id);
  if (gone.length > 0) {
    throw new DealbenchError(
      `${source}: lacks ${gone.length} scenarios of run ${run.id}: ${listed(gone)}; name the place they came from with --scenarios`,
    );
  }
  return run.identity.scenarios.hashes.flatMap(({ id }) => today.get(id) ?? []);
}

/** A sentence that names the scenarios whose text is another than the run was graded on; none where all are as they were. */
export function editedSince(run: Run, loaded: LoadedScenario[]): string[] {
  const then = new Map(run.identity.scenarios.hashes.map(({ id, sha256 }) => [id, sha256]));
  const edited = loaded.filter(({ scenario, contentHash }) => then.get(scenario.id) !== contentHash);
  if (edited.length === 0) return [];
  return [`Edited since they were graded: ${listed(edited.map(({ scenario }) => scenario.id))}.`];
}
