import { type Command, InvalidArgumentError } from "commander";
import type { FinishedRun } from "../pipeline.ts";
import type { JUDGE_LANES, LiveJudge, LiveJudgedRun } from "../pipeline/judge/judgeLive.ts";
import { DealbenchError, EXIT } from "../records/errors.ts";
import { MAX_VOTES } from "../records/judge.ts";
import { counted } from "../report/numbers.ts";
import { drainOnSignal } from "./interrupts.ts";
import { positiveInteger } from "./options.ts";
import { startProgress } from "./progress.ts";

/** How a judge is called, as the command line says it. */
export interface JudgeCalling {
  scenarios: string;
  policy: string;
  concurrency?: number;
  timeout?: number;
  maxRetries?: number;
  budgetUsd?: number;
  /** undefined = that by which the folder was judged before, else live. */
  lane?: (typeof JUDGE_LANES)[number] | undefined;
  /** Seconds between two questions after a batch. */
  poll?: number;
  cache?: boolean;
  json?: boolean;
}

/** What `run` and `grade` are told of a judge. */
export interface JudgeArguments {
  judge?: string;
  judgeVotes: number;
}

/** Adds `--judge` and `--judge-votes` to a command that grades. */
export function withJudgeOptions(command: Command): Command {
  return command
    .option(
      "--judge <model>",
      "have this model grade what code cannot tell, such as anthropic:claude-opus-5; best none that is judged",
    )
    .option("--judge-votes <k>", "how often each question is asked (an odd number has no ties)", votes, 1);
}

/** Why `--judge-votes` alone is refused. */
export const NO_JUDGE = "nobody judges; expected --judge <model> with it";

/** The judge that the command line names; null where it names none. */
export function judgeOf({
  judge,
  judgeVotes,
}: {
  judge?: string | undefined;
  judgeVotes: number;
}): LiveJudge | null {
  return judge === undefined ? null : { judge, votes: judgeVotes, strict: false, startOver: false };
}

/**
 * Asks a judge about a graded run folder, and shows how far it is. The first Ctrl-C lets the calls in flight end.
 * Says on stderr what is still to be asked, and sets the exit code then.
 * @throws DealbenchError where the judge cannot be asked.
 */
export async function judgeNow(folder: string, live: LiveJudge, given: JudgeCalling): Promise<FinishedRun> {
  const { judgeFolder } = await import("../pipeline/judge/judgeLive.ts");
  const progress = startProgress("judge calls", given.json === true);
  const { drain, restore } = drainOnSignal(() =>
    tell("Ending: judge calls in flight may finish and are kept. Once more ends at once."),
  );
  try {
    const judged = await judgeFolder(folder, live, {
      scenarios: given.scenarios,
      policy: given.policy,
      concurrency: given.concurrency,
      timeoutMs: given.timeout && given.timeout * 1000,
      maxRetries: given.maxRetries,
      budgetUsd: given.budgetUsd ?? null,
      useCache: given.cache ?? true,
      replies: [],
      lane: given.lane,
      pollSeconds: given.poll ?? 60,
      onEvent: () => {},
      onWarning: tell,
      onNotice: tell,
      onJudged: progress.onProgress,
      drain,
    });
    progress.stop();
    tellOpen(judged, live, drain.aborted);
    return judged;
  } finally {
    progress.stop();
    restore();
  }
}

/** Parses a number of votes. */
export function votes(text: string): number {
  const value = positiveInteger(text);
  if (value > MAX_VOTES) throw new InvalidArgumentError(`expected at most ${MAX_VOTES}.`);
  return value;
}

function tellOpen(
  { folder, asked, lane, left }: LiveJudgedRun,
  { judge, votes: wanted }: LiveJudge,
  isInterrupted: boolean,
): void {
  const { failed, fault, stopped } = asked;
  if (isInterrupted) process.exitCode = EXIT.interrupted;
  else if (stopped instanceof DealbenchError) process.exitCode = stopped.exitCode;
  else if (failed > 0) process.exitCode = EXIT.incomplete;
  else return;
  if (stopped) tell(`dealbench: ${stopped.message}`);
  if (failed > 0) tell(`${counted(failed, "judge call")} ended in an error, such as: ${fault}`);
  if (left) tell(`${counted(left.requests, "judge request")} to be answered ${left.where}.`);
  const more = `${wanted > 1 ? ` --votes ${wanted}` : ""}${lane === "batch" ? " --lane batch" : ""}`;
  tell(
    `What the judge answered is kept; ask for the rest with: dealbench judge run ${folder} --judge ${judge}${more}`,
  );
}

function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
