import type { Dimension } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import { type Slice, SLICE_KINDS, type SliceKind } from "../records/summary.ts";
import { composite } from "./dimensions.ts";
import { estimateOver } from "./estimate.ts";
import { type Row, rowScore } from "./rows.ts";
import { isRight } from "./verdicts.ts";

/** Families below which a slice is small: too few to rank models by, or to read much into. */
export const MIN_FAMILIES = 10;

/** Upper ends of the bands of deal values, in USD. */
const BANDS: readonly [number, string][] = [
  [250_000, "under $250k"],
  [1_000_000, "$250k to $1M"],
  [5_000_000, "$1M to $5M"],
  [Infinity, "$5M and over"],
];

const VALUE_OF: Record<SliceKind, (scenario: Scenario) => string> = {
  task: ({ taskType }) => taskType,
  stage: ({ stage }) => stage,
  industry: ({ industry }) => industry,
  deal_size: ({ dealValueUsd }) =>
    dealValueUsd === 0 ? "no value" : (BANDS.find(([end]) => dealValueUsd < end)?.[1] ?? ""),
};

/** A model's rows cut by task, stage, industry and deal size; a cut with a single value is left out. */
export function slicesOf(rows: readonly Row[], dimensions: readonly Dimension[]): Slice[] {
  return SLICE_KINDS.flatMap((by) => {
    const parts = sliceRows(rows, by);
    return parts.length < 2 ? [] : parts.map(([value, part]) => sliceOf(by, value, part, dimensions));
  });
}

/** Rows by the value of one cut: by size for deal sizes, else by name. */
export function sliceRows(rows: readonly Row[], by: SliceKind): [string, Row[]][] {
  const groups = Map.groupBy(rows, ({ scenario }) => VALUE_OF[by](scenario));
  const bands = ["no value", ...BANDS.map(([, name]) => name)];
  const rank = (value: string) => (by === "deal_size" ? bands.indexOf(value) : 0);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function sliceOf(
  by: SliceKind,
  value: string,
  rows: readonly Row[],
  dimensions: readonly Dimension[],
): Slice {
  const scores = dimensions.map((dimension) => ({
    dimension,
    score: estimateOver(rows, (row) => rowScore(row, dimension)),
  }));
  const families = new Set(rows.map(({ scenario }) => scenario.family)).size;
  return {
    by,
    value,
    scenarios: new Set(rows.map(({ scenario }) => scenario)).size,
    families,
    small: families < MIN_FAMILIES,
    composite: composite(scores),
    right: estimateOver(rows, isRight),
    dimensions: scores,
  };
}
