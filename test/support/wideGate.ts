import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, temporaryFolder } from "./cli.ts";

/** The shipped gate with margins of 0.3: a harmless edit is cleared within a dozen visits. */
export function wideGate(): string {
  const file = join(temporaryFolder(), "gate.yaml");
  const text = readFileSync(join(ROOT, "persona", "gate.yaml"), "utf8");
  writeFileSync(
    file,
    text.replaceAll("margin: 0.1", "margin: 0.3").replace("minimum_n: 20", "minimum_n: 10"),
  );
  return file;
}
