import { type Command, InvalidArgumentError, Option } from "commander";
import type { TrialsTarget } from "../pipeline/trials/report.ts";
import { type Effort, EFFORTS } from "../records/request.ts";
import { type JudgeArguments, withJudgeOptions } from "./judging.ts";
import {
  type GateOptions,
  type GradingOptions,
  positiveInteger,
  projectFile,
  withGateOptions,
  withGradingOptions,
} from "./options.ts";

/** What `regress`, `mutate` and `ablate` are told of the calls that decide. */
export interface RegressionOptions extends GradingOptions, GateOptions, JudgeArguments {
  persona: string;
  model: string;
  maxTokens: number;
  effort?: Effort;
  recordings: string;
  maxCalls: number;
  ahead: number;
  budgetUsd?: number;
  plan?: boolean;
  dryRun?: boolean;
  reports: string;
  out?: string;
}

/** Adds the options of a command that asks until the gate has decided, and those of grading. */
export function withRegressionOptions(command: Command): Command {
  command
    .option(
      "--max-calls <n>",
      "replies that may be asked for before it ends undecided (a judge's do not count)",
      positiveInteger,
      300,
    )
    .option("--budget-usd <amount>", "what may be spent, on replies and judge together", amount)
    .option(
      "--ahead <n>",
      "visits under way at once; those unused when it is decided are paid for",
      positiveInteger,
      4,
    )
    .option("--max-tokens <n>", "room for one reply and the thinking before it", positiveInteger, 8192)
    .addOption(new Option("--effort <level>", "how much the model is to think").choices(EFFORTS));
  withGateOptions(command)
    .option("--plan", "say beforehand what it would cost, and ask nobody")
    .option("--dry-run", "the same as --plan")
    .option("--recordings <folder>", "where recorded replies are", projectFile("recordings"))
    .option("--reports <folder>", "where baselines and comparisons are", "reports");
  return withJudgeOptions(withGradingOptions(command));
}

/** What is asked, of whom and by which gate, as the command line says it: a regression's target but for what it is held against. */
export function askedOf(options: RegressionOptions): TrialsTarget {
  const { maxTokens, effort = null, judge, judgeVotes } = options;
  return {
    ...options,
    parameters: { maxTokens, effort },
    judge: judge === undefined ? null : { model: judge, votes: judgeVotes },
  };
}

function amount(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError("expected an amount above 0.");
  return value;
}
