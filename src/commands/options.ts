import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Estimand, ESTIMANDS } from "../records/gate.ts";

/** Options that every command which grades takes. */
export interface GradingOptions {
  scenarios: string;
  suite?: string;
  filter?: string;
  policy: string;
  json?: boolean;
}

/** Adds `--scenarios`, `--suite`, `--filter`, `--policy` and `--json` to a command. */
export function withGradingOptions(command: Command): Command {
  command
    .option("--suite <name>", "only this suite: core, conversations, or a tag, task type or overlay")
    .option("--filter <text>", "only scenarios whose id, title or tags hold this text (or match this glob)");
  return withCorpusOptions(command);
}

/** Adds `--scenarios`, `--policy` and `--json` to a command that takes a run as a whole. */
export function withCorpusOptions(command: Command): Command {
  return command
    .option(
      "--scenarios <path>",
      "folder of scenarios, or one .csv, .yaml or .json file",
      projectFile("scenarios"),
    )
    .option("--policy <file>", "the decision policy", projectFile("persona/policy.yaml"))
    .addOption(new Option("--json", "print one JSON object instead of text"));
}

/** Options of every command that decides by the gate. */
export interface GateOptions {
  gate: string;
  estimand?: Estimand;
}

/** Adds `--gate` and `--estimand`. */
export function withGateOptions(command: Command): Command {
  return command
    .option("--gate <file>", "the gate policy", projectFile("persona/gate.yaml"))
    .addOption(
      new Option(
        "--estimand <which>",
        "whom it speaks of: these scenarios, or deals like these (default: the gate policy's)",
      ).choices(ESTIMANDS),
    );
}

/** What `--no-cache` does to a command that grades and calls nobody. */
export const NO_GRADE_CACHE =
  "grade every reply anew: neither take grades from the grade cache nor keep them";

/** Adds `--reports` and `--out`, which say where a new run folder goes. */
export function withDestinationOptions(command: Command): Command {
  return command
    .option("--reports <folder>", "where the run's folder is made", "reports")
    .option("--out <folder>", "the run's folder itself, instead of a new one under --reports");
}

/**
 * Where a default lives: `name` in the working folder if it is there, else in dealbench's own folder, so that
 * the command works from anywhere.
 */
export function projectFile(name: string): string {
  if (existsSync(name)) return name;
  return join(import.meta.dirname, "..", "..", name);
}

/** Parses a whole number of at least 1. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("expected a whole number of at least 1.");
  return value;
}

/** Parses a number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("expected a number above 0.");
  return value;
}

/** What a command that checks files says of its exit code. */
export const CHECK_EXITS =
  "Exit codes: 0 nothing wrong · 1 something is wrong in what was checked · 2 wrong use, or nothing there to check";
