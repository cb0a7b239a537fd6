import { once } from "node:events";
import { Command, Option } from "commander";
import { toJsonl } from "../files/jsonl.ts";
import { judgeRequestToDisk } from "../records/judge.ts";
import { counted } from "../report/numbers.ts";
import { printFinished } from "./finish.ts";
import { type JudgeCalling, judgeNow, votes } from "./judging.ts";
import { positiveInteger, positiveNumber, projectFile } from "./options.ts";

/** Beside another command's own votes, those of its judge need a name of their own. */
const VOTES_HELP =
  "how often each question is asked (an odd number has no ties); --judge-votes of run, grade and regress";

interface Common {
  scenarios: string;
  policy: string;
}

/** `dealbench judge`: what code cannot tell is written out for any judge to answer, and read in again. */
export function judgeCommand(): Command {
  return new Command("judge")
    .description("have a language model or people grade what code cannot tell")
    .addCommand(askCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand());
}

function askCommand(): Command {
  return withCommon(new Command("run"))
    .description("ask a model every open judge question of a run, and render its reports again")
    .argument("<run>", "a run folder, such as reports/<run-id>")
    .requiredOption("--judge <model>", "who is asked, such as anthropic:claude-opus-5")
    .option("--votes <k>", VOTES_HELP, votes, 1)
    .option("--strict", "refuse a judge that is, or is akin to, a model under test")
    .option("--start-over", "drop what a judge answered before")
    .addOption(
      new Option(
        "--lane <lane>",
        "live, or batch: within a day, for half (default: as the folder was judged before, else live)",
      ).choices(["live", "batch"]),
    )
    .option("--poll <seconds>", "with --lane batch: how often a batch is asked after", positiveNumber, 60)
    .option("--concurrency <n>", "calls in flight at most (default: 50)", positiveInteger)
    .option(
      "--budget-usd <amount>",
      "stop before the run and its judge have cost more than this",
      positiveNumber,
    )
    .option("--no-cache", "neither read nor keep answers in the response cache")
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      `
Example:
  dealbench judge run reports/mine --judge anthropic:claude-opus-5 --votes 3

An answer that cannot be read, is refused or is off the menu is asked for once more. Answers are kept as they come: after
Ctrl-C, a budget or a fault the same command goes on.

Exit codes: 0 every question was put and answered · 2 wrong use, or a judge that cannot be asked · 4 some calls failed, the budget is
            spent, or a batch has not answered yet · 130 interrupted`,
    )
    .action(askQuestions);
}

function exportCommand(): Command {
  return withCommon(new Command("export"))
    .description("write every open judge question of a run to stdout, one request a line")
    .argument("<run>", "a run folder, such as reports/<run-id>")
    .option("--votes <k>", VOTES_HELP, votes, 1)
    .addHelpText(
      "after",
      `
Examples:
  dealbench judge export reports/mine > requests.jsonl
  dealbench judge export reports/mine --votes 3 > requests.jsonl

docs/judge.md shows the lines and how to send them to an engine.`,
    )
    .action(writeQuestions);
}

function importCommand(): Command {
  return withCommon(new Command("import"))
    .description("grade a run's open items by a judge's replies, and render its reports again")
    .argument("<run>", "the run folder that the questions came from")
    .argument("<replies...>", "JSONL files: custom_id with answers, text, or a Message-Batches result")
    .requiredOption("--judge <name>", "who answered: a model's name, or a name for the people")
    .option("--strict", "refuse a judge that is, or is akin to, a model under test")
    .option("--start-over", "drop what a judge answered before")
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      "\nExample:\n  dealbench judge import reports/mine replies.jsonl --judge gemini-3-pro",
    )
    .action(readReplies);
}

async function askQuestions(
  folder: string,
  options: JudgeCalling & { judge: string; votes: number; strict?: boolean; startOver?: boolean },
): Promise<void> {
  const { judge, strict = false, startOver = false } = options;
  const live = { judge, votes: options.votes, strict, startOver };
  printFinished(await judgeNow(folder, live, options), options);
}

async function writeQuestions(folder: string, options: Common & { votes: number }): Promise<void> {
  const { exportQuestions } = await import("../pipeline/judge/judge.ts");
  const { requests, questions, unaskable } = await exportQuestions(folder, options);
  let written = 0;
  for (const request of requests) {
    // A reader slower than we are is waited for: the requests of a large run do not fit into memory.
    if (!process.stdout.write(toJsonl([judgeRequestToDisk(request)]))) await once(process.stdout, "drain");
    written++;
  }
  if (unaskable.length > 0)
    process.stderr.write(`No question can be put for: ${unaskable.join(", ")}; these items stay ungraded.\n`);
  process.stderr.write(
    `${counted(written, "request")} written; the run leaves ${counted(questions, "question")} to a judge.\n`,
  );
}

async function readReplies(
  folder: string,
  replies: string[],
  options: Common & { judge: string; strict?: boolean; startOver?: boolean; json?: boolean },
): Promise<void> {
  const { importReplies } = await import("../pipeline/judge/judge.ts");
  const { strict = false, startOver = false } = options;
  const { warnings, ...finished } = await importReplies(folder, { ...options, replies, strict, startOver });
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  printFinished(finished, options);
}

function withCommon(command: Command): Command {
  return command
    .option("--scenarios <path>", "the scenarios that the run was made of", projectFile("scenarios"))
    .option(
      "--policy <file>",
      "the decision policy that it was graded by",
      projectFile("persona/policy.yaml"),
    );
}
