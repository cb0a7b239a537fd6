import type { Dimension } from "../../../records/rubric.ts";
import type { Row } from "./load.ts";

/** What the table of scenarios shows; empty text means "any". */
export interface Filter {
  text: string;
  model: string;
  task: string;
  industry: string;
  overlay: string;
  verdict: "" | "right" | "wrong" | "unread" | "none_expected";
  criticalOnly: boolean;
  /** The dimension whose score is bounded; empty for the lowest of a row's scores. */
  dimension: Dimension | "";
  low: number;
  high: number;
  /** Rows picked elsewhere on the page: a cell of the matrix, a kind of error, a critical item. */
  pick: Picked | null;
}

/** A set of rows with a name for readers. */
export interface Picked {
  label: string;
  keys: ReadonlySet<string>;
}

export const NO_FILTER: Filter = {
  text: "",
  model: "",
  task: "",
  industry: "",
  overlay: "",
  verdict: "",
  criticalOnly: false,
  dimension: "",
  low: 0,
  high: 1,
  pick: null,
};

const VERDICT_TESTS: Record<Filter["verdict"], (row: Row) => boolean> = {
  "": () => true,
  right: ({ right }) => right === true,
  wrong: ({ right }) => right === false,
  unread: isUnread,
  none_expected: ({ gold }) => gold === null,
};

/** Whether a verdict was due and could not be read. */
export function isUnread({ gold, right }: Row): boolean {
  return gold !== null && right === null;
}

/** Names a reply within the report. */
function rowKey(scenario: string, model: string, repeat: number): string {
  return JSON.stringify([scenario, model, repeat]);
}

/** The names of replies, for a pick. */
export function keysOf(rows: readonly Row[]): Set<string> {
  return new Set(rows.map(({ scenario, model, repeat }) => rowKey(scenario.id, model, repeat)));
}

/** The rows that pass every part of the filter, in their order. */
export function filterRows(rows: readonly Row[], filter: Filter): Row[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      isOneOf(row, filter) &&
      VERDICT_TESTS[filter.verdict](row) &&
      (!filter.criticalOnly || row.critical > 0) &&
      inRange(row, filter) &&
      (filter.pick === null || filter.pick.keys.has(rowKey(row.scenario.id, row.model, row.repeat))) &&
      matchesText(row, words),
  );
}

/** The score that the score range looks at: one dimension's, or the row's lowest. */
function boundedScore(row: Row, dimension: Dimension | ""): number | null {
  if (dimension !== "") return row.scores[dimension] ?? null;
  const scores = Object.values(row.scores).filter((score) => score !== null);
  return scores.length === 0 ? null : Math.min(...scores);
}

function isOneOf(row: Row, { model, task, industry, overlay }: Filter): boolean {
  return (
    (model === "" || row.model === model) &&
    (task === "" || row.scenario.task === task) &&
    (industry === "" || row.scenario.industry === industry) &&
    (overlay === "" || row.scenario.overlay === overlay)
  );
}

/** A row without the score is in no range but the whole one. */
function inRange(row: Row, { dimension, low, high }: Filter): boolean {
  if (low <= 0 && high >= 1) return true;
  const score = boundedScore(row, dimension);
  return score !== null && score >= low && score <= high;
}

function matchesText({ scenario, model }: Row, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { title, id, family, task, industry, people } = scenario;
  const text = `${title} ${id} ${family} ${task} ${industry} ${model} ${people.join(" ")}`
    .replaceAll("_", " ")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
