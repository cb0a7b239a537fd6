import type { LiveEvent } from "../../executor/live/events.ts";
import { playAll } from "../../executor/feed.ts";
import { type PlannedSample, sampleNames } from "../../executor/plan.ts";
import { playSample } from "../../executor/playSample.ts";
import { Unanswered } from "../../executor/file/unanswered.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Transcript } from "../../records/transcript.ts";
import { addJudgeSpent } from "../../runs/judged.ts";
import type { TranscriptLog } from "../../runs/transcriptLog.ts";
import { sum } from "../../runs/tally.ts";
import type { LaneOptions, LeftOpen, OpenLane } from "../lanes/lane.ts";
import { openLane } from "../lanes/lanes.ts";
import { restOf, sentFirst } from "./restOfPlan.ts";
import type { PreparedRun } from "./runPlan.ts";

/** How far the asking is, for whoever shows it. */
export interface Asking {
  /** Samples that need no more asking, those of earlier sessions included. */
  done: number;
  total: number;
  /** Conversations under way. */
  underWay: number;
  /** Samples finished in this session. */
  asked: number;
  /** Paid in this session, in USD; null = unknown. */
  paidUsd: number | null;
  retries: number;
  /** The batch that was asked after last: requests done, of how many, and how often it is asked; null = none. */
  batch: { id: string; done: number; of: number; pollMs: number } | null;
  /** When the longest of the present pauses ends, on the clock of performance.now(); 0 = none. */
  waitingUntil: number;
}

/**
 * How the asking ended: all was asked, a signal ended it, or an error after which going on makes no sense; and what others have to
 * answer before it can go on.
 */
export type Ending = (
  | { kind: "asked" }
  | { kind: "interrupted" }
  | { kind: "stopped"; error: DealbenchError }
) & { left: LeftOpen | null };

export interface AskOptions extends Omit<LaneOptions, "onEvent"> {
  /** One of the ways to have replies: a name in LANES. */
  lane: string;
  onAsking: (asking: Asking) => void;
  /** Called with each transcript once it stands in the folder. */
  onKept: (transcript: Transcript) => void;
}

/** The transcripts of a run that is being made, and its folder. */
interface RunLog {
  folder: string;
  log: TranscriptLog;
}

/** How many finished samples may wait for the disk before no more are taken in. */
const MOST_UNWRITTEN = 256;

/**
 * Has all samples of a plan that are not done yet, appends each to the log as it finishes, and puts the log in order at the end.
 * @throws DealbenchError where a finished sample cannot be written; those written stay.
 */
export async function askRest(
  prepared: PreparedRun,
  { folder, log }: RunLog,
  options: AskOptions,
): Promise<Ending> {
  let ending: Ending;
  try {
    ending = await appendRest(prepared, { folder, log }, options);
  } finally {
    await log.close();
  }
  await log.putInOrder(sampleNames(prepared.plan));
  return ending;
}

async function appendRest(
  prepared: PreparedRun,
  { folder, log }: RunLog,
  options: AskOptions,
): Promise<Ending> {
  const asking = startAsking(prepared, log, options.onAsking);
  let left: LeftOpen | null = null;
  const replies = prepared.replay
    ? replayed(prepared, log, options.drain)
    : called(prepared, log, asking, options.drain, {
        ...(await laneFor(prepared, { folder, log }, asking, options)),
        onLeft: (open) => void (left = open),
      });
  const unwritten = new Set<Promise<void>>();
  let failed: { error: unknown } | null = null;
  try {
    for await (const transcript of replies) {
      const written = log
        .append(transcript)
        .then(() => {
          asking.finished(transcript, log.isDone(transcript));
          options.onKept(transcript);
        })
        .catch((error: unknown) => void (failed ??= { error }))
        .finally(() => unwritten.delete(written));
      unwritten.add(written);
      if (unwritten.size >= MOST_UNWRITTEN) await Promise.race(unwritten);
      if (failed !== null) break;
    }
  } catch (error) {
    if (!(error instanceof DealbenchError)) throw error;
    await Promise.all(unwritten);
    if (failed === null) return { kind: "stopped", error, left };
  }
  await Promise.all(unwritten);
  if (failed !== null) throw (failed as { error: unknown }).error;
  return { kind: options.drain.aborted ? "interrupted" : "asked", left };
}

async function* replayed(
  prepared: PreparedRun,
  log: TranscriptLog,
  drain: AbortSignal,
): AsyncGenerator<Transcript> {
  for (const sample of restOf(prepared, log)) {
    if (drain.aborted) return;
    const transcript = prepared.replay?.find(sample);
    if (transcript) yield transcript;
  }
}

async function laneFor(
  { plan, kind, elicit }: PreparedRun,
  { folder, log }: RunLog,
  { onEvent }: AskingState,
  options: AskOptions,
): Promise<OpenLane> {
  const { models, shard } = plan;
  const spent = log.spent();
  await addJudgeSpent(spent, folder);
  const longest = Math.max(...plan.scenarios.map(({ turns }) => turns.length));
  const turns = longest + (elicit === undefined ? 0 : 1);
  const work = { folder, models, shard, isSimulated: kind === "simulated", spent, turns };
  return openLane(options.lane, work, { ...options, onEvent });
}

async function* called(
  prepared: PreparedRun,
  log: TranscriptLog,
  asking: AskingState,
  drain: AbortSignal,
  { executor, window, isSent, leave, onLeft }: OpenLane & { onLeft: (left: LeftOpen | null) => void },
): AsyncGenerator<Transcript> {
  const { persona, parameters, elicit } = prepared;
  const lost: Transcript[] = [];
  const play = async (sample: PlannedSample): Promise<Transcript | null> => {
    asking.begun();
    try {
      const wanted = { ...sample, persona, parameters, elicit };
      return await playSample(wanted, executor, (transcript) => void lost.push(transcript));
    } catch (error) {
      if (error instanceof Unanswered) return null;
      throw error;
    } finally {
      asking.ended();
    }
  };
  let isWhole = false;
  try {
    const rest = isSent ? sentFirst(prepared, log, isSent) : restOf(prepared, log);
    for await (const transcript of playAll(rest, play, { window, drain })) if (transcript) yield transcript;
    isWhole = !drain.aborted;
    yield* lost;
  } catch (error) {
    // What broke off and was not tried again may be paid for: it must stand among the costs.
    yield* lost;
    throw error;
  } finally {
    onLeft((await leave?.(isWhole)) ?? null);
    await executor.close();
  }
}

interface AskingState {
  begun: () => void;
  ended: () => void;
  finished: (transcript: Transcript, isDone: boolean) => void;
  onEvent: (event: LiveEvent) => void;
}

function startAsking(
  prepared: PreparedRun,
  log: TranscriptLog,
  onAsking: AskOptions["onAsking"],
): AskingState {
  const state: Asking = {
    done: prepared.planned - countOf(restOf(prepared, log)),
    total: prepared.planned,
    underWay: 0,
    asked: 0,
    paidUsd: 0,
    retries: 0,
    batch: null,
    waitingUntil: 0,
  };
  const changed = (): void => onAsking(state);
  changed();
  return {
    begun: () => {
      state.underWay++;
      changed();
    },
    ended: () => {
      state.underWay--;
    },
    finished: ({ costUsd, incurredUsd = costUsd }, isDone) => {
      state.asked++;
      if (isDone) state.done++;
      state.paidUsd = sum(state.paidUsd, incurredUsd);
      changed();
    },
    onEvent: (event) => {
      if (event.kind === "retry") state.retries++;
      if (event.kind === "batch") state.batch = event;
      if (event.kind === "retry" || event.kind === "waiting")
        state.waitingUntil = Math.max(state.waitingUntil, performance.now() + event.waitMs);
      changed();
    },
  };
}

function countOf(items: Iterable<unknown>): number {
  let count = 0;
  for (const _ of items) count++;
  return count;
}
