import { type Dimension, DIMENSIONS } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { HtmlInput, ReportRow } from "../input.ts";
import type { Columns, ReportIndex, ScenarioLine } from "./data.ts";

/** Lays the rows out by column. `opens` are those whose whole reply the page holds; null where it holds all. */
export function layOut(
  { run, summary, scenarios, rows }: HtmlInput,
  opens: readonly number[] | null,
): ReportIndex {
  const placeOf = new Map(scenarios.map((scenario, index) => [scenario, index]));
  const models = [...new Set([...summary.models, ...rows].map(({ model }) => model))];
  const modelAt = new Map(models.map((model, index) => [model, index]));
  const columns = emptyColumns();
  for (const [at, row] of rows.entries()) {
    columns.scenario.push(placeOf.get(row.scenario) ?? 0);
    columns.model.push(modelAt.get(row.model) ?? 0);
    columns.repeat.push(row.repeat);
    columns.outcome.push(row.outcome);
    columns.gold.push(row.gold);
    columns.said.push(row.said);
    columns.right.push(row.right);
    addScores(columns, row);
    columns.critical.push(row.critical);
    columns.ungraded.push(row.ungraded);
    if (row.errors.length > 0) columns.errors[at] = row.errors;
    if (row.failed.length > 0) columns.failed[at] = row.failed;
  }
  if (opens) columns.opens = [...opens];
  return {
    run,
    summary: withoutSamples(summary),
    models,
    scenarios: scenarios.map(scenarioLine),
    rows: columns,
  };
}

function emptyColumns(): Columns {
  const scores = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, []]));
  return {
    scenario: [],
    model: [],
    repeat: [],
    outcome: [],
    gold: [],
    said: [],
    right: [],
    scores: scores as unknown as Record<Dimension, (number | null)[]>,
    critical: [],
    ungraded: [],
    errors: {},
    failed: {},
  };
}

function addScores({ scores }: Columns, row: ReportRow): void {
  for (const [index, dimension] of DIMENSIONS.entries()) {
    const score = row.scores[index] ?? Number.NaN;
    scores[dimension].push(Number.isNaN(score) ? null : Math.round(score * 1e6) / 1e6);
  }
}

/** The page finds the replies behind a count in its own rows. */
function withoutSamples(summary: HtmlInput["summary"]): HtmlInput["summary"] {
  const models = summary.models.map((model) => ({
    ...model,
    verdicts: {
      ...model.verdicts,
      matrix: model.verdicts.matrix.map((cell) => ({ ...cell, samples: [] })),
      errors: model.verdicts.errors.map((error) => ({ ...error, samples: [] })),
    },
  }));
  return { ...summary, models };
}

function scenarioLine(scenario: Scenario): ScenarioLine {
  const { id, title, family, taskType, industry, stage, overlay, dealValueUsd } = scenario;
  return { id, title, family, task: taskType, industry, stage, overlay, valueUsd: dealValueUsd };
}
