import type { CrmTable } from "./crmTable.ts";
import { type Columns } from "./columns.ts";
import { type FieldName, FIELDS, isFieldName, UNTOLD_FIELDS } from "./fields.ts";

/**
 * What the user says of a deal: the question, then the CRM's columns as `Header: value` lines, those of a known field first, those that
 * only the CRM knows behind them. Empty cells are left out. `written` holds the text of cells that are written otherwise than they stand.
 */
export function messageOf(
  { headers }: Pick<CrmTable, "headers">,
  texts: readonly string[],
  columns: Columns,
  { ask, asOf, written }: { ask: string; asOf: string; written: ReadonlyMap<number, string> },
): string {
  const lines = toldColumns(columns).flatMap((column) => {
    const text = written.get(column) ?? texts[column] ?? "";
    return text === "" ? [] : [lineOf(headers[column]?.text ?? "", text)];
  });
  return `${ask}\n\nFrom the CRM, today, ${asOf}:\n${lines.join("\n")}`;
}

/** A line of the message. */
export function lineOf(header: string, text: string): string {
  return `${header}: ${text}`;
}

function toldColumns({ of, asTheyAre }: Columns): number[] {
  const known = Object.keys(FIELDS).flatMap((name) => (isTold(name) ? (of[name] ?? []) : []));
  return [...known, ...asTheyAre];
}

function isTold(name: string): name is FieldName {
  return isFieldName(name) && !UNTOLD_FIELDS.includes(name);
}
