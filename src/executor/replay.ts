import type { Recordings } from "../providers/recorded.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Persona } from "../records/persona.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Transcript } from "../records/transcript.ts";
import { userTurns } from "../scenarios/render.ts";

/** What is asked of the recordings: these scenarios under this persona, each `repeats` times. */
export interface ReplayPlan {
  persona: Persona;
  scenarios: readonly Scenario[];
  /** null = as often as each was recorded. */
  repeats: number | null;
}

/** What the recordings could answer. */
export interface Replay {
  transcripts: Transcript[];
  /** Samples asked for: scenarios × repeats. */
  planned: number;
  /** One sentence for each scenario that could not be answered in full. */
  missing: string[];
}

/**
 * Answers a plan from recordings, by scenario, persona hash and repeat. A recording whose user turns are no longer those
 * of the scenario is stale and is left out, as is a repeat that was never recorded; both are named in `missing`.
 * @throws DealbenchError (exit 2) with the ways on, when nothing at all is recorded for the persona and scenarios.
 */
export function replay(recordings: Recordings, plan: ReplayPlan): Replay {
  const recorded = recordings.of(plan.persona.sha256);
  if (recorded.length === 0) throw noRecording(recordings, plan.persona);
  const wanted = plan.repeats ?? mostRepeats(recorded);
  const answers = plan.scenarios.map((scenario) => answer(scenario, recorded, wanted));
  const transcripts = answers.flatMap((one) => one.transcripts);
  const missing = answers.flatMap((one) => one.missing);
  if (transcripts.length === 0) throw nothingUsable(missing);
  return { transcripts, planned: plan.scenarios.length * wanted, missing };
}

function answer(scenario: Scenario, recorded: Transcript[], wanted: number): Omit<Replay, "planned"> {
  const candidates = recorded.filter((transcript) => transcript.scenario === scenario.id);
  const fresh = candidates.filter((transcript) => sameTurns(scenario, transcript));
  const transcripts = fresh
    .slice(0, wanted)
    .map((transcript, index) => ({ ...transcript, repeat: index + 1 }));
  if (transcripts.length === wanted) return { transcripts, missing: [] };
  const stale = candidates.length - fresh.length;
  const why = stale > 0 ? "its text was edited after it was recorded" : "it was not recorded that often";
  return { transcripts, missing: [`${scenario.id}: ${transcripts.length} of ${wanted} repeats; ${why}.`] };
}

function sameTurns(scenario: Scenario, transcript: Transcript): boolean {
  const sent = userTurns(scenario);
  return (
    sent.length === transcript.turns.length &&
    sent.every((text, index) => text === transcript.turns[index]?.user)
  );
}

function mostRepeats(recorded: Transcript[]): number {
  const counts = new Map<string, number>();
  for (const { scenario } of recorded) counts.set(scenario, (counts.get(scenario) ?? 0) + 1);
  return Math.max(...counts.values());
}

function noRecording(recordings: Recordings, persona: Persona): DealbenchError {
  const known = recordings.personas.map(
    ({ name, version, sha256 }) => `${name} ${version} (${sha256.slice(0, 12)})`,
  );
  return new DealbenchError(
    [
      `No recording for ${persona.name} ${persona.version} (${persona.sha256.slice(0, 12)}), from ${persona.source}: its text`,
      `differs from every persona that was recorded: ${known.join(", ") || "none"}.`,
      "Two ways on:",
      "  1. Run a persona that was recorded, for example the committed one:  --persona git:HEAD",
      "  2. Collect replies to the edited persona with your own model access, one JSON object a line, and grade them:",
      "       dealbench grade --scenarios scenarios --responses replies.jsonl --out reports/edited",
    ].join("\n"),
  );
}

function nothingUsable(missing: string[]): DealbenchError {
  return new DealbenchError(
    ["None of the chosen scenarios has a recording that fits:", ...missing].join("\n  "),
  );
}
