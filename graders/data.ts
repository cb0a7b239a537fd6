import { fileURLToPath } from "node:url";
import { readYaml } from "../src/files/yaml.ts";
import { type Rubric, RubricSchema } from "../src/records/rubric.ts";

/**
 * The rubric beside a checker: `readRubric(import.meta.url)` reads `rubric.yaml` in that module's folder.
 * @throws InputError naming file:line:column of every problem.
 */
export function readRubric(moduleUrl: string): Rubric {
  return readYaml(fileURLToPath(new URL("rubric.yaml", moduleUrl)), RubricSchema);
}
