import { z } from "zod";
import { ScenarioSchema } from "../records/scenario.ts";

/** The part of JSON Schema that zod writes for scenarios. */
export interface FieldSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  properties?: Record<string, FieldSchema>;
  required?: string[];
  items?: FieldSchema;
  additionalProperties?: FieldSchema | false;
  propertyNames?: { pattern?: string };
  anyOf?: FieldSchema[];
}

let cached: FieldSchema | undefined;

/** The JSON Schema (draft 7) of a scenario file, for editors and for reading cells by the type of their field. */
export function scenarioJsonSchema(): FieldSchema {
  cached ??= z.toJSONSchema(ScenarioSchema, { target: "draft-7", io: "input" }) as FieldSchema;
  return cached;
}

/** The schema of the field at a path (`["facts", "eb", "value"]`), or undefined where no such field exists. */
export function fieldAt(path: readonly string[]): FieldSchema | undefined {
  let field: FieldSchema | undefined = scenarioJsonSchema();
  for (const key of path) field = field && childOf(field, key);
  return field;
}

/** Names of the fields that may stand in the object at a path; empty where the path leads to no object. */
export function fieldNames(path: readonly PropertyKey[]): string[] {
  const field = fieldAt(path.map(String));
  return field ? alternatives(field).flatMap(({ properties }) => Object.keys(properties ?? {})) : [];
}

/** The schema itself, or each of its `anyOf`. */
export function alternatives(field: FieldSchema): FieldSchema[] {
  return field.anyOf ?? [field];
}

/** True where a cell can hold the field: text, a number, true/false, or a list of texts. */
export function fitsCell(field: FieldSchema): boolean {
  return alternatives(field).every(
    ({ type, items }) => (type !== "object" && type !== "array") || items?.type === "string",
  );
}

/** Headers that a CSV file may have, with `0` for every index (`turns.0.text`, `facts_by_turn.1.eb.value`). */
export function leafHeaders(field: FieldSchema = scenarioJsonSchema(), prefix = ""): string[] {
  const own = fitsCell(field) && prefix !== "" ? [prefix] : [];
  const dotted = prefix === "" ? "" : `${prefix}.`;
  const below = alternatives(field).flatMap(({ properties, items, additionalProperties }) => [
    ...Object.entries(properties ?? {}).flatMap(([name, child]) => leafHeaders(child, `${dotted}${name}`)),
    ...(items ? leafHeaders(items, `${dotted}0`) : []),
    ...(additionalProperties ? leafHeaders(additionalProperties, `${dotted}1`) : []),
  ]);
  return [...own, ...below];
}

function childOf(field: FieldSchema, key: string): FieldSchema | undefined {
  for (const { properties, items, additionalProperties, propertyNames } of alternatives(field)) {
    if (properties && Object.hasOwn(properties, key)) return properties[key];
    if (items && /^(?:0|[1-9]\d?)$/.test(key)) return items;
    if (additionalProperties && new RegExp(propertyNames?.pattern ?? "").test(key))
      return additionalProperties;
  }
  return undefined;
}
