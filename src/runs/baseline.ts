import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { strictJson } from "../files/jsonl.ts";
import { refuseUnwritable, writeAtomic } from "../files/write.ts";
import { readYaml } from "../files/yaml.ts";
import { type Baseline, baselineFromDisk, BaselineSchema, baselineToDisk } from "../records/arm.ts";
import { DealbenchError } from "../records/errors.ts";

/**
 * Reads a blessed run.
 * @throws DealbenchError when there is none of that name; InputError naming every bad field with its place.
 */
export function readBaseline(reports: string, name: string): Baseline {
  const file = baselineFile(reports, name);
  if (!existsSync(file)) {
    const folder = join(reports, "baselines");
    const known = existsSync(folder)
      ? readdirSync(folder).flatMap((entry) => (entry.endsWith(".json") ? [entry.slice(0, -5)] : []))
      : [];
    throw new DealbenchError(
      `${file}: no such baseline (${known.length === 0 ? "there is none" : `there is: ${known.sort().join(", ")}`}); make one with: dealbench bless RUN --as ${name}`,
    );
  }
  return baselineFromDisk(readYaml(file, BaselineSchema));
}

/**
 * The blessed run of a name, or null where there is none.
 * @throws InputError naming every bad field with its place.
 */
export function findBaseline(reports: string, name: string): Baseline | null {
  return existsSync(baselineFile(reports, name)) ? readBaseline(reports, name) : null;
}

/**
 * Writes a baseline, one sample a line so that a change reads well in a diff; returns the file.
 * @throws DealbenchError (exit 2) when nothing can be written there.
 */
export function writeBaseline(reports: string, baseline: Baseline): string {
  const file = baselineFile(reports, baseline.name);
  refuseUnwritable(dirname(file));
  writeAtomic(file, linewise(baselineToDisk(baseline) as Record<string, unknown>));
  return file;
}

/** Where a baseline of this name is kept under the folder of run folders. */
function baselineFile(reports: string, name: string): string {
  if (!/^[\w][\w.-]*$/.test(name)) {
    throw new DealbenchError(
      `found the baseline name "${name}", expected letters, digits, dots and dashes, such as main`,
    );
  }
  return join(reports, "baselines", `${name}.json`);
}

/** JSON with one line for each entry of a top-level list, and for each other field. */
function linewise(record: Record<string, unknown>): string {
  const fields = Object.entries(record).map(([key, value]) => {
    const text = Array.isArray(value)
      ? `[\n${value.map((entry) => `    ${strictJson(entry)}`).join(",\n")}\n  ]`
      : strictJson(value);
    return `  ${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${fields.join(",\n")}\n}\n`;
}
