import { type BatchClient, type BatchResult, CallFailure } from "../../providers/provider.ts";
import { DealbenchError, EXIT } from "../../records/errors.ts";
import type { ModelRequest } from "../../records/request.ts";
import { createBatch, readResults, waitForEnd } from "./batchCalls.ts";
import { chunksOf } from "./batchChunks.ts";
import type { BatchLog } from "./batchLog.ts";
import type { OnLiveEvent } from "../live/events.ts";
import type { Pauses } from "../live/pauses.ts";
import { deniedError } from "../live/replies.ts";
import { nextStep, type RetrySettings } from "../live/retry.ts";

/** A request that waits for a batch's answer. */
export interface BatchAsk {
  key: string;
  request: ModelRequest;
  /** How often this process has submitted it. */
  submissions: number;
  /** Told once, with what came of the request. */
  answered: (result: BatchResult) => void;
  /**
   * Waits until the request may be submitted anew; false = it may not, and whoever asked knows. `isLost`: what was submitted before
   * may be paid for, and its answer cannot be had.
   */
  maySubmit: (isLost: boolean) => Promise<boolean>;
}

/** What all desks of an executor share. */
export interface DeskContext {
  log: BatchLog;
  retry: RetrySettings;
  /** Milliseconds between two questions after a batch. */
  pollMs: number;
  /** Milliseconds without a new request after which all samples are taken to wait. */
  settleMs: number;
  pauses: Pauses;
  /** Ends everything: going on makes no sense. */
  stop: (error: Error) => void;
  onEvent: OnLiveEvent;
  onNotice: (notice: string) => void;
  onWarning: (warning: string) => void;
}

/** The batches of one account. */
export interface BatchDesk {
  /** Takes a request in: it is waited for where a batch has it, else submitted with all others that come in time. */
  enter: (ask: BatchAsk) => void;
  /** Requests that are at the vendor, and not answered yet. */
  open: () => number;
  /** Ends once no submission is under way: its id must not be lost. */
  settled: () => Promise<void>;
}

/** What errors or expires is submitted again, so often in all. */
const MOST_SUBMISSIONS = 3;

/** How often results are read through for a request that they lack. */
const READINGS = 2;

/** Opens a desk: one submission at a time, any number of batches waited for. */
export function openBatchDesk(account: string, client: BatchClient, context: DeskContext): BatchDesk {
  const { log, pauses, pollMs, settleMs, onNotice, onWarning } = context;
  const watched = new Map<string, Map<string, BatchAsk>>();
  const atVendor = new Set<BatchAsk>();
  let submitting: Promise<void> = Promise.resolve();
  let queue: BatchAsk[] = [];
  let settling: NodeJS.Timeout | undefined;

  const enqueue = (ask: BatchAsk): void => {
    queue.push(ask);
    clearTimeout(settling);
    settling = setTimeout(submitAll, settleMs);
  };
  const submitAll = (): void => {
    const chunks = chunksOf(queue, client.most);
    queue = [];
    for (const chunk of chunks) submitting = submitting.then(() => submit(chunk)).catch(context.stop);
  };
  const submit = async (asks: readonly BatchAsk[]): Promise<void> => {
    if (pauses.ended) return;
    const id = await createBatch(account, client, asks, context);
    for (const ask of asks) ask.submissions++;
    if (typeof id !== "string") {
      for (const ask of asks) ask.answered({ customId: ask.key, ...id });
      return;
    }
    onNotice(`Batch ${id}: ${asks.length} requests submitted; asked after every ${pollMs / 1000} s.`);
    watch(id, asks, pollMs);
  };

  const watch = (id: string, asks: readonly BatchAsk[], firstPauseMs: number): void => {
    const known = watched.get(id);
    const waiting = known ?? new Map<string, BatchAsk>();
    for (const ask of asks) {
      waiting.set(ask.key, ask);
      atVendor.add(ask);
    }
    if (known) return;
    watched.set(id, waiting);
    follow(id, waiting, firstPauseMs).catch(context.stop);
  };
  const follow = async (id: string, waiting: Map<string, BatchAsk>, firstPauseMs: number): Promise<void> => {
    await pauses.pause(firstPauseMs);
    let isThere = await waitForEnd(id, client, context);
    // A sample that begins late may ask for one of its requests while the results are read.
    while (waiting.size > 0) {
      const taken = new Map(waiting);
      waiting.clear();
      // Results that end early may look whole: what they lack is looked for once more before it is paid for again.
      for (let reading = 1; isThere && taken.size > 0 && reading <= READINGS; reading++)
        isThere = await readResults(id, client, (results) => takeResults(results, taken), context);
      if (!isThere) forget(id, taken.size);
      for (const ask of taken.values()) again(ask, noAnswer(account, id), true);
    }
    watched.delete(id);
  };
  const forget = (id: string, requests: number): void => {
    const owner = log.accountOf(id);
    if (owner !== undefined && owner !== account) throw notOurs(id, owner, account);
    onWarning(
      `Batch ${id} or its results are not known to the vendor any more; its ${requests} open requests are submitted again.`,
    );
    log.lost(id);
  };
  const takeResults = async (
    results: AsyncIterable<BatchResult>,
    taken: Map<string, BatchAsk>,
  ): Promise<void> => {
    for await (const result of results) {
      const ask = taken.get(result.customId);
      if (!ask) continue;
      taken.delete(result.customId);
      if ("failure" in result) again(ask, result.failure, result.mayBeBilled === true);
      else answer(ask, result);
    }
  };
  const again = (ask: BatchAsk, failure: CallFailure, mayBeBilled: boolean): void => {
    // Whoever canceled a batch wants it no more; a later start, which a user asked for, may submit it again.
    const isTakenBack = failure.kind === "canceled" && ask.submissions === 0;
    if (isTakenBack) return submitAgain(ask, mayBeBilled);
    const bounds = { ...context.retry, maxAttempts: MOST_SUBMISSIONS };
    const step = nextStep(failure, ask.submissions, 0, 0, bounds);
    if (step.kind === "stop_run") return context.stop(deniedError(failure));
    if (step.kind === "give_up") return answer(ask, { customId: ask.key, failure, mayBeBilled });
    submitAgain(ask, mayBeBilled);
  };
  const submitAgain = (ask: BatchAsk, isLost: boolean): void => {
    atVendor.delete(ask);
    void ask.maySubmit(isLost).then((may) => {
      if (may) enqueue(ask);
    });
  };
  const answer = (ask: BatchAsk, result: BatchResult): void => {
    atVendor.delete(ask);
    ask.answered(result);
  };

  return {
    open: () => atVendor.size,
    enter: (ask) => {
      const batch = log.batchOf(ask.key);
      if (batch === undefined) enqueue(ask);
      else watch(batch, [ask], settleMs);
    },
    settled: async () => {
      clearTimeout(settling);
      await submitting;
    },
  };
}

function notOurs(id: string, owner: string, account: string): DealbenchError {
  const [was, is] = [owner, account].map((name) => name.split(" ").slice(0, 2).join(" "));
  const where = was === is ? "another key" : `another key (${was}; now it is ${is})`;
  return new DealbenchError(
    `Batch ${id} was submitted with ${where}, and this key does not find it. Set the key that submitted it and go on, or begin a new run without --resume, which pays for its requests again`,
    { exitCode: EXIT.incomplete },
  );
}

function noAnswer(account: string, id: string): CallFailure {
  return new CallFailure(
    "timeout",
    `${account.split(" ")[0]}: batch ${id} ended without an answer to this request`,
  );
}
