import { join } from "node:path";
import {
  type EvaluatedRun,
  evaluateFolder,
  evaluationContext,
  type EvaluationOptions,
  openEvaluation,
  presentFolder,
} from "./pipeline/evaluation/evaluate.ts";
import { sampleNames } from "./executor/plan.ts";
import { type ForeignOptions, prepareForeign } from "./pipeline/foreign.ts";
import type { AskOptions, Ending } from "./pipeline/run/runAsk.ts";
import { type BeginOptions, beginOrContinue } from "./pipeline/run/runBegin.ts";
import { askInto, putUnfinishedInOrder } from "./pipeline/run/runFolder.ts";
import { laneNamed } from "./pipeline/lanes/lanes.ts";
import { partsOfToday } from "./pipeline/partsOfToday.ts";
import { type PlanOptions, prepareRun } from "./pipeline/run/runPlan.ts";
import type { Run } from "./records/run.ts";
import { startWork } from "./runs/atWork.ts";
import { regradedBy } from "./runs/describe.ts";
import { readRun, refuseOccupied, refuseUnfinished, refuseUngraded } from "./runs/folder.ts";
import { earlierJudging, notesWithoutJudge } from "./runs/judged.ts";
import { lockRun } from "./runs/lock.ts";
import { writeTranscripts } from "./runs/transcriptLog.ts";
import { editedSince, scenariosOf } from "./scenarios/ofRun.ts";

/** Which scenarios, by which policy; paths are as the user gave them, resolved against the working folder. */
export interface PipelineOptions extends EvaluationOptions {
  suite?: string | undefined;
  filter?: string | undefined;
}

/** An evaluated run and where it stands. */
export interface FinishedRun extends EvaluatedRun {
  folder: string;
}

/** What a run needs to know: what to ask, whom and how, where it goes, and how it is graded. */
export interface RunOptions extends PlanOptions, BeginOptions, Omit<AskOptions, "onKept">, EvaluationOptions {
  useCache: boolean;
  onWarning: (warning: string) => void;
}

/** A run as it ended; one that waits for others to answer is not graded, and stays unfinished. */
export type EndedRun = { ending: Ending } & (FinishedRun | { folder: string; run: Run; summary: null });

/**
 * The whole flow: persona × scenarios × models × repeats → transcripts → grades → reports, in a run folder that exists from
 * the first call on and can be continued whatever happens to it.
 * @throws InputError / DealbenchError for every mistake that can be known before the first call, with nothing written; later
 * where a file cannot be written, or nothing at all was answered.
 */
export async function runPersona(options: RunOptions): Promise<EndedRun> {
  laneNamed(options.lane);
  const prepared = await prepareRun(options);
  const { folder, run: begun, models, continued } = await beginOrContinue(prepared, options);
  const { plan } = prepared;
  const context = evaluationContext(plan.scenarios, options.policy);
  const evaluation = await openEvaluation(folder, begun, context, options);
  try {
    const work = startWork(folder, begun);
    try {
      if (work.notice !== null) options.onNotice(`${folder}: ${work.notice}`);
      const asking = { ...options, onKept: evaluation.take };
      const { ending, run } = await askInto(work, prepared, { models, continued }, asking);
      if (ending.left !== null) return { folder, run, summary: null, ending };
      return { ...(await evaluation.finish(run, sampleNames(plan))), folder, ending };
    } finally {
      work.release();
    }
  } finally {
    evaluation.abandon();
  }
}

/**
 * Grades transcripts that came from anywhere, and writes the same folder as a run.
 * @throws InputError listing every bad line; nothing is written then.
 */
export async function gradeForeign(options: ForeignOptions & EvaluationOptions): Promise<FinishedRun> {
  if (options.out !== undefined) refuseOccupied(options.out);
  const { run, loaded, transcripts } = await prepareForeign(options);
  const folder = options.out ?? join(options.reports, run.id);
  const work = startWork(folder, run);
  try {
    await writeTranscripts(folder, transcripts);
    const evaluated = await evaluateFolder(folder, work.ended(work.run()), loaded, options);
    work.release();
    return { ...evaluated, folder };
  } catch (error) {
    work.abandon();
    throw error;
  }
}

/**
 * Grades the transcripts of a run folder again, with today's scenarios, policy and graders, in place. What an unfinished run
 * has so far is graded as a partial one.
 * @throws InputError / DealbenchError; the folder is then as it was.
 */
export async function regrade(folder: string, options: PipelineOptions): Promise<FinishedRun> {
  const run = readRun(folder);
  const loaded = scenariosOf(run, options.scenarios);
  const lock = lockRun(folder);
  try {
    if (run.status === "unfinished") await putUnfinishedInOrder(folder, run, loaded);
    const { judge: _, ...today } = regradedBy(run, partsOfToday(loaded, options.policy));
    const provenance = { ...run.provenance, notes: notesWithoutJudge(run) };
    const judging = await earlierJudging(folder, run);
    const evaluated = await evaluateFolder(folder, { ...today, provenance }, loaded, options, judging);
    return { ...evaluated, folder };
  } finally {
    lock.release();
  }
}

/**
 * Renders the reports of a run folder again from what grading left there; nothing is graded. A scenario that was edited
 * since is named in the report: its text there is today's, its grade that of the old text.
 * @throws InputError / DealbenchError; the folder is then as it was.
 */
export async function rerender(folder: string, options: PipelineOptions): Promise<FinishedRun> {
  const run = readRun(folder);
  refuseUnfinished(folder, run);
  refuseUngraded(folder, run);
  const loaded = scenariosOf(run, options.scenarios);
  const notes = [...run.provenance.notes, ...editedSince(run, loaded)];
  const shown = { ...run, provenance: { ...run.provenance, notes } };
  return { ...(await presentFolder(folder, shown, loaded, options)), folder };
}
