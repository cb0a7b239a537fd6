import { type Dimension, DIMENSIONS } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { HtmlInput, ReportRow } from "../input.ts";
import type { Columns, ReportIndex, ScenarioLine } from "./data.ts";

/** Rows whose cells become one piece of text. */
const ROWS_A_PIECE = 4096;

/**
 * The index of a page as JSON, piece by piece: a {@link ReportIndex}. Each row is asked for once and not kept. `opens` are those
 * whose whole reply the page holds; null where it holds all.
 */
export function* indexJson(
  { run, summary, scenarios, rows }: HtmlInput,
  opens: readonly number[] | null,
): Generator<string> {
  const placeOf = new Map(scenarios.map((scenario, index) => [scenario, index]));
  const models = new Map(summary.models.map(({ model }, index) => [model, index]));
  const columns = new Map(Object.entries(CELLS).map(([name, cellOf]) => [name, columnOf(cellOf)]));
  const scores = new Map(DIMENSIONS.map((dimension) => [dimension, columnOf(scoreIn(dimension))]));
  const errors: Columns["errors"] = {};
  const failed: Columns["failed"] = {};
  for (let at = 0; at < rows.length; at++) {
    const row = rows.at(at);
    if (!row) continue;
    if (!models.has(row.model)) models.set(row.model, models.size);
    const places = { scenario: placeOf.get(row.scenario) ?? 0, model: models.get(row.model) ?? 0 };
    for (const column of columns.values()) column.add(row, places);
    for (const column of scores.values()) column.add(row, places);
    if (row.errors.length > 0) errors[at] = row.errors;
    if (row.failed.length > 0) failed[at] = row.failed;
  }
  const head = {
    run,
    summary: withoutSamples(summary),
    models: [...models.keys()],
    scenarios: scenarios.map(scenarioLine),
  } satisfies Omit<ReportIndex, "rows">;
  yield `${JSON.stringify(head).slice(0, -1)},"rows":{`;
  yield* joined(columns);
  yield ',"scores":{';
  yield* joined(scores);
  yield `},"errors":${JSON.stringify(errors)},"failed":${JSON.stringify(failed)}`;
  yield `${opens ? `,"opens":${JSON.stringify(opens)}` : ""}}}`;
}

/** What a cell is made of besides its row: the places of scenario and model in the index. */
type Places = Record<"scenario" | "model", number>;
type CellOf<Cell> = (row: ReportRow, places: Places) => Cell;
type Cells = Omit<Columns, "scores" | "errors" | "failed" | "opens">;

/** The columns in their order, and how each has its cells. */
const CELLS: { [Name in keyof Cells]: CellOf<Cells[Name][number]> } = {
  scenario: (_, { scenario }) => scenario,
  model: (_, { model }) => model,
  repeat: ({ repeat }) => repeat,
  outcome: ({ outcome }) => outcome,
  gold: ({ gold }) => gold,
  said: ({ said }) => said,
  right: ({ right }) => right,
  critical: ({ critical }) => critical,
  ungraded: ({ ungraded }) => ungraded,
};

function scoreIn(dimension: Dimension): CellOf<Columns["scores"][Dimension][number]> {
  const place = DIMENSIONS.indexOf(dimension);
  return ({ scores }) => {
    const score = scores[place] ?? Number.NaN;
    return Number.isNaN(score) ? null : Math.round(score * 1e6) / 1e6;
  };
}

type Column = ReturnType<typeof columnOf>;

function* joined(columns: ReadonlyMap<string, Column>): Generator<string> {
  let before = "";
  for (const [name, column] of columns) {
    yield `${before}${JSON.stringify(name)}:[`;
    yield* column.pieces();
    yield "]";
    before = ",";
  }
}

/** A column that grows as text: cells as objects would take many times its room. */
function columnOf(cellOf: CellOf<string | number | boolean | null>) {
  const pieces: string[] = [];
  let cells: (string | number | boolean | null)[] = [];
  const close = (): void => {
    if (cells.length > 0) pieces.push(JSON.stringify(cells).slice(1, -1));
    cells = [];
  };
  return {
    add: (row: ReportRow, places: Places): void => {
      cells.push(cellOf(row, places));
      if (cells.length === ROWS_A_PIECE) close();
    },
    /** The cells with commas between them. */
    *pieces(): Generator<string> {
      close();
      for (const [index, piece] of pieces.entries()) yield `${index === 0 ? "" : ","}${piece}`;
    },
  };
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
  const people = scenario.people.map(({ name }) => name);
  return { id, title, family, task: taskType, industry, stage, overlay, valueUsd: dealValueUsd, people };
}
