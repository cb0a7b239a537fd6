import { contentHash } from "../files/hash.ts";
import { listed } from "../files/wording.ts";
import { schemaProblems } from "../files/yaml.ts";
import { InputError, type Place, type Problem } from "../records/errors.ts";
import { type Scenario, ScenarioSchema, scenarioFromDisk } from "../records/scenario.ts";
import { fieldNames } from "./fields.ts";
import { readScenarioFile, scenarioFiles, withoutRepeats } from "./files.ts";
import type { RawScenario } from "./rows.ts";

/** A scenario and where it came from. */
export interface LoadedScenario {
  scenario: Scenario;
  /** SHA-256 of the scenario as the schema reads it: the same whatever file format, key order or defaults it was written with. */
  contentHash: string;
  /** Where the scenario starts. */
  place: Place;
  /** Where one of its fields stands (path in disk spelling: `["facts", "eb", "value"]`), or its nearest parent. */
  placeOf: (path: readonly PropertyKey[]) => Place;
}

/**
 * Loads scenarios from files (.csv, .yaml, .yml, .json) or folders of them.
 * @throws InputError listing every problem of every file as file:line:column field, duplicate ids included; nothing is
 * returned then.
 */
export function loadScenarios(source: string | readonly string[]): LoadedScenario[] {
  const problems: Problem[] = [];
  const files = [source].flat().flatMap((path) => collecting(problems, () => scenarioFiles(path)) ?? []);
  const loaded = withoutRepeats(files).flatMap((file) => {
    const records = collecting(problems, () => readScenarioFile(file, problems)) ?? [];
    return records.flatMap((record) => validated(record, problems) ?? []);
  });
  problems.push(...duplicateIds(loaded));
  if (problems.length > 0) throw new InputError(problems);
  return loaded;
}

/** Ids that are offered where a filter lets none through. */
const MOST_IDS = 40;

/** Which scenarios to take; absent = all. */
export interface Selection {
  /** `all`, `core` (one turn, no attachments), `conversations` (the rest), or a tag, task type or overlay. */
  suite?: string | undefined;
  /** Part of an id, title or tag, or a pattern with `*` and `?` that one of them matches as a whole; case does not count. */
  filter?: string | undefined;
}

/**
 * The scenarios of a suite that a filter lets through, in their order.
 * @throws InputError when nothing is left, listing the suites or ids that exist.
 */
export function selectScenarios(
  scenarios: readonly LoadedScenario[],
  { suite, filter }: Selection,
): LoadedScenario[] {
  const inSuite =
    suite === undefined
      ? [...scenarios]
      : scenarios.filter(({ scenario }) => suitesOf(scenario).includes(suite.toLowerCase()));
  if (inSuite.length === 0 && suite !== undefined) {
    const suites = [...new Set(scenarios.flatMap(({ scenario }) => suitesOf(scenario)))];
    throw nothing("--suite", suite, `a suite that has scenarios, one of: ${suites.join(", ")}`);
  }
  if (filter === undefined) return inSuite;
  const matches = matcherOf(filter);
  const selected = inSuite.filter(({ scenario }) =>
    [scenario.id, scenario.title, ...scenario.tags].some(matches),
  );
  if (selected.length > 0) return selected;
  const ids = listed(
    inSuite.map(({ scenario }) => scenario.id),
    MOST_IDS,
  );
  throw nothing(
    "--filter",
    filter,
    `part of an id, title or tag${suite === undefined ? "" : ` in the suite "${suite}"`}; the ids are: ${ids}`,
  );
}

function collecting<T>(problems: Problem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function validated(record: RawScenario, problems: Problem[]): LoadedScenario | undefined {
  const result = ScenarioSchema.safeParse(record.value);
  if (!result.success) {
    problems.push(...schemaProblems(result.error, record, fieldNames));
    return undefined;
  }
  return {
    scenario: scenarioFromDisk(result.data),
    contentHash: contentHash(result.data),
    // Looked for when it is told: finding it parses the file once more.
    get place() {
      return record.place([]);
    },
    placeOf: record.place,
  };
}

function duplicateIds(loaded: readonly LoadedScenario[]): Problem[] {
  const first = new Map<string, LoadedScenario>();
  return loaded.flatMap((one) => {
    const { id } = one.scenario;
    const before = first.get(id);
    if (!before) {
      first.set(id, one);
      return [];
    }
    const other = before.placeOf(["id"]);
    const where = `${other.file}:${other.line}:${other.column}`;
    return [
      {
        place: one.placeOf(["id"]),
        field: "id",
        message: `found "${id}" again, expected an id of its own; the first is at ${where}`,
      },
    ];
  });
}

function suitesOf({ turns, attachments, tags, taskType, overlay }: Scenario): string[] {
  const form = turns.length === 1 && attachments.length === 0 ? "core" : "conversations";
  const named = [...tags, taskType, ...(overlay === "none" ? [] : [overlay])].map((name) =>
    name.toLowerCase(),
  );
  return ["all", form, ...new Set(named)];
}

function matcherOf(filter: string): (text: string) => boolean {
  const wanted = filter.toLowerCase();
  if (!/[*?]/.test(wanted)) return (text) => text.toLowerCase().includes(wanted);
  const escaped = wanted.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const pattern = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
  return (text) => pattern.test(text.toLowerCase());
}

function nothing(option: string, found: string, expected: string): InputError {
  return new InputError([
    { place: { file: option }, field: "", message: `found ${JSON.stringify(found)}, expected ${expected}` },
  ]);
}
