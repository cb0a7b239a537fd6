import { type Command, InvalidArgumentError, Option } from "commander";
import { LANES } from "../pipeline/lanes/lanes.ts";
import { EFFORTS, type Effort } from "../records/request.ts";
import { type JudgeArguments, withJudgeOptions } from "./judging.ts";
import {
  type GradingOptions,
  positiveInteger,
  positiveNumber,
  projectFile,
  withDestinationOptions,
  withGradingOptions,
} from "./options.ts";

/** What `dealbench run` is told on the command line. */
export interface RunArguments extends GradingOptions, JudgeArguments {
  model?: string[];
  persona: string;
  repeats?: number;
  maxTokens: number;
  effort?: Effort;
  elicit?: boolean;
  recordings: string;
  lane: string;
  replies?: string[];
  poll: number;
  concurrency?: number;
  timeout?: number;
  maxRetries?: number;
  budgetUsd?: number;
  cache: boolean;
  shard?: { index: number; of: number };
  resume?: string | true;
  dryRun?: boolean;
  reports: string;
  out?: string;
}

/** Room for a long reply and the thinking before it; the vendor's client refuses more than 21,333 in one piece. */
const DEFAULT_MAX_TOKENS = 8192;

/** The options of the run command by what they are for; those of the first group are the run's identity. */
const GROUPS: Record<string, readonly string[]> = {
  "What is asked, and how it is graded (the run's identity):": [
    "model",
    "persona",
    "scenarios",
    "suite",
    "filter",
    "repeats",
    "maxTokens",
    "effort",
    "elicit",
    "recordings",
    "policy",
    "judge",
    "judgeVotes",
  ],
  "How models are called (changes no score):": [
    "lane",
    "replies",
    "poll",
    "concurrency",
    "timeout",
    "maxRetries",
    "budgetUsd",
    "cache",
    "shard",
  ],
  "What becomes of it:": ["dryRun", "resume", "reports", "out", "json"],
};

/** Adds all options of the run command, grouped for its help. */
export function withRunOptions(command: Command): Command {
  command
    .option("--model <id>", MODEL_HELP, (id, ids: string[] | undefined) => [...(ids ?? []), id])
    .option(
      "--persona <source>",
      "a file, or a git ref: git:main, git:HEAD~1:persona/x.md",
      projectFile("persona/enterprise-sales-director.md"),
    )
    .option(
      "--repeats <n>",
      "replies per scenario (default: 1, or as many as were recorded)",
      positiveInteger,
    )
    .option("--max-tokens <n>", "room for a reply and its thinking", positiveInteger, DEFAULT_MAX_TOKENS)
    .addOption(
      new Option("--effort <level>", "how much the model thinks (default: its own)").choices(EFFORTS),
    )
    .option(
      "--elicit",
      "ask for the verdict in one word after the last reply, and report where it differs from what the reply says; the reply is what is graded",
    )
    .option("--recordings <folder>", "where recorded replies are", projectFile("recordings"))
    .option("--lane <lane>", LANE_HELP, "live")
    .option(
      "--replies <files...>",
      "with --resume: replies to the requests that --lane file wrote; one line a request, with custom_id and text, or a line of Message-Batches results",
    )
    .option("--poll <seconds>", "with --lane batch: how often a batch is asked after", positiveNumber, 60)
    .option("--concurrency <n>", "calls in flight at most, per account (default: 50)", positiveInteger)
    .option("--timeout <seconds>", "for one attempt (default: 600)", positiveNumber)
    .option("--max-retries <n>", "attempts after the first (default: 7)", wholeNumber)
    .option(
      "--budget-usd <amount>",
      "stop before more than this is spent; what was submitted already is fetched all the same",
      positiveNumber,
    )
    .option("--no-cache", "neither take replies and grades from the caches nor keep them there")
    .option(
      "--shard <i/n>",
      "only the i-th of n parts, at most as many as replies, with its share of concurrency and budget",
      shardOf,
    )
    .option("--dry-run", "print calls, tokens and cost, and call nobody")
    .option(
      "--resume [folder]",
      "continue a run folder (default: the newest that fits under --reports); a folder that is named knows its models, persona, scenarios, repeats, parameters and judge, and is refused where nothing of it could be used",
    );
  withJudgeOptions(withGradingOptions(withDestinationOptions(command)));
  for (const [heading, names] of Object.entries(GROUPS)) {
    for (const option of command.options) {
      if (names.includes(option.attributeName())) option.helpGroup(heading);
    }
  }
  return command;
}

const LANE_HELP = `how replies are had: ${Object.entries(LANES)
  .map(([name, { help }]) => `${name} (${help})`)
  .join(", ")}`;

const MODEL_HELP =
  "recorded:llm (all recordings; the default), recorded:<arm>, anthropic:<model>, promptfoo:<provider id> or simulated:director; may be repeated for models that are called, which gives a leaderboard. Recordings, the stand-in and live models are not mixed: compare their runs, or rank replies from anywhere with grade --responses";

function wholeNumber(text: string): number {
  return text === "0" ? 0 : positiveInteger(text);
}

function shardOf(text: string): { index: number; of: number } {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of)
    throw new InvalidArgumentError("expected i/n with i from 1 to n, such as 1/4.");
  return { index, of };
}
