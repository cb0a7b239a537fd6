import { type CsvCell, parseCsv } from "../files/csv.ts";
import { parseJson } from "../files/json.ts";
import { parseYaml } from "../files/yaml.ts";
import { InputError, type Place, type Problem } from "../records/errors.ts";

/** A label as it stands in a file, not yet checked, with the place of each of its fields. */
export interface LabelRow {
  value: Record<string, unknown>;
  place: (field: string) => Place;
}

/**
 * The rows of a label file: CSV where the name ends in .csv, else JSONL.
 * @throws InputError listing every line or cell that is no JSON object, or breaks the form of CSV.
 */
export function labelRows(text: string, file: string): LabelRow[] {
  return file.toLowerCase().endsWith(".csv") ? csvRows(text, file) : jsonlRows(text, file);
}

function jsonlRows(text: string, file: string): LabelRow[] {
  const problems: Problem[] = [];
  const rows = text.split("\n").flatMap((line, index): LabelRow[] => {
    const place: Place = { file, line: index + 1 };
    if (line.trim() === "") return [];
    try {
      const value = parseJson(line, file, index + 1);
      if (isRecord(value)) return [{ value, place: (field) => placeIn(line, field, place) }];
      problems.push({ place, field: "", message: "found no JSON object, expected one label a line" });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
    return [];
  });
  if (problems.length > 0) throw new InputError(problems);
  return rows;
}

/** JSON is YAML, whose parser knows columns. */
function placeIn(line: string, field: string, place: Place): Place {
  return parseYaml(line, place.file, place.line).place([field]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function csvRows(text: string, file: string): LabelRow[] {
  const { header, rows } = parseCsv(text, file);
  const single = header.some((cell) => cell.text === "item");
  return rows.map((row) => {
    const cells = new Map(header.map(({ text: name }, index) => [name, row[index]]));
    const value = Object.fromEntries(
      [...cells].flatMap(([name, cell]) => {
        const read = cell && readCell(name, cell, single);
        return read === undefined ? [] : [[name, read]];
      }),
    );
    const start = row[0]?.place ?? { file };
    return { value, place: (field) => cells.get(field)?.place ?? start };
  });
}

const LISTS = new Set(["verdicts", "reasons_named", "false_reasons", "frameworks_used", "frameworks_named"]);
const TEXTS = new Set(["response", "scenario", "arm", "annotator", "verdict_quote", "hedging", "note"]);

/**
 * A cell as the value it stands for: lists have "|" between their entries, `elements` reads "champion=applied|…", yes-no
 * fields are true or false. A blank cell is null in a label of a whole reply, absent in one of an item.
 */
function readCell(name: string, { text }: CsvCell, single: boolean): unknown {
  const trimmed = text.trim();
  if (single) {
    if (trimmed === "") return undefined;
    return name === "corrects" ? truth(trimmed) : trimmed;
  }
  const parts = trimmed === "" ? [] : trimmed.split("|").map((part) => part.trim());
  if (LISTS.has(name)) return parts;
  if (name === "elements") return Object.fromEntries(parts.map((part) => splitAt(part, "=")));
  if (name === "quality" && /^\d+$/.test(trimmed)) return Number(trimmed);
  if (TEXTS.has(name)) return text;
  return trimmed === "" ? null : truth(trimmed);
}

function truth(text: string): boolean | string {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : text;
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
