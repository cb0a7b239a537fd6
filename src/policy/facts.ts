import { readText } from "../files/read.ts";
import { wordIssue } from "../files/wording.ts";
import { type LocatedYaml, parseYaml } from "../files/yaml.ts";
import { InputError, type Problem } from "../records/errors.ts";
import { FACT_NAMES, type FactName, type Facts, FactsSchema } from "../records/facts.ts";
import { type GateFacts, GateFactsSchema } from "../records/gates.ts";

const SomeFactsSchema = FactsSchema.partial();

/** What a facts file says: every fact it leaves out or leaves empty is "unknown". */
export interface FactsFile {
  facts: Facts;
  gates: GateFacts;
}

/**
 * Reads facts from a JSON or YAML file: facts at the top, or under `facts` (as in a scenario, whose other fields are passed
 * over); each a plain value or `{value, evidence}`; `gates` beside them.
 * @throws InputError listing every problem as file:line:column field.
 */
export function readFacts(file: string): FactsFile {
  const located = parseYaml(readText(file), file);
  const problems: Problem[] = [];
  const found = factsAndGates(located.value, problems, located);
  if (problems.length > 0) throw new InputError(problems);
  return found;
}

/**
 * Checks the facts that stand at `path` of a parsed file, adding to `problems`; fields with a problem come back "unknown".
 * `also` names fields that may stand among the facts and are not looked at.
 */
export function checkFacts(
  value: unknown,
  path: readonly PropertyKey[],
  problems: Problem[],
  place: LocatedYaml["place"],
  also: readonly string[] = [],
): Facts {
  const known = Object.fromEntries(FACT_NAMES.map((name) => [name, "unknown"])) as Facts;
  const found: Record<string, unknown> = {};
  const report = (issuePath: readonly PropertyKey[], message: string) =>
    problems.push({ place: place(issuePath), field: issuePath.join("."), message });
  if (!isRecord(value)) {
    report(
      path,
      `found ${value == null ? "nothing" : "no object"}, expected an object of facts such as {"eb": "engaged"}`,
    );
    return known;
  }
  for (const [name, entry] of Object.entries(value)) {
    if (also.includes(name)) continue;
    const unwrap = isFactName(name) && isRecord(entry);
    const plain = unwrap ? entry["value"] : entry;
    if (isFactName(name) && (plain === null || plain === undefined)) continue;
    const result = SomeFactsSchema.safeParse({ [name]: plain });
    if (result.success) {
      Object.assign(found, result.data);
      continue;
    }
    const at = unwrap ? [...path, name, "value"] : [...path, name];
    const worded = result.error.issues.flatMap((issue) =>
      wordIssue(issue, { [name]: plain }, () => FACT_NAMES),
    );
    for (const { message } of worded) report(at, message);
  }
  return { ...known, ...found };
}

function factsAndGates(value: unknown, problems: Problem[], { place }: LocatedYaml): FactsFile {
  const nested = isRecord(value) && "facts" in value;
  const facts = nested
    ? checkFacts(value["facts"], ["facts"], problems, place)
    : checkFacts(value, [], problems, place, ["gates"]);
  const gates = GateFactsSchema.safeParse((isRecord(value) ? value["gates"] : undefined) ?? {});
  if (gates.success) return { facts, gates: gates.data };
  for (const issue of gates.error.issues) {
    const root = (value as { gates: unknown }).gates;
    for (const { path, message } of wordIssue(issue, root, () => Object.keys(GateFactsSchema.shape))) {
      problems.push({ place: place(["gates", ...path]), field: ["gates", ...path].join("."), message });
    }
  }
  return { facts, gates: {} };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFactName(name: string): name is FactName {
  return (FACT_NAMES as readonly string[]).includes(name);
}
