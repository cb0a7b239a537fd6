import { loadMutations, mutate } from "../../persona/mutations.ts";
import type { Mutation } from "../../records/mutation.ts";
import type { MutationReport } from "../../records/trial.ts";
import {
  carryOut,
  chosen,
  type FinishedTrials,
  readOriginal,
  refuseTrials,
  trialsFolder,
  trialsHead,
  type TrialsSettings,
  type TrialsTarget,
} from "./report.ts";
import { type Candidate, type Original, unasked } from "./run.ts";

/** The mutations that a target names, each made in its persona. */
export interface PlannedMutants {
  original: Original;
  mutations: MutationReport["mutations"];
  mutants: (Candidate & Pick<Mutation, "kind" | "breaks" | "why">)[];
}

/**
 * Reads persona and mutations, and makes the mutants in memory.
 * @throws InputError / DealbenchError for every mistake, and for an id that names none.
 */
export async function planMutants(target: {
  persona: string;
  /** File of mutations. */
  mutations: string;
  /** Ids; empty = all. */
  only: readonly string[];
}): Promise<PlannedMutants> {
  const original = await readOriginal(target.persona);
  const { version, sha256, mutations } = loadMutations(target.mutations);
  const mutants = chosen(mutations, target.only, target.mutations).map(({ edits, ...mutation }) => ({
    ...mutation,
    edited: mutate(original.persona.systemPrompt, { edits }),
  }));
  return { original, mutations: { version, sha256 }, mutants };
}

/**
 * Plants each mutation in the persona and lets the gate decide on it, as on any edit; writes mutations.json, .html and .md after
 * every trial.
 * @throws InputError / DealbenchError as a regression does, `Interrupted` among them: what was answered is kept.
 */
export async function mutatePersona(
  { original, mutations, mutants }: PlannedMutants,
  target: TrialsTarget,
  { out, ...settings }: TrialsSettings,
): Promise<FinishedTrials<MutationReport>> {
  const folder = out ?? trialsFolder("mutations", original, target);
  refuseTrials(folder);
  const base = { persona: original.persona.source };
  const regression = { ...target, base, readTogether: 1, seed: null, includeWeak: false };
  const report: MutationReport = {
    ...trialsHead(original, regression, settings),
    mutations,
    trials: mutants.map(({ kind, breaks, why, ...mutant }) => ({
      kind,
      breaks,
      why,
      ...unasked(mutant, "not_run"),
    })),
  };
  return carryOut(report, mutants, { original, regression, settings: { ...settings, folder } });
}
