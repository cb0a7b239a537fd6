import { Command, Option } from "commander";
import type { ForeignFormat } from "../pipeline/foreign.ts";
import { DealbenchError } from "../records/errors.ts";
import { printFinished } from "./finish.ts";
import { refuseIdle } from "./idleOptions.ts";
import { type JudgeArguments, judgeNow, judgeOf, NO_JUDGE, withJudgeOptions } from "./judging.ts";
import {
  type GradingOptions,
  NO_GRADE_CACHE,
  withDestinationOptions,
  withGradingOptions,
} from "./options.ts";
import { startProgress } from "./progress.ts";

const FORMATS: readonly ForeignFormat[] = ["dealbench", "promptfoo"];

interface GradeOptions extends GradingOptions, JudgeArguments {
  responses?: string;
  from: ForeignFormat;
  prompt?: string;
  reports: string;
  out?: string;
  cache: boolean;
}

/** `dealbench grade`: transcripts from anywhere, or a run folder again. */
export function gradeCommand(): Command {
  const command = new Command("grade")
    .description("grade transcripts from anywhere, or grade a run folder again")
    .argument("[run]", "a run folder whose transcripts are graded again, in place")
    .option("--responses <file>", "transcripts as JSONL; only `scenario` and `turns[].assistant` are needed")
    .addOption(new Option("--from <tool>", "what wrote the responses").choices(FORMATS).default("dealbench"))
    .option(
      "--prompt <label>",
      "with --from promptfoo: the prompt whose rows to take, by a part of its label",
    )
    .option("--no-cache", NO_GRADE_CACHE);
  return withJudgeOptions(withGradingOptions(withDestinationOptions(command)))
    .addHelpText(
      "after",
      `
Examples:
  dealbench grade --responses replies.jsonl --out reports/mine
  dealbench grade --scenarios deals.csv --responses replies.jsonl --out reports/mine
  dealbench grade reports/20261126T110501Z-1.0.0-3f9c      after an edit of graders, policy or scenarios
  dealbench grade reports/mine --judge anthropic:claude-opus-5
  dealbench grade --from promptfoo --responses results.jsonl --prompt "working tree"

A line of replies.jsonl:
  {"scenario":"hc-newlogo-cp01a","model":"my-model","turns":[{"assistant":"Disqualify. …"}]}
A line that has scenario, model and repeat of an earlier one is numbered on as a further repeat, and the report says so.

Exit codes: 0 graded · 2 wrong use or bad input: nothing is written · 4 no reply could be scored, or the judge has not answered all ·
            130 interrupted while the judge was asked`,
    )
    .action(grade);
}

async function grade(folder: string | undefined, options: GradeOptions, command: Command): Promise<void> {
  const { responses, out } = options;
  if ((folder === undefined) === (responses === undefined)) {
    throw new DealbenchError("expected either a run folder or --responses FILE; see dealbench grade --help");
  }
  if (folder !== undefined)
    refuseIdle(
      command,
      ["suite", "filter", "from", "prompt", "out", "reports"],
      "belongs to --responses; a run folder is graded as a whole, in place",
    );
  else if (options.from !== "promptfoo") refuseIdle(command, ["prompt"], "belongs to --from promptfoo");
  const judge = judgeOf(options);
  if (judge === null) refuseIdle(command, ["judgeVotes"], NO_JUDGE);
  if (judge) await refuseUncallable(judge.judge);
  const { gradeForeign, regrade } = await import("../pipeline.ts");
  const progress = startProgress("replies graded", options.json === true);
  try {
    const common = { ...options, useCache: options.cache, onProgress: progress.onProgress, onWarning: warn };
    const finished =
      responses === undefined
        ? await regrade(folder as string, common)
        : await gradeForeign({ ...common, responses, out });
    progress.stop();
    printFinished(judge ? await judgeNow(finished.folder, judge, options) : finished, options);
  } finally {
    progress.stop();
  }
}

function warn(warning: string): void {
  process.stderr.write(`${warning}\n`);
}

async function refuseUncallable(judge: string): Promise<void> {
  const { refuseJudge } = await import("../pipeline/judge/judgeLive.ts");
  await refuseJudge(judge, null, "live");
}
