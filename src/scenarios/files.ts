import { readdirSync, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { parseCsv } from "../files/csv.ts";
import { readText } from "../files/read.ts";
import { parseJson } from "../files/json.ts";
import { parseYaml } from "../files/yaml.ts";
import { InputError, type Problem } from "../records/errors.ts";
import { type RawScenario, recordsFromTable } from "./rows.ts";

/** Hand-written scenarios stay far below this; a larger file is a mistake that would take long to parse. */
export const MAX_BYTES = 8 * 1024 * 1024;

const READERS: Record<string, (file: string, problems: Problem[]) => RawScenario[]> = {
  ".csv": (file, problems) =>
    recordsFromTable(parseCsv(readText(file, { maxBytes: MAX_BYTES }), file), problems),
  ".yaml": (file) => recordsFromYaml(readText(file, { maxBytes: MAX_BYTES }), file),
  ".yml": (file) => recordsFromYaml(readText(file, { maxBytes: MAX_BYTES }), file),
  ".json": (file) => recordsFromJson(readText(file, { maxBytes: MAX_BYTES }), file),
};

/**
 * The scenario files of a file or folder: a folder is searched through, its own files before those of its subfolders, each
 * in the order of their names; `*.schema.json`, dot files and files of other kinds are passed over.
 * @throws InputError when the path does not exist, holds no scenario file, or is a file of another kind.
 */
export function scenarioFiles(source: string): string[] {
  const stats = statSync(source, { throwIfNoEntry: false });
  if (!stats) throw problemOf(source, "no such file or folder; check the path");
  if (!stats.isDirectory()) {
    if (Object.hasOwn(READERS, extname(source).toLowerCase())) return [source];
    throw problemOf(
      source,
      `found a file of another kind, expected ${Object.keys(READERS).join(", ")} or a folder of them`,
    );
  }
  const files = filesUnder(source);
  if (files.length === 0)
    throw problemOf(source, `found no scenario file, expected ${Object.keys(READERS).join(", ")}`);
  return files;
}

/** The same list without files that are named twice, by different paths too. */
export function withoutRepeats(files: readonly string[]): string[] {
  return [...new Map(files.map((file) => [resolve(file), file])).values()];
}

/**
 * Reads the records of one scenario file; CSV problems that leave the other cells readable are added to `problems`.
 * @throws InputError when the file cannot be read or parsed.
 */
export function readScenarioFile(file: string, problems: Problem[]): RawScenario[] {
  return READERS[extname(file).toLowerCase()]?.(file, problems) ?? [];
}

function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && !name.endsWith(".schema.json"))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = entries.filter(
    (entry) => entry.isFile() && Object.hasOwn(READERS, extname(entry.name).toLowerCase()),
  );
  const folders = entries.filter((entry) => entry.isDirectory());
  return [
    ...files.map(({ name }) => join(folder, name)),
    ...folders.flatMap(({ name }) => filesUnder(join(folder, name))),
  ];
}

function recordsFromYaml(text: string, file: string): RawScenario[] {
  const { value, place } = parseYaml(text, file);
  if (value === null || value === undefined) throw problemOf(file, "is empty, expected a scenario");
  if (!Array.isArray(value)) return [{ value, place }];
  if (value.length === 0) throw problemOf(file, "is an empty list, expected scenarios");
  return value.map((record: unknown, index) => ({ value: record, place: (path) => place([index, ...path]) }));
}

/** JSON is YAML, which knows the places; strictness about commas and quotes comes from JSON itself. */
function recordsFromJson(text: string, file: string): RawScenario[] {
  if (text.trim() === "") throw problemOf(file, "is empty, expected a scenario");
  parseJson(text, file);
  return recordsFromYaml(text, file);
}

function problemOf(file: string, message: string): InputError {
  return new InputError([{ place: { file }, field: "", message }]);
}
