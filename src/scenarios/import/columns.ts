import { listed, nearest } from "../../files/wording.ts";
import type { Place, Problem } from "../../records/errors.ts";
import type { CrmTable } from "./crmTable.ts";
import { FIELDS, type FieldName, isFieldName } from "./fields.ts";

/** What becomes of each column. */
export interface Columns {
  /** Indexes of the columns that hold a field, in the order of the file; fields that no column holds are absent. */
  of: Partial<Record<FieldName, number[]>>;
  /** Indexes of the columns that go into the message as they are. */
  asTheyAre: number[];
  /** Indexes of the columns that --omit takes out. */
  omitted: number[];
}

/**
 * Finds the column of each field: what --map says (`Header=field`), else the first usual header that is there. A header that would be a
 * second column of a field that has one goes into the message as it is. Wrong options are added to `problems`.
 */
export function assignColumns(
  { file, headers }: Pick<CrmTable, "file" | "headers">,
  { map, omit }: { map: readonly string[]; omit: readonly string[] },
  problems: Problem[],
): Columns {
  const names = headers.map(({ text }) => text);
  const found = omit.flatMap((header) => columnNamed(header, names, "--omit", problems) ?? []);
  const omitted = [...new Set(found)].sort((a, b) => a - b);
  const mapped = new Map<number, FieldName | "message">();
  for (const pair of map) {
    const read = readMap(pair, names, problems);
    if (read) mapped.set(read.column, read.field);
  }
  const of: Columns["of"] = {};
  for (const [column, field] of mapped) {
    if (field === "message" || omitted.includes(column)) continue;
    const before = of[field] ?? [];
    if (before.length > 0 && FIELDS[field].several !== true)
      problems.push(twice(field, before, column, headers));
    of[field] = [...before, column];
  }
  const isFree = (column: number) => !mapped.has(column) && !omitted.includes(column) && !isUsed(column, of);
  for (const [name, { usual, several }] of Object.entries(FIELDS)) {
    if (!isFieldName(name) || of[name]) continue;
    const candidates = usual.flatMap((alias) =>
      names.flatMap((header, column) => (plain(header) === alias && isFree(column) ? [column] : [])),
    );
    if (candidates.length > 0) of[name] = several ? candidates.sort((a, b) => a - b) : candidates.slice(0, 1);
  }
  if (!of.stage && of.status) {
    of.stage = of.status;
    delete of.status;
  }
  if (!of.name && !of.account) problems.push(nameless(file, headers));
  if (!of.currency) problems.push(...headers.filter((_, column) => isFree(column)).flatMap(untoldCurrency));
  return {
    of,
    asTheyAre: names.flatMap((_, column) => (isUsed(column, of) || omitted.includes(column) ? [] : [column])),
    omitted,
  };
}

/** A header in lower case without what differs between CRMs: "Account.Name", "ACCOUNT_NAME" and "Deal - Account name*" are "account name". */
function plain(header: string): string {
  return header
    .normalize("NFKC")
    .replaceAll(/\(s\)/gi, "s")
    .replace(CURRENCY_AFTER, "")
    .replace(/^(?:deal|opportunity)\s*(?:-|:)\s+/i, "")
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const CURRENCY_AFTER = /\s*[([]\s*(?:[A-Z]{3}|\$|€|£)\s*[)\]]\s*$/;

/** The currency that a header names behind it: `EUR` of "Amount (EUR)". */
export function currencyOfHeader(header: string): string | undefined {
  return CURRENCY_AFTER.exec(header)?.[0].replaceAll(/[\s()[\]]/g, "");
}

function isUsed(column: number, of: Columns["of"]): boolean {
  return Object.values(of).some((columns) => columns.includes(column));
}

function columnNamed(
  header: string,
  names: readonly string[],
  option: string,
  problems: Problem[],
): number | undefined {
  const exact = names.indexOf(header.trim());
  if (exact !== -1) return exact;
  const alike = names.flatMap((name, column) => (plain(name) === plain(header) ? [column] : []));
  if (alike.length === 1) return alike[0];
  const found = `found the header ${JSON.stringify(header)}, which the file does not have`;
  problems.push(optionProblem(option, `${found}, expected ${nearest(header, names)}`));
  return undefined;
}

function readMap(
  pair: string,
  names: readonly string[],
  problems: Problem[],
): { column: number; field: FieldName | "message" } | undefined {
  const at = pair.lastIndexOf("=");
  const field = pair.slice(at + 1).trim();
  const fields = [...Object.keys(FIELDS), "message"];
  if (at < 1) {
    const message = `found ${JSON.stringify(pair)}, expected "Header=field"; the fields are ${fields.join(", ")}`;
    problems.push(optionProblem("--map", message));
    return undefined;
  }
  const column = columnNamed(pair.slice(0, at), names, "--map", problems);
  if (!isFieldName(field) && field !== "message") {
    problems.push(
      optionProblem("--map", `found the field ${JSON.stringify(field)}, expected ${nearest(field, fields)}`),
    );
    return undefined;
  }
  return column === undefined ? undefined : { column, field };
}

function twice(
  field: FieldName,
  before: readonly number[],
  column: number,
  headers: CrmTable["headers"],
): Problem {
  const two = [...before, column].map((index) => JSON.stringify(headers[index]?.text)).join(" and ");
  return optionProblem("--map", `found ${two} for ${field}, expected one column`);
}

function nameless(file: string, headers: CrmTable["headers"]): Problem {
  const place: Place = headers[0]?.place ?? { file };
  const found = listed(headers.map(({ text }) => JSON.stringify(text)));
  const message = `found no column with the names of deals or accounts among ${found}, expected one such as "Opportunity Name" or "Account Name"; name it with --map "Header=name", or take out lines above the header`;
  return { place, field: "", message };
}

/** A column that seems to hold the currency of amounts, which would be taken for US dollars. */
function untoldCurrency({ text, place }: CrmTable["headers"][number]): Problem[] {
  if (!/currency/i.test(text) || /\bin\b/i.test(text)) return [];
  const way = (field: string) => `--map ${JSON.stringify(`${text}=${field}`)}`;
  const message = `found a column that may hold the currency of the amounts, expected to know; say ${way("currency")}, or ${way("message")} where it does not`;
  return [{ place, field: text, message }];
}

function optionProblem(option: string, message: string): Problem {
  return { place: { file: option }, field: "", message };
}
