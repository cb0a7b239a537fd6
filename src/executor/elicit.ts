import { join } from "node:path";
import { z } from "zod";
import { contentHash } from "../files/hash.ts";
import { readYaml } from "../files/yaml.ts";

/** The turn that asks for the verdict in one word, once all that is graded has been said. */
export interface Elicitation {
  version: string;
  ask: string;
  sha256: string;
}

const ElicitSchema = z.strictObject({ version: z.string().min(1), ask: z.string().min(1) });

/** Reads the turn's wording. @throws InputError for a file with mistakes. */
export function loadElicitation(): Elicitation {
  const { version, ask } = readYaml(join(import.meta.dirname, "elicit.yaml"), ElicitSchema);
  return { version, ask, sha256: contentHash({ version, ask }) };
}
