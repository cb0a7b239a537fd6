import { InputError, type Problem } from "../../records/errors.ts";
import { listed } from "../../files/wording.ts";
import { MAX_BYTES } from "../files.ts";
import { anonymised, type Replaced } from "./anonymise.ts";
import { assignColumns, type Columns } from "./columns.ts";
import { type CrmRow, type CrmTable, readCrmTable } from "./crmTable.ts";
import type { Draft } from "./draft.ts";
import { type FieldName, FIELDS, isFieldName, UNTOLD_FIELDS } from "./fields.ts";
import { type Identified, idsOf } from "./ids.ts";
import { dealReader } from "./readDeal.ts";
import { scenarioCsv } from "./scenarioCsv.ts";
import type { ImportOptions } from "./settings.ts";
import { type Skip, SKIPS } from "./skips.ts";

/** What became of a CRM's export. */
export interface Imported {
  /** The scenario file's text. */
  csv: string;
  deals: { id: string; title: string; line: number }[];
  /** Columns that were understood; the message holds them too, but for those that are not `told`. */
  columns: { header: string; field: FieldName; use: string; told: boolean }[];
  /** Headers of the columns that went into the message as they are, and of those that were left out. */
  asTheyAre: string[];
  omitted: string[];
  /** Rows that are no deals to import, by why, with their lines. */
  skipped: { why: Skip; lines: number[] }[];
  warnings: string[];
  /** Null where nothing was to be replaced. */
  replaced: Replaced | null;
}

/**
 * Reads a CRM's export as draft scenarios: the deal as the CRM tells it, the stage it claims, and nothing else as a fact.
 * @throws InputError listing everything that is wrong with the options and the file; also where no deal is left.
 */
export function importDeals(file: string, options: ImportOptions): Imported {
  const problems: Problem[] = [];
  const table = readTable(file, options);
  const columns = assignColumns(table, options, problems);
  if (!columns.of.amount && options.amount === undefined) problems.push(amountless(table));
  const { table: shown, replaced } = options.anonymise
    ? anonymised(table, columns)
    : { table, replaced: null };
  const reader = dealReader(shown, columns, options, problems);
  const outcomes = shown.rows.map((row) => reader.read(row));
  problems.push(...reader.problems());
  if (problems.length > 0) throw new InputError(problems);

  const drafts: Draft[] = [];
  const rows: CrmRow[] = [];
  const skipped = new Map<Skip, number[]>();
  const skip = (why: Skip, line: number) => skipped.set(why, [...(skipped.get(why) ?? []), line]);
  const seen = new Set<string>();
  for (const [index, outcome] of outcomes.entries()) {
    const row = table.rows[index];
    if (outcome === undefined || !row) continue;
    if (typeof outcome === "string") skip(outcome, row.line);
    else if (seen.has(keyOf(row))) skip("repeated", row.line);
    else {
      seen.add(keyOf(row));
      drafts.push(outcome);
      rows.push(row);
    }
  }
  for (const line of table.notes) skip("note", line);
  if (drafts.length === 0) throw nothingLeft(file, skipped);
  const ids = idsByRow(table, columns, options.anonymise === true);
  const named = drafts.map((draft, index): Draft => {
    const id = ids.get(keyOf(rows[index])) ?? "";
    return { ...draft, fields: { id, family: id, ...draft.fields } };
  });
  const csv = scenarioCsv(named);
  refuseTooLarge(file, csv);
  const headersOf = (indexes: readonly number[]) => indexes.map((index) => table.headers[index]?.text ?? "");
  return {
    csv,
    deals: named.map(({ fields, line }) => ({ id: fields["id"] ?? "", title: fields["title"] ?? "", line })),
    columns: used(table, columns),
    asTheyAre: headersOf(columns.asTheyAre),
    omitted: headersOf(columns.omitted),
    skipped: [...skipped].map(([why, lines]) => ({ why, lines })),
    warnings: reader.warnings(),
    replaced,
  };
}

/** @throws InputError with what is wrong with the options, too, where the file cannot be read. */
function readTable(file: string, options: ImportOptions): CrmTable {
  try {
    return readCrmTable(file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const problems = [...error.problems];
    dealReader(
      { file, headers: [], rows: [], notes: [] },
      { of: {}, asTheyAre: [], omitted: [] },
      options,
      problems,
    );
    throw new InputError(problems, { cause: error });
  }
}

function amountless({ file, headers }: CrmTable): Problem {
  const found = listed(headers.map(({ text }) => JSON.stringify(text)));
  const message = `found no column with amounts among ${found}, expected one such as "Amount"; name it with --map "Header=amount", or give every deal the same with --amount USD`;
  return { place: headers[0]?.place ?? { file }, field: "", message };
}

/** Closed deals count too, so that a deal keeps its id when its namesake is closed. */
function idsByRow(table: CrmTable, columns: Columns, isHidden: boolean): Map<string, string> {
  const rows = [...new Map(table.rows.map((row) => [keyOf(row), row])).values()];
  const ids = idsOf(
    rows.map((row) => identified(row, columns)),
    isHidden,
  );
  return new Map(rows.map((row, index) => [keyOf(row), ids[index] ?? ""]));
}

function keyOf(row: CrmRow | undefined): string {
  return row?.texts.join("\0") ?? "";
}

function identified({ texts }: CrmRow, { of }: Columns): Identified {
  const cell = (field: FieldName) => texts[of[field]?.[0] ?? -1] ?? "";
  return {
    account: cell("account"),
    name: cell("name"),
    record: cell("record_id") || cell("created_date"),
    row: texts.join("\n"),
  };
}

function used({ headers }: CrmTable, { of }: Columns): Imported["columns"] {
  return Object.entries(of).flatMap(([field, indexes]) =>
    isFieldName(field)
      ? indexes.map((index) => ({
          header: headers[index]?.text ?? "",
          field,
          use: FIELDS[field].use,
          told: !UNTOLD_FIELDS.includes(field),
        }))
      : [],
  );
}

function nothingLeft(file: string, skipped: ReadonlyMap<Skip, number[]>): InputError {
  const counts = [...skipped].map(([why, lines]) => `${lines.length} ${SKIPS[why].words}`);
  const ways = [...skipped.keys()].flatMap((why) => SKIPS[why].way ?? []);
  const message = `found no deal to import (${counts.join(", ")}), expected at least one${ways.map((way) => `; ${way}`).join("")}`;
  return new InputError([{ place: { file }, field: "", message }]);
}

function refuseTooLarge(file: string, csv: string): void {
  const size = Buffer.byteLength(csv);
  if (size <= MAX_BYTES) return;
  const message = `holds ${megabytes(size)} of scenarios, expected at most ${megabytes(MAX_BYTES)} in a file; import fewer deals at a time, or leave long columns out with --omit`;
  throw new InputError([{ place: { file }, field: "", message }]);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
