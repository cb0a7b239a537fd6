import { Command } from "commander";
import { loadPolicy } from "../policy/load.ts";
import { EXIT } from "../records/errors.ts";
import { STATISTICS } from "../statistics/vectors.ts";
import { projectFile } from "./options.ts";
import { checkVector, type StatisticsRegistry, type VectorFailure } from "./vectorChecks.ts";
import { readVectors } from "./vectorFile.ts";

/** `dealbench vectors`: checks decisions and statistics against a file of reference values; exit 1 when one is off. */
export function vectorsCommand(statistics: StatisticsRegistry = STATISTICS): Command {
  return new Command("vectors")
    .description("check decisions and statistics against a file of reference values")
    .argument("<file>", "a JSON file like those under test/vectors")
    .option("--policy <file>", "the decision policy", projectFile("persona/policy.yaml"))
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      `
Examples:
  dealbench vectors test/vectors/decisions.json
  dealbench vectors test/vectors/statistics.json --json

A vector is {"id", "facts", "expected"} or {"id", "fn", "input", "expected" or "error", "tol"}. Lists in a decision are
compared as sets; only the fields that "expected" names are compared.`,
    )
    .action((file: string, options: VectorsOptions) => run(file, options, statistics));
}

interface VectorsOptions {
  policy: string;
  json?: boolean;
}

function run(file: string, options: VectorsOptions, statistics: StatisticsRegistry): void {
  const policy = loadPolicy(options.policy);
  const vectors = readVectors(file);
  const results = vectors.map((vector) => checkVector(vector, policy, statistics));
  const failures = results.flat();
  const failed = results.filter((differences) => differences.length > 0).length;
  const counts = { ok: vectors.length - failed, failed };
  if (failed > 0) process.exitCode = EXIT.failed;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...counts, failures })}\n`
      : `${failures.map(line).join("")}${counts.ok} ok, ${failed} failed\n`,
  );
}

function line({ id, field, expected, got }: VectorFailure): string {
  return `${id}${field === "" ? "" : ` ${field}`}: expected ${shown(expected)}, got ${shown(got)}\n`;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value || "none" : (JSON.stringify(value) ?? String(value));
}
