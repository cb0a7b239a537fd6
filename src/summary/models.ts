import type { Rubric } from "../records/rubric.ts";
import type { ModelSummary, OutcomeSummary, Summary } from "../records/summary.ts";
import { OUTCOMES } from "../records/transcript.ts";
import { mean, median } from "../statistics/centre.ts";
import { causesIn, type CauseTally } from "./causes.ts";
import { composite, dimensionSummary } from "./dimensions.ts";
import type { ModelFold } from "./fold.ts";
import { headline } from "./headline.ts";
import { itemSummaries, statesOf } from "./items.ts";
import { leaderboardOf } from "./leaderboard.ts";
import { linesOf } from "./lines.ts";
import { pairConsistency, pairSummaries } from "./pairs.ts";
import { passRate } from "./passRate.ts";
import type { Row } from "./rows.ts";
import { slicesOf } from "./slices.ts";
import { usageSummary } from "./usage.ts";
import { verdictSummary } from "./verdicts.ts";

/**
 * What a run's models show, in their order, and how they rank where there are several. `rubrics` are those that the
 * summary speaks of, `all` those by which the items were counted.
 *
 * A reply without a score (failed call, refusal, cut off, nothing gradable) is in no mean; `bounds` say what it could
 * have made of it. Pure.
 */
export function summariseModels(
  folds: readonly ModelFold[],
  rubrics: readonly Rubric[],
  all: readonly Rubric[],
): Pick<Summary, "models" | "leaderboard"> {
  const models = folds.map((fold) => summariseModel(fold, rubrics, all));
  if (folds.length < 2) return { models };
  return {
    models,
    leaderboard: leaderboardOf(
      folds,
      rubrics.map(({ dimension }) => dimension),
    ),
  };
}

function summariseModel(
  { model, rows, items, failures, criticalCount, usage, causes }: ModelFold,
  rubrics: readonly Rubric[],
  all: readonly Rubric[],
): ModelSummary {
  const lines = linesOf(all);
  const dimensions = rubrics.map(({ dimension }) =>
    dimensionSummary(rows, dimension, statesOf(items, lines, dimension, all)),
  );
  const pairs = pairSummaries(rows);
  const verdicts = verdictSummary(rows);
  const figures = {
    model,
    dimensions,
    items: itemSummaries(items, lines, rubrics),
    verdicts,
    pairs,
    pairConsistency: pairConsistency(pairs),
    criticalFailures: failures,
    criticalCount,
    passRate: passRate(rows),
    composite: composite(dimensions),
    words: wordsOf(rows),
    outcomes: outcomesOf(rows, causes),
    usage: usageSummary(
      usage,
      rows.filter(({ outcome }) => outcome !== "missing"),
      verdicts.answered,
    ),
    slices: slicesOf(
      rows,
      rubrics.map(({ dimension }) => dimension),
    ),
  };
  return { ...figures, headline: headline(rows, figures) };
}

/** Length of the last reply of every whole transcript, in words. */
function wordsOf(rows: readonly Row[]): ModelSummary["words"] {
  const counts = rows.flatMap(({ words }) => words ?? []);
  return counts.length === 0
    ? null
    : {
        mean: mean(counts),
        median: median(counts),
        max: counts.reduce((most, next) => Math.max(most, next)),
      };
}

function outcomesOf(rows: readonly Row[], causes: CauseTally): OutcomeSummary {
  const counts = {
    ...Object.fromEntries(OUTCOMES.map((name) => [name, 0])),
    missing: 0,
  } as OutcomeSummary["counts"];
  for (const { outcome } of rows) counts[outcome] += 1;
  return {
    planned: rows.length,
    counts,
    errorRate: rows.length === 0 ? null : (counts.error + counts.missing) / rows.length,
    ...(causes.size === 0 ? {} : { causes: causesIn(causes) }),
  };
}
