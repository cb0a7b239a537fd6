import { existsSync } from "node:fs";
import { join } from "node:path";
import { BATCH_FILES } from "../../executor/batch/batchFiles.ts";
import { mergeVotes } from "../../grading/judge/apply.ts";
import { callsFor, judgeRun, pendingCalls, sheetsOf } from "../../grading/judge/judge.ts";
import { loadPrices } from "../../executor/money/prices.ts";
import type { FinishedRun, PipelineOptions } from "../../pipeline.ts";
import { openProviders } from "../../providers/resolve.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Run } from "../../records/run.ts";
import type { Transcript } from "../../records/transcript.ts";
import { readRun, refuseUnfinished } from "../../runs/folder.ts";
import { lockRun } from "../../runs/lock.ts";
import { addJudgeSpent, judgeSpending, openJudgeLog, withJudge, writeJudged } from "../../runs/judged.ts";
import { nothingSpent, type Spent } from "../../runs/spent.ts";
import { addTranscript, supersededIn } from "../../runs/transcriptLog.ts";
import { presentGrades } from "../evaluation/evaluate.ts";
import { biasOf, type ChosenJudge, earlierVotes, openGraded } from "./judge.ts";
import { askJudge, type JudgeAsked } from "./judgeAsk.ts";
import type { LaneOptions, LeftOpen } from "../lanes/lane.ts";
import { refuseBatchless } from "../lanes/laneBatch.ts";
import { openLane } from "../lanes/lanes.ts";

/** How a judge is asked from here. */
export interface LiveJudge extends ChosenJudge {
  /** How often each question is asked; an odd number has no ties. */
  votes: number;
}

/** The lanes that a judge can be asked by; by file it answers through `judge export` and `judge import`. */
export const JUDGE_LANES = ["live", "batch"] as const;
type JudgeLane = (typeof JUDGE_LANES)[number];

export interface JudgeLiveOptions extends Pick<PipelineOptions, "scenarios" | "policy">, LaneOptions {
  /** undefined = that by which the folder was judged before, else live. */
  lane: JudgeLane | undefined;
  onJudged: (done: number, total: number) => void;
}

/** A run that a judge was asked about. */
export interface LiveJudgedRun extends FinishedRun {
  asked: Omit<JudgeAsked, "judged">;
  lane: JudgeLane;
  /** Questions that are at a vendor and not answered yet; null where there are none. */
  left: LeftOpen | null;
}

/**
 * Asks a judge all questions of a graded run folder that it has not answered yet, grades by its answers, and renders the reports again.
 * Answers are kept as they come: whatever ends the asking, it goes on from there.
 * @throws DealbenchError on a second judge, one that cannot be called, a budget without a known price, or a folder that another
 * process works on; nothing was asked then.
 */
export async function judgeFolder(
  folder: string,
  live: LiveJudge,
  options: JudgeLiveOptions,
): Promise<LiveJudgedRun> {
  const run = readRun(folder);
  refuseUnfinished(folder, run);
  const lane = options.lane ?? (existsSync(join(folder, BATCH_FILES.judge)) ? "batch" : "live");
  await refuseJudge(live.judge, options.budgetUsd, lane);
  const lock = lockRun(folder);
  try {
    return await judgeLocked(folder, live, { ...options, lane });
  } finally {
    lock.release();
  }
}

async function judgeLocked(
  folder: string,
  live: LiveJudge,
  options: JudgeLiveOptions & { lane: JudgeLane },
): Promise<LiveJudgedRun> {
  const graded = await openGraded(folder, options);
  const { run } = graded;
  for (const bias of biasOf(run, live)) options.onWarning(`warning: ${bias}`);
  const before = mergeVotes([], await earlierVotes(folder, live));
  const pending = [...pendingCalls(callsFor(sheetsOf(graded)), before, live.votes)];
  const lane = await openLane(
    options.lane,
    {
      folder,
      models: [live.judge],
      shard: run.shard ?? null,
      isSimulated: false,
      spent: await spentOn(folder, graded),
      isJudge: true,
    },
    options,
  );
  // What was dropped must be gone before the first new answer is written behind it.
  writeJudged(folder, before);
  const log = await openJudgeLog(folder);
  let done = 0;
  let asked: JudgeAsked;
  let left: LeftOpen | null;
  try {
    const onAnswered = (): void => options.onJudged(++done, pending.length);
    asked = await askJudge(pending, live.judge, { lane, log, drain: options.drain, onAnswered });
    left = (await lane.leave?.(asked.stopped === null && !options.drain.aborted)) ?? null;
  } finally {
    await lane.executor.close();
    await log.close();
  }
  const votes = mergeVotes(before, asked.judged);
  const judged = judgeRun(graded, live.judge, votes);
  const grades = judged?.grades ?? graded.grades;
  const judgedRun = judged ? withJudge(run, judged, await judgeSpending(folder)) : run;
  const evaluated = await presentGrades(folder, { ...graded, run: judgedRun, grades }, graded.context);
  writeJudged(folder, votes);
  return { ...evaluated, folder, asked, lane: options.lane, left };
}

/** What a run and its judge have spent. What replies cost that came from elsewhere is nothing that was paid here. */
async function spentOn(
  folder: string,
  { run, transcripts }: { run: Run; transcripts: readonly Transcript[] },
): Promise<Spent> {
  const spent = nothingSpent();
  if (run.provenance.replies === "live") {
    for (const transcript of transcripts) addTranscript(spent, transcript);
    for await (const transcript of supersededIn(folder)) addTranscript(spent, transcript);
  } else spent.usd += run.cost.incurredUsd ?? 0;
  await addJudgeSpent(spent, folder);
  return spent;
}

/**
 * Refuses a judge that could not be asked, before anything else is paid for.
 * @throws DealbenchError (exit 2) where no provider knows it, its key is missing, it answers no batches and they are wanted, or a
 * budget is set and its price is unknown.
 */
export async function refuseJudge(judge: string, budgetUsd: number | null, lane: string): Promise<void> {
  refuseStandIn(judge);
  openProviders()(judge);
  if (lane === "batch") refuseBatchless([judge]);
  if (budgetUsd !== null && (await loadPrices()).priceOf(judge) === null)
    throw new DealbenchError(
      `--budget-usd cannot be kept: no price is known for the judge ${judge}. Enter it with a source in src/executor/money/prices.yaml, leave --budget-usd out, or choose another judge`,
    );
}

/** Refuses whoever only repeats or plays. @throws DealbenchError (exit 2). */
export function refuseStandIn(judge: string): void {
  if (!/^(?:recorded|simulated):/.test(judge)) return;
  throw new DealbenchError(
    `--judge: found "${judge}", expected a language model such as anthropic:claude-opus-5; people and other engines answer by dealbench judge export and import`,
  );
}
