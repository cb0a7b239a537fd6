import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Plan, sampleNames } from "../../executor/plan.ts";
import { DealbenchError, EXIT } from "../../records/errors.ts";
import type { Run } from "../../records/run.ts";
import type { RunAtWork } from "../../runs/atWork.ts";
import { openTranscriptLog, tallySuperseded, type TranscriptLog } from "../../runs/transcriptLog.ts";
import type { LoadedScenario } from "../../scenarios/load.ts";
import { type AskOptions, askRest, type Ending } from "./runAsk.ts";
import { laneNamed } from "../lanes/lanes.ts";
import type { BegunRun } from "./runBegin.ts";
import { type PreparedRun, answersPlanned } from "./runPlan.ts";
import type { Resumable } from "./runResume.ts";

/**
 * Asks into a run folder all that it lacks, puts its transcripts in order and accounts for them in run.json, which still says
 * "unfinished": it is not graded yet. A new run without any reply leaves no folder, for there is nothing to continue.
 * @throws DealbenchError where models cannot be called, nothing was answered, or a file cannot be written.
 */
export async function askInto(
  work: RunAtWork,
  prepared: PreparedRun,
  { models, continued }: Pick<BegunRun, "models" | "continued">,
  options: AskOptions,
): Promise<{ run: Run; ending: Ending }> {
  const log = await openTranscriptLog(work.folder, answersPlanned(prepared, models));
  const reused = continued ? [reuseNote(prepared, log, continued)] : [];
  for (const note of reused) options.onNotice(note);
  try {
    const ending = await askRest(prepared, { folder: work.folder, log }, options);
    if (log.size() === 0 && ending.kind !== "asked" && ending.left === null) throw nothingAnswered(ending);
    const { provenance, counts } = work.run();
    const { note } = laneNamed(options.lane);
    const notes = note === undefined || prepared.replay ? reused : [...reused, note];
    const superseded = await tallySuperseded(work.folder);
    const run = work.ended({
      ...work.run(),
      counts: { ...counts, transcripts: log.size() },
      ...(superseded.transcripts === 0 ? {} : { superseded }),
      provenance: { ...provenance, notes: [...provenance.notes, ...notes] },
    });
    work.save(run);
    return { run, ending };
  } catch (error) {
    if (log.size() === 0 && !holdsMore(work.folder)) work.abandon();
    else if (error instanceof DealbenchError) throw goOn(error, work.folder, log);
    throw error;
  }
}

/** Whether a lane keeps anything in the folder that it could go on from, such as requests that are paid for. */
function holdsMore(folder: string): boolean {
  const names = readdirSync(folder).filter((name) => !BEGUN.has(name));
  return names.some((name) => statSync(join(folder, name)).size > 0);
}

/** What stands in the folder of any run that has begun. */
const BEGUN = new Set(["run.json", "run.lock", "transcripts.jsonl"]);

/** What a reader of the report must know of a run that was continued. */
function reuseNote({ plan, planned }: PreparedRun, log: TranscriptLog, { run, changes }: Resumable): string {
  let kept = 0;
  for (const sample of sampleNames(plan)) if (log.isDone(sample)) kept++;
  const changed = changes.length === 0 ? "nothing changed since" : `changed since: ${changes.join("; ")}`;
  return `Continued (begun ${run.provenance.startedAt}): ${kept} of ${planned} replies were kept, ${planned - kept} asked for now; ${changed}.`;
}

function goOn(error: DealbenchError, folder: string, log: TranscriptLog): DealbenchError {
  const message = `${error.message}\n${log.size()} replies are kept; once that is mended, go on with the same options and --resume ${folder}`;
  return new DealbenchError(message, { exitCode: error.exitCode, cause: error });
}

function nothingAnswered(ending: Extract<Ending, { kind: "stopped" | "interrupted" }>): DealbenchError {
  if (ending.kind === "stopped") return ending.error;
  return new DealbenchError("Interrupted before any reply: nothing was kept.", {
    exitCode: EXIT.interrupted,
  });
}

/** Puts the journal of an unfinished run into the order of its plan, one transcript a sample. */
export async function putUnfinishedInOrder(
  folder: string,
  run: Run,
  loaded: readonly LoadedScenario[],
): Promise<void> {
  const plan: Plan = {
    scenarios: loaded.map(({ scenario }) => scenario),
    models: run.identity.models.map(({ id }) => id),
    repeats: run.identity.repeats,
    shard: run.shard ?? null,
  };
  const log = await openTranscriptLog(folder, ({ repeat }) => repeat <= plan.repeats);
  await log.close();
  await log.putInOrder(sampleNames(plan));
}
