import { contentHash } from "../files/hash.ts";
import { readText } from "../files/read.ts";
import { parseYaml, schemaProblems } from "../files/yaml.ts";
import { InputError } from "../records/errors.ts";
import { gateFromDisk, type GatePolicy, GateSchema } from "../records/gate.ts";

/** A gate policy with the hash of its values, which comments and key order do not change. */
export interface LoadedGate extends GatePolicy {
  sha256: string;
}

/**
 * Reads a gate policy (persona/gate.yaml).
 * @throws InputError listing every problem as file:line:column field.
 */
export function loadGate(file: string): LoadedGate {
  const located = parseYaml(readText(file), file);
  const result = GateSchema.safeParse(located.value);
  if (!result.success) throw new InputError(schemaProblems(result.error, located));
  return { ...gateFromDisk(result.data), sha256: contentHash(result.data) };
}
