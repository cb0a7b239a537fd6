import { Worker } from "node:worker_threads";
import type { Transcript } from "../../records/transcript.ts";
import type { NamelessPiece } from "./gradedPiece.ts";
import type { ThreadAnswer, ThreadWork } from "./graderThread.ts";

/** Grades transcripts in a thread of its own, so that the main one is free for other work meanwhile. */
export interface ThreadGrader {
  grade: (transcript: Transcript) => Promise<NamelessPiece | null>;
  /** Transcripts that it has not begun with yet, or so. */
  waiting: () => number;
  /** Waits until what was graded is kept, and ends the thread. */
  close: () => Promise<void>;
  /** Ends the thread at once. */
  abandon: () => void;
}

/** Transcripts that are handed over at once. */
const BATCH = 8;

/** Batches that the thread has at a time: one that it works on, one to go on with. */
const AT_HAND = 2;

/** Opens a thread that grades; it is started when the first transcript comes, and takes a moment to load the graders. */
export function openThreadGrader(work: ThreadWork, onWarning: (warning: string) => void): ThreadGrader {
  const queue: Asked[] = [];
  let thread: Thread | null = null;

  const feed = (): void => {
    thread ??= startThread(work, feed, onWarning);
    while (queue.length > 0 && thread.batches() < AT_HAND) thread.take(queue.splice(0, BATCH));
  };
  return {
    grade: (transcript) =>
      new Promise((resolve, reject) => {
        queue.push({ transcript, resolve, reject });
        // What comes in the same turn of the event loop goes as one batch.
        if (queue.length === 1) setImmediate(feed);
      }),
    waiting: () => queue.length,
    close: async () => thread?.close(),
    abandon: () => thread?.abandon(),
  };
}

interface Asked {
  transcript: Transcript;
  resolve: (piece: NamelessPiece | null) => void;
  reject: (error: unknown) => void;
}

interface Thread {
  /** Batches it has not answered yet. */
  batches: () => number;
  take: (batch: Asked[]) => void;
  close: () => Promise<void>;
  abandon: () => void;
}

function startThread(work: ThreadWork, onFree: () => void, onWarning: (warning: string) => void): Thread {
  const worker = new Worker(new URL("graderThread.ts", import.meta.url), {
    workerData: work,
    execArgv: [],
  });
  const batches: Asked[][] = [];
  const ended = Promise.withResolvers<void>();
  let failure: { error: unknown } | null = null;
  const fail = (error: unknown): void => {
    failure ??= { error };
    for (const { reject } of batches.splice(0).flat()) reject(error);
    ended.resolve();
    onFree();
  };
  worker.on("message", (answer: ThreadAnswer) => {
    if ("warning" in answer) onWarning(answer.warning);
    else if ("error" in answer) fail(answer.error);
    else if ("closed" in answer) ended.resolve();
    else {
      for (const [index, { resolve }] of (batches.shift() ?? []).entries())
        resolve(answer.pieces[index] ?? null);
      onFree();
    }
  });
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("The thread that grades has ended.")));
  const send = (message: readonly Transcript[] | null): void => {
    // A thread has no origin: that is of windows.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage(message);
  };
  return {
    batches: () => batches.length,
    take: (batch) => {
      // What is still to come would wait for an answer for ever.
      if (failure) return batch.forEach(({ reject }) => reject(failure?.error));
      batches.push(batch);
      send(batch.map(({ transcript }) => transcript));
    },
    close: async () => {
      send(null);
      await ended.promise;
      await worker.terminate();
    },
    abandon: () => void worker.terminate(),
  };
}
