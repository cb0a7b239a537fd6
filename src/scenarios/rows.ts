import { nearest } from "../files/wording.ts";
import type { LocatedYaml } from "../files/yaml.ts";
import type { CsvCell, CsvTable } from "../files/csv.ts";
import type { Place, Problem } from "../records/errors.ts";
import {
  alternatives,
  fieldAt,
  type FieldSchema,
  fitsCell,
  leafHeaders,
  scenarioJsonSchema,
} from "./fields.ts";

/** A record as read from a file, not yet checked against the schema; an empty path gives the place of its start. */
export type RawScenario = LocatedYaml;

interface Column {
  header: string;
  path: string[];
  /** Whether the value above each further step of the path is a list. */
  lists: boolean[];
  kind: Kind;
  place: Place;
}

/** What the field may be. */
interface Kind {
  isList: boolean;
  isNumber: boolean;
  isTruth: boolean;
  /** Values that are what they are: a number among them stays text. */
  constants: ReadonlySet<unknown>;
}

/** What separates the items of a list in one cell. */
const SEPARATOR = " | ";

/**
 * Turns rows under dotted headers (`facts.eb.value`, `turns.0.text`) into records. A cell becomes a number, true/false or
 * a list only where the schema says so at that path; an empty cell is an absent field (null or an empty list where the field may not be absent).
 * Problems of headers and lists are added to `problems`; a cell that is no number stays text for the schema to refuse.
 */
export function recordsFromTable(table: CsvTable, problems: Problem[]): RawScenario[] {
  const columns = table.header.map((cell) => columnOf(cell, problems));
  problems.push(...overlaps(columns));
  return table.rows.map((row) => recordFromRow(row, columns, problems));
}

function columnOf({ text, place }: CsvCell, problems: Problem[]): Column | undefined {
  const path = text.split(".");
  const field = fieldAt(path);
  if (field && fitsCell(field)) {
    const lists = path.map((_, index) => isListAt(path.slice(0, index + 1)));
    return { header: text, path, lists, kind: kindOf(alternatives(field)), place };
  }
  const message = field
    ? `found the header of a whole object or list, expected one of its fields, such as "${firstLeafUnder(text)}"`
    : `found an unknown field, expected ${nearestHeader(text)}`;
  problems.push({ place, field: text, message });
  return undefined;
}

function kindOf(kinds: readonly FieldSchema[]): Kind {
  const types = new Set(kinds.map(({ type }) => type));
  return {
    isList: types.has("array"),
    isNumber: types.has("number") || types.has("integer"),
    isTruth: types.has("boolean"),
    constants: new Set(kinds.map((kind) => kind.const)),
  };
}

function nearestHeader(header: string): string {
  const zeroed = header.replace(/\.\d+(?=\.|$)/g, ".0");
  const said = nearest(zeroed, leafHeaders());
  return said.startsWith("one of") ? "a field of scenarios/SCHEMA.md, with dots between the levels" : said;
}

function firstLeafUnder(header: string): string {
  return leafHeaders().find((leaf) => leaf.startsWith(`${header}.`)) ?? header;
}

/** A list may stand in one cell (`tags`) or in one cell an item (`tags.0`), not in both. */
function overlaps(columns: readonly (Column | undefined)[]): Problem[] {
  const known = columns.filter((column) => column !== undefined);
  const headers = new Set(known.map(({ header }) => header));
  return known
    .filter(({ path }) => headers.has(path.slice(0, -1).join(".")))
    .map(({ header, path, place }) => ({
      place,
      field: header,
      message: `found both "${path.slice(0, -1).join(".")}" and "${header}", expected the list in one cell or in one cell an item`,
    }));
}

function recordFromRow(
  row: readonly CsvCell[],
  columns: readonly (Column | undefined)[],
  problems: Problem[],
): RawScenario {
  const value: Record<string, unknown> = {};
  for (const [index, cell] of row.entries()) {
    const column = columns[index];
    if (column && cell.text !== "") setAt(value, column, cellValue(cell, column, problems));
  }
  fillBlanks(value, scenarioJsonSchema());
  const spots = spotsOf(row);
  return { value, place: (path) => placeInRow(path, spots, columns) };
}

function cellValue(cell: CsvCell, { kind, header }: Column, problems: Problem[]): unknown {
  const { text } = cell;
  if (kind.isList) return listItems(cell, header, problems);
  if (kind.constants.has(text)) return text;
  if (kind.isNumber && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return Number(text);
  const isTruth = kind.isTruth && /^(?:true|false)$/i.test(text);
  return isTruth ? text.toLowerCase() === "true" : text;
}

function listItems(cell: CsvCell, header: string, problems: Problem[]): string[] {
  const { text } = cell;
  const items = text.split(SEPARATOR);
  const stray = items.find((item) => item.trim() === "" || /\s\||\|\s/.test(item));
  if (stray !== undefined) {
    const found = stray.trim() === "" ? "an empty item" : JSON.stringify(stray);
    const message = `found ${found}, expected items separated by "${SEPARATOR}"; an item that contains it goes into columns of its own: ${header}.0, ${header}.1`;
    problems.push({ place: cell.place, field: header, message });
  }
  return items;
}

/** Puts null, or a list of nothing, where a field is absent that may not be: a cell cannot say either. */
function fillBlanks(value: unknown, field: FieldSchema): void {
  if (value === null || typeof value !== "object") return;
  const object = value as Record<string, unknown>;
  for (const { fields, children } of shapesOf(field)) {
    for (const { name, child, isRequired } of fields) {
      if (object[name] !== undefined) fillBlanks(object[name], child);
      else if (isRequired) setBlank(object, name, child);
    }
    if (children) for (const child of Object.values(object)) fillBlanks(child, children);
  }
}

/** The schema's alternatives as filling needs them. */
interface Shape {
  fields: { name: string; child: FieldSchema; isRequired: boolean }[];
  children: FieldSchema | undefined;
}

const shapes = new WeakMap<FieldSchema, Shape[]>();

/** Worked out once: every record is filled by the same schema. */
function shapesOf(field: FieldSchema): Shape[] {
  const known = shapes.get(field);
  if (known) return known;
  const found = alternatives(field).map(({ properties, required, items, additionalProperties }) => ({
    fields: Object.entries(properties ?? {}).map(([name, child]) => ({
      name,
      child,
      isRequired: required?.includes(name) ?? false,
    })),
    children: items ?? (additionalProperties || undefined),
  }));
  shapes.set(field, found);
  return found;
}

function setBlank(object: Record<string, unknown>, name: string, field: FieldSchema): void {
  const kinds = alternatives(field);
  if (kinds.some(({ type }) => type === "null")) object[name] = null;
  else if (kinds.some(({ items }) => items?.type === "string")) object[name] = [];
}

function setAt(root: Record<string, unknown>, { path, lists }: Column, leaf: unknown): void {
  let node: Record<string, unknown> = root;
  for (const [index, key] of path.entries()) {
    if (index === path.length - 1) node[key] = leaf;
    else {
      node[key] ??= lists[index] ? [] : {};
      node = node[key] as Record<string, unknown>;
    }
  }
}

function isListAt(path: readonly string[]): boolean {
  return alternatives(fieldAt(path) ?? {}).some(({ type }) => type === "array");
}

/** Where a row's cells stand, as small as it can be kept: a scenario keeps it for as long as it lives. */
interface Spots {
  file: string;
  /** Two numbers a cell: line and column; 0 where the file does not tell. */
  places: Uint32Array;
  isFilled: Uint8Array;
}

function spotsOf(row: readonly CsvCell[]): Spots {
  const places = new Uint32Array(2 * row.length);
  const isFilled = new Uint8Array(row.length);
  for (const [index, { text, line, column }] of row.entries()) {
    places[2 * index] = line ?? 0;
    places[2 * index + 1] = column ?? 0;
    isFilled[index] = Number(text !== "");
  }
  return { file: row[0]?.place.file ?? "", places, isFilled };
}

/** The field's cell; else the first filled cell below the field, or its header; else the same for the field's parent. */
function placeInRow(
  path: readonly PropertyKey[],
  { file, places, isFilled }: Spots,
  columns: readonly (Column | undefined)[],
): Place {
  const spot = (index: number): Place | undefined => {
    const [line = 0, column = 0] = places.subarray(2 * index, 2 * index + 2);
    if (index < 0 || index >= isFilled.length) return undefined;
    return { file, ...(line === 0 ? {} : { line }), ...(column === 0 ? {} : { column }) };
  };
  for (let length = path.length; length > 0; length--) {
    const header = path.slice(0, length).map(String).join(".");
    const isBelow = (column: Column | undefined) => column?.header.startsWith(`${header}.`) === true;
    const place =
      spot(columns.findIndex((column) => column?.header === header)) ??
      spot(columns.findIndex((column, index) => isBelow(column) && isFilled[index] === 1)) ??
      columns.find(isBelow)?.place;
    if (place) return place;
  }
  return spot(0) ?? { file: "" };
}
