import type { Recordings } from "../providers/recorded.ts";
import type { Persona } from "../records/persona.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Transcript } from "../records/transcript.ts";
import { userTurns } from "../scenarios/render.ts";
import { type Plan, planSamples, type PlannedSample } from "./plan.ts";

/** What a persona's recordings can answer. */
export interface Replay {
  /** The models that were recorded, in order. */
  models: string[];
  /** How often a scenario was recorded at most. */
  repeats: number;
  /**
   * The recording that answers a sample. One whose user turns are no longer those of the scenario is stale and answers nothing.
   */
  find: (sample: PlannedSample) => Transcript | undefined;
  /** One sentence for each scenario that cannot be answered in full. */
  missing: (plan: Plan) => string[];
}

/** The recordings of a persona by scenario, model and repeat; null where nothing was recorded for it. */
export function replayOf(recordings: Recordings, persona: Persona): Replay | null {
  const recorded = recordings.of(persona.sha256);
  if (recorded.length === 0) return null;
  const cells = Map.groupBy(recorded, ({ scenario, model }) => cellOf(scenario, model));
  const candidates = (scenario: Scenario, model: string): Transcript[] =>
    cells.get(cellOf(scenario.id, model)) ?? [];
  const find = ({ scenario, model, repeat }: PlannedSample): Transcript | undefined => {
    const fresh = candidates(scenario, model).filter((transcript) => hasTurnsOf(scenario, transcript));
    const transcript = fresh[repeat - 1];
    return transcript && { ...transcript, repeat, incurredUsd: 0 };
  };
  return {
    models: [...new Set(recorded.map(({ model }) => model))],
    repeats: Math.max(...[...cells.values()].map(({ length }) => length)),
    find,
    missing: (plan) => missingOf(plan, find, candidates),
  };
}

function missingOf(
  plan: Plan,
  find: Replay["find"],
  candidates: (scenario: Scenario, model: string) => Transcript[],
): string[] {
  const byScenario = Map.groupBy(planSamples(plan), ({ scenario }) => scenario);
  const lacking = [...byScenario].flatMap(([scenario, samples]) => {
    const found = samples.filter((sample) => find(sample) !== undefined).length;
    if (found === samples.length) return [];
    const isStale = plan.models.some((model) =>
      candidates(scenario, model).some((transcript) => !hasTurnsOf(scenario, transcript)),
    );
    const why = isStale ? "its text was edited after it was recorded" : "it was not recorded that often";
    return [{ id: scenario.id, what: `${found} of ${samples.length} repeats; ${why}.` }];
  });
  return [...Map.groupBy(lacking, ({ what }) => what)].flatMap(([what, alike]) =>
    alike.length > MOST_NAMED
      ? [`${alike.length} scenarios: ${what}`]
      : alike.map(({ id }) => `${id}: ${what}`),
  );
}

/** More scenarios that lack the same are only counted. */
const MOST_NAMED = 5;

/** Whether a transcript was asked exactly what the scenario says today. */
function hasTurnsOf(scenario: Scenario, transcript: Transcript): boolean {
  const sent = userTurns(scenario);
  return (
    sent.length === transcript.turns.length &&
    sent.every((text, index) => text === transcript.turns[index]?.user)
  );
}

function cellOf(scenario: string, model: string): string {
  return JSON.stringify([scenario, model]);
}
