import { existsSync } from "node:fs";
import { Command } from "commander";
import { strictJson } from "../files/jsonl.ts";
import { refuseOutFile, writeAtomic } from "../files/write.ts";
import { loadPolicy } from "../policy/load.ts";
import { decide } from "../policy/decide.ts";
import { EXIT, formatProblem, InputError, type Problem } from "../records/errors.ts";
import { factsAtTurn } from "../records/scenario.ts";
import { checkScenarios } from "../scenarios/check.ts";
import { coverageOf } from "../scenarios/coverage.ts";
import { coverageText } from "../scenarios/coverageText.ts";
import { scenarioJsonSchema } from "../scenarios/fields.ts";
import { type LoadedScenario, loadScenarios, type Selection, selectScenarios } from "../scenarios/load.ts";
import { CHECK_EXITS, projectFile } from "./options.ts";
import { scenariosImportCommand } from "./scenariosImport.ts";

interface Options extends Selection {
  scenarios: string;
  policy: string;
  json?: boolean;
}

/** `dealbench scenarios check | list | coverage | import | schema`: the corpus. */
export function scenariosCommand(): Command {
  const command = new Command("scenarios")
    .description("check, list, count and import the deal scenarios")
    .addHelpText(
      "after",
      `
Examples:
  dealbench scenarios check
  dealbench scenarios check --scenarios my-deals.csv
  dealbench scenarios list --suite pressure
  dealbench scenarios coverage --json
  dealbench scenarios import pipeline.csv --out my-deals.csv
  dealbench scenarios schema --out scenarios/scenario.schema.json --replace

How to write a scenario, with every field and rule: scenarios/SCHEMA.md`,
    );
  command.addCommand(
    withOptions("check", "find everything wrong with the scenarios: format, evidence, verdicts, pairs")
      .addHelpText("after", `\n${CHECK_EXITS}`)
      .action(check),
  );
  command.addCommand(
    withOptions("list", "one line a scenario: id, computed verdict, turns, title")
      .option("--suite <name>", "only this suite: core, conversations, or a tag, task type or overlay")
      .option("--filter <text>", "only scenarios whose id, title or tags hold this text (or match this glob)")
      .action(list),
  );
  command.addCommand(
    withOptions("coverage", "what the corpus covers, and which minima of the plan it does not meet").action(
      coverage,
    ),
  );
  command.addCommand(scenariosImportCommand());
  command.addCommand(
    new Command("schema")
      .description("the JSON Schema of a scenario, for editors")
      .option("--out <file>", "write it to this file instead of printing it")
      .option("--replace", "write over a file that is there")
      .addHelpText(
        "after",
        "\nExit codes: 0 printed or written · 2 a file that is there, or a place where nothing can be written",
      )
      .action(schema),
  );
  return command;
}

function withOptions(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option(
      "--scenarios <path>",
      "folder of scenarios, or one .csv, .yaml or .json file",
      projectFile("scenarios"),
    )
    .option("--policy <file>", "the decision policy", projectFile("persona/policy.yaml"))
    .option("--json", "print one JSON object instead of text");
}

function check(options: Options): void {
  const policy = loadPolicy(options.policy);
  const { problems, count } = problemsOf(options.scenarios, (loaded) => checkScenarios(loaded, policy));
  if (problems.length > 0) process.exitCode = EXIT.failed;
  if (options.json) print(strictJson({ scenarios: count, problems }));
  else if (problems.length > 0) process.stderr.write(`${problems.map(formatProblem).join("\n")}\n`);
  else print(`${count} ${count === 1 ? "scenario" : "scenarios"} fine`);
}

/**
 * The problems of loading, or, when everything loads, those of the checks; `count` is null when nothing was loaded.
 * @throws DealbenchError where there is nothing to check.
 */
function problemsOf(
  source: string,
  checks: (loaded: LoadedScenario[]) => Problem[],
): { problems: readonly Problem[]; count: number | null } {
  try {
    const loaded = loadScenarios(source);
    return { problems: checks(loaded), count: loaded.length };
  } catch (error) {
    if (!(error instanceof InputError) || !existsSync(source)) throw error;
    return { problems: error.problems, count: null };
  }
}

function list(options: Options): void {
  const policy = loadPolicy(options.policy);
  const lines = selectScenarios(loadScenarios(options.scenarios), options).map(({ scenario, place }) => ({
    id: scenario.id,
    title: scenario.title,
    // The verdict on the facts as first told; a conversation may bring others.
    verdict: scenario.verdictExpected ? decide(factsAtTurn(scenario, 1), policy).verdict : null,
    turns: scenario.turns.length,
    tags: scenario.tags,
    file: place.file,
    line: place.line ?? null,
  }));
  if (options.json) return print(strictJson({ scenarios: lines }));
  const width = Math.max(...lines.map(({ id }) => id.length));
  const text = lines.map(({ id, verdict, turns, title }) =>
    [
      id.padEnd(width),
      (verdict ?? "no verdict").padEnd(14),
      `${turns} turn${turns === 1 ? " " : "s"}`,
      title,
    ].join("  "),
  );
  print([...text, `${lines.length} ${lines.length === 1 ? "scenario" : "scenarios"}`].join("\n"));
}

function coverage(options: Options): void {
  const policy = loadPolicy(options.policy);
  const found = coverageOf(
    loadScenarios(options.scenarios).map(({ scenario }) => scenario),
    policy,
  );
  process.stdout.write(options.json ? `${strictJson(found)}\n` : coverageText(found));
}

function schema({ out, replace = false }: { out?: string; replace?: boolean }): void {
  if (out !== undefined) refuseOutFile(out, { isReplaced: replace });
  const text = strictJson(scenarioJsonSchema(), 2);
  if (out === undefined) print(text);
  else writeAtomic(out, `${text}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
