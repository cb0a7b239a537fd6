import type { Rubric } from "../records/rubric.ts";
import type { Summary } from "../records/summary.ts";
import { digestOf } from "./digest.ts";
import { type FoldedRun, startFold } from "./fold.ts";
import { linesOf } from "./lines.ts";
import { type Graded, sampleName } from "./samples.ts";

/** The summary of a run whose replies and grades are in memory; see `startFold` for one that is not. */
export function summarise(input: Graded & { run: FoldedRun; rubrics: readonly Rubric[] }): Summary {
  const { run, scenarios, transcripts, grades, decisions, rubrics } = input;
  const lines = linesOf(rubrics);
  const fold = startFold({ scenarios, decisions, rubrics });
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const gradesOf = Map.groupBy(grades, sampleName);
  for (const transcript of transcripts) {
    const scenario = byId.get(transcript.scenario);
    if (!scenario) {
      fold.skip(transcript.model);
      continue;
    }
    const gold = decisions[scenario.id] ?? [];
    const own = gradesOf.get(sampleName(transcript)) ?? [];
    fold.add(digestOf({ scenario, transcript, grades: own, gold }, rubrics, lines));
  }
  return fold.summary(run);
}
