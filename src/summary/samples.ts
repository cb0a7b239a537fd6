import type { Decision } from "../records/decision.ts";
import type { Grade } from "../records/grade.ts";
import type { Dimension } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import type { SampleName, Transcript } from "../records/transcript.ts";

/** What a run left behind, as far as samples are made of it. */
export interface Graded {
  /** `counts.planned` above the number of transcripts says that some of scenarios × models × repeats left none. */
  run: { counts: { planned: number }; identity: { repeats: number } };
  scenarios: readonly Scenario[];
  transcripts: readonly Transcript[];
  grades: readonly Grade[];
  /** By scenario id; the i-th is right after user turn i+1. */
  decisions: Readonly<Record<string, readonly Decision[]>>;
}

/** One planned reply and all that is known of it. */
export interface Sample {
  scenario: Scenario;
  repeat: number;
  gold: readonly Decision[];
  /** Null where a reply was planned and none was recorded. */
  transcript: Transcript | null;
  grades: ReadonlyMap<Dimension, Grade>;
}

/** One model's samples, in the order of the scenarios and then of the repeats; transcripts of other scenarios are left out. */
export function samplesOf(graded: Graded, model: string): Sample[] {
  const transcripts = Map.groupBy(
    graded.transcripts.filter((transcript) => transcript.model === model),
    (transcript) => transcript.scenario,
  );
  const grades = Map.groupBy(
    graded.grades.filter((grade) => grade.model === model),
    (grade) => cell(grade.scenario, grade.repeat),
  );
  const incomplete = graded.run.counts.planned > graded.transcripts.length;
  return graded.scenarios.flatMap((scenario) => {
    const recorded = new Map(
      (transcripts.get(scenario.id) ?? []).map((transcript) => [transcript.repeat, transcript]),
    );
    const planned = incomplete
      ? Array.from({ length: graded.run.identity.repeats }, (_, index) => index + 1)
      : [];
    const repeats = [...new Set([...recorded.keys(), ...planned])].toSorted((a, b) => a - b);
    return repeats.map((repeat) => ({
      scenario,
      repeat,
      gold: graded.decisions[scenario.id] ?? [],
      transcript: recorded.get(repeat) ?? null,
      grades: new Map((grades.get(cell(scenario.id, repeat)) ?? []).map((grade) => [grade.dimension, grade])),
    }));
  });
}

/** Names a sample within a run. */
export function sampleName({ scenario, model, repeat }: SampleName): string {
  return JSON.stringify([scenario, model, repeat]);
}

function cell(scenario: string, repeat: number): string {
  return `${scenario} ${repeat}`;
}
