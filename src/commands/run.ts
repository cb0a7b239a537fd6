import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import type { EndedRun, RunOptions } from "../pipeline.ts";
import type { LiveJudge } from "../pipeline/judge/judgeLive.ts";
import type { Resumable } from "../pipeline/run/runResume.ts";
import { DealbenchError, EXIT } from "../records/errors.ts";
import { counted } from "../report/numbers.ts";
import { printDryRun } from "./dryRun.ts";
import { printFinished, printWaiting } from "./finish.ts";
import { drainOnSignal } from "./interrupts.ts";
import { refuseIdle, tellIdle } from "./idleOptions.ts";
import { judgeNow, judgeOf, NO_JUDGE } from "./judging.ts";
import { laneOf, planOf } from "./runPlanOf.ts";
import { startProgress, startRunProgress } from "./progress.ts";
import { type RunArguments, withRunOptions } from "./runOptions.ts";

/** `dealbench run`: persona × scenarios → replies → grades → report. */
export function runCommand(): Command {
  const command = new Command("run").description(
    "run the persona over the scenarios, grade the replies, write the report",
  );
  return withRunOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  dealbench run
  dealbench run --persona persona/variants/soft.md
  dealbench run --model recorded:v1.0.0-a --suite pressure --out reports/pressure
  dealbench run --model anthropic:claude-sonnet-5 --dry-run
  dealbench run --model anthropic:claude-sonnet-5 --model anthropic:claude-opus-5 --repeats 3 --budget-usd 20
  dealbench run --model anthropic:claude-sonnet-5 --resume
  dealbench run --model anthropic:claude-sonnet-5 --shard 1/4 --out shards/1      then: dealbench merge shards/* --out reports/all
  dealbench run --model anthropic:claude-sonnet-5 --lane batch       half the price, within a day; --resume goes on waiting
  dealbench run --model panel:of-three --lane file --out reports/panel
  dealbench run --resume reports/panel --replies answers.jsonl

  dealbench run --model anthropic:claude-sonnet-5 --judge anthropic:claude-opus-5 --judge-votes 3

With --lane file the run writes its open requests to requests.jsonl in its folder and ends with exit 4; once they are answered,
--replies takes the answers in and goes on. A conversation takes one such round a turn. With --lane batch a conversation takes a batch a
turn; what was submitted is on the disk before it is waited for, and after Ctrl-C or a kill --resume FOLDER finds it again.

Ctrl-C once lets the calls in flight end, keeps and grades what is there; twice ends at once. Either way --resume goes on.

Exit codes: 0 every planned reply is there (some may have ended in an error, which is told) · 2 wrong use or bad input ·
            4 partial: some planned replies are not there, or none could be scored, or the run waits for answers · 130 interrupted`,
    )
    .action(startRun);
}

async function startRun(given: RunArguments, command: Command): Promise<void> {
  const lane = laneOf(given, command);
  const plan = await planOf(given, command);
  const wanted = judgeOf(plan);
  checkIdle(plan.models, wanted !== null, command);
  const judging = wanted && { model: wanted.judge, votes: wanted.votes };
  const calling = { useCache: given.cache, onWarning: onNotice, judging };
  if (given.dryRun) {
    const { dryRun } = await import("../pipeline/run/runDry.ts");
    return printDryRun(
      await dryRun({ ...plan, ...calling, onNotice, out: given.out, resume: given.resume ?? false }),
      given,
    );
  }
  const { runPersona } = await import("../pipeline.ts");
  const named = await askableJudge(wanted, given, lane.lane);
  const isQuiet = given.json === true;
  const isReplay = plan.models.every((model) => model.startsWith("recorded:"));
  const progress = isReplay
    ? { onAsking: () => {}, ...startProgress("replies graded", isQuiet) }
    : startRunProgress(isQuiet);
  const { drain, restore } = drainOnSignal(() =>
    onNotice("Ending: calls in flight may finish and are kept. Once more ends at once."),
  );
  // A judge answers by file only through judge export and import.
  const judgeLane = lane.lane === "batch" ? "batch" : "live";
  const options: RunOptions = {
    ...plan,
    ...calling,
    ...lane,
    pollSeconds: given.poll,
    concurrency: given.concurrency,
    timeoutMs: given.timeout && given.timeout * 1000,
    maxRetries: given.maxRetries,
    budgetUsd: given.budgetUsd ?? null,
    out: given.out,
    resume: given.resume ?? false,
    confirmResume: (found) => confirmResume(found, given),
    onNotice,
    onAsking: progress.onAsking,
    onProgress: progress.onProgress,
    drain,
  };
  try {
    const ended = await runPersona(options);
    progress.stop();
    if (ended.summary === null) return printWaiting(ended, given);
    restore();
    const isWhole = ended.ending.kind === "asked";
    const judge = isWhole && wanted === null ? await judgeOfFolder(ended, given, lane.lane) : named;
    printFinished(
      isWhole && judge ? await judgeNow(ended.folder, judge, { ...given, ...plan, lane: judgeLane }) : ended,
      given,
    );
    printEnding(ended);
  } finally {
    progress.stop();
    restore();
  }
}

/**
 * What the command line asks for and this run cannot do.
 * @throws DealbenchError (exit 2) where the outcome would not be what was asked for; what only changes how models are called is told.
 */
function checkIdle(models: readonly string[], isJudged: boolean, command: Command): void {
  if (!isJudged) refuseIdle(command, ["judgeVotes"], NO_JUDGE);
  const lane: unknown = command.getOptionValue("lane");
  const isReplay = models.every((model) => model.startsWith("recorded:"));
  if (isReplay) {
    const recorded = "recorded replies are there already, and nobody is asked for them";
    const wanted = "expected --model <provider>:<model> with it";
    refuseIdle(command, ["maxTokens", "effort"], `${recorded}; ${wanted}`);
    const isLaneUsed = lane === "live" || (lane === "batch" && isJudged);
    if (!isLaneUsed) refuseIdle(command, ["lane"], `${recorded}; ${wanted}`);
    if (!isJudged)
      tellIdle(command, ["budgetUsd", "concurrency", "timeout", "maxRetries", "poll"], `${recorded}.`);
  } else if (lane === "live") tellIdle(command, ["poll"], "it belongs to --lane batch.");
}

/** The judge of a folder that was found to be continued, not named: it is known once the folder is. */
function judgeOfFolder(
  { run, folder }: EndedRun,
  given: RunArguments,
  lane: string,
): Promise<LiveJudge | null> {
  const { model, votes = 1 } = run.judgeWanted ?? {};
  return askableJudge(judgeOf({ judge: model, judgeVotes: votes }), { ...given, resume: folder }, lane);
}

/**
 * The judge, once it is known that it can be asked. One that only the continued folder names must not keep the rest from being asked.
 * @throws DealbenchError (exit 2) for one that the command line names.
 */
async function askableJudge(
  judge: LiveJudge | null,
  { judge: named, budgetUsd, resume }: RunArguments,
  lane: string,
): Promise<LiveJudge | null> {
  if (judge === null) return null;
  const { refuseJudge } = await import("../pipeline/judge/judgeLive.ts");
  try {
    await refuseJudge(judge.judge, budgetUsd ?? null, lane);
    if (named === undefined) onNotice(`${judge.judge} judges, as the folder says.`);
    return judge;
  } catch (error) {
    if (named !== undefined || !(error instanceof DealbenchError)) throw error;
    onNotice(
      `The folder's judge is ${judge.judge}, which cannot be asked now: ${error.message}\nOnce it can: dealbench judge run ${String(resume)} --judge ${judge.judge}`,
    );
    return null;
  }
}

/** Asks on a terminal; elsewhere says what was found, and begins anew. */
async function confirmResume({ folder, run }: Resumable, { json, cache }: RunArguments): Promise<boolean> {
  const { planned } = run.counts;
  const found = `${folder} is an unfinished run of the very same plan (${planned} replies, begun ${run.provenance.startedAt}).`;
  if (process.stdin.isTTY && process.stderr.isTTY && !json) {
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await prompt.question(`${found} Continue it? [Y/n] `);
    prompt.close();
    return !/^\s*n/i.test(answer);
  }
  const paid = cache
    ? "replies that it has in the response cache are not paid for again"
    : "with --no-cache its replies are paid for again";
  onNotice(`${found} Continue it with --resume ${folder}. A new run begins now; ${paid}.`);
  return false;
}

/** Says how a run ended that is not whole, and sets the exit code. */
function printEnding({ folder, run, ending }: EndedRun): void {
  const { planned, transcripts, error } = run.counts;
  const lacking = planned - transcripts + error;
  if (ending.kind === "interrupted") process.exitCode = EXIT.interrupted;
  if (ending.kind === "stopped") {
    process.exitCode = ending.error.exitCode;
    process.stderr.write(`dealbench: ${ending.error.message}\n`);
  }
  if (ending.kind === "asked" && run.status === "partial") {
    process.exitCode = EXIT.incomplete;
    if (run.provenance.replies === "recorded")
      onNotice(
        `${planned - transcripts} of ${planned} planned replies were not recorded as they were asked for. Without --repeats a run takes as many as there are; a live model (dealbench models) gives the rest.`,
      );
  }
  const { judge, judgeWanted } = run;
  if (judgeWanted && ending.kind !== "asked" && judge?.missing !== 0)
    onNotice(
      `${judgeWanted.model} has not judged ${judge ? "all replies " : ""}yet: dealbench run --resume ${folder} has it judge.`,
    );
  if (judge && !judgeWanted && judge.missing > 0)
    onNotice(
      `What ${judge.model} answered counts again; still open: ${counted(judge.missing, "question")}. To have them answered: dealbench judge export ${folder}`,
    );
  if (lacking === 0 || run.provenance.replies === "recorded") return;
  process.stderr.write(
    `${lacking} of ${planned} replies are missing or ended in an error; ask for them with: dealbench run --resume ${folder} and the same options\n`,
  );
}

function onNotice(notice: string): void {
  process.stderr.write(`${notice}\n`);
}
