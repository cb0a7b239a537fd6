import { DIMENSION_WORDS } from "../../words.ts";
import type { Dimension } from "../../../records/rubric.ts";
import type { Row } from "./load.ts";

/** A column of the table of scenarios. */
export type Column = "title" | "model" | "gold" | "said" | "critical" | Dimension;

/** How the table is sorted. */
export interface Sort {
  column: Column;
  descending: boolean;
}

/** The rows sorted by one column; ties keep their order, and rows without a value come last either way. */
export function sortRows(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const keyed = rows.map((row) => ({ row, value: valueOf(row, column) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    const order = compare(a.value, b.value);
    return descending ? -order : order;
  });
  return keyed.map(({ row }) => row);
}

/** Dimensions in the order of their columns. */
export const DIMENSION_COLUMNS = Object.keys(DIMENSION_WORDS) as Dimension[];

function valueOf(row: Row, column: Column): string | number | null {
  if (column === "title") return row.scenario.title;
  if (column === "model" || column === "gold" || column === "said" || column === "critical")
    return row[column];
  return row.scores[column] ?? null;
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en-GB", { numeric: true });
}
