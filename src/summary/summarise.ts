import { DIMENSIONS, type Rubric } from "../records/rubric.ts";
import type { ModelSummary, Summary } from "../records/summary.ts";
import { transcriptOutcome } from "../records/transcript.ts";
import { mean, median } from "../statistics/centre.ts";
import { composite, dimensionSummary } from "./dimensions.ts";
import { headline } from "./headline.ts";
import { criticalFailures, itemSummaries } from "./items.ts";
import { pairConsistency, pairSummaries } from "./pairs.ts";
import { passRate } from "./passRate.ts";
import { type Graded, type Sample, samplesOf } from "./samples.ts";
import { verdictSummary } from "./verdicts.ts";
import { countWords } from "./words.ts";

/**
 * Everything a run shows, model by model in the order in which they first appear in the transcripts.
 *
 * A reply without a score (failed call, refusal, cut off, nothing gradable) is in no mean; `bounds` say what it could
 * have made of it. Pure: grades and decisions are taken as they are.
 */
export function summarise(input: Graded & { run: { id: string }; rubrics: readonly Rubric[] }): Summary {
  const models = new Set(input.transcripts.map(({ model }) => model));
  const graded = new Set(input.grades.map(({ dimension }) => dimension));
  // A run that was graded before a dimension existed says nothing of it, and is not to be marked down for that.
  const rubrics = DIMENSIONS.filter((dimension) => graded.size === 0 || graded.has(dimension)).flatMap(
    (dimension) => input.rubrics.filter((rubric) => rubric.dimension === dimension),
  );
  return {
    runId: input.run.id,
    estimand: "population",
    models: [...models].map((model) => summariseModel(model, samplesOf(input, model), rubrics)),
  };
}

function summariseModel(model: string, samples: Sample[], rubrics: readonly Rubric[]): ModelSummary {
  const dimensions = rubrics.map(({ dimension }) => dimensionSummary(samples, dimension));
  const pairs = pairSummaries(samples);
  const figures = {
    model,
    dimensions,
    items: itemSummaries(samples, rubrics),
    verdicts: verdictSummary(samples),
    pairs,
    pairConsistency: pairConsistency(pairs),
    criticalFailures: criticalFailures(samples, rubrics),
    passRate: passRate(samples, rubrics),
    composite: composite(dimensions),
    words: wordsOf(samples),
  };
  return { ...figures, headline: headline(samples, figures) };
}

/** Length of the last reply of every whole transcript, in words. */
function wordsOf(samples: readonly Sample[]): ModelSummary["words"] {
  const counts = samples.flatMap(({ transcript }) =>
    transcript && transcriptOutcome(transcript) === "ok"
      ? [countWords(transcript.turns.at(-1)?.assistant ?? "")]
      : [],
  );
  return counts.length === 0
    ? null
    : { mean: mean(counts), median: median(counts), max: Math.max(...counts) };
}
