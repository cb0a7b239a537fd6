import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { GRADERS } from "../../../graders/index.ts";
import type { Transcript } from "../../records/transcript.ts";
import { type GradedPiece, type GradingContext, pieceMaker } from "./gradedPiece.ts";

/** A transcript and what grading made of it; null = its scenario is not known. */
export interface Graded {
  transcript: Transcript;
  piece: GradedPiece | null;
}

/** Grades batches in a thread of its own, so that its own thread is free for other work meanwhile. */
interface ThreadGrader {
  grade: (batch: readonly Transcript[]) => Promise<(GradedPiece | null)[]>;
  close: () => Promise<void>;
}

/** Fewer transcripts are graded sooner than a thread has loaded the graders. */
const WORTH_A_THREAD = 1000;

/** Transcripts that are handed over at once. */
const BATCH = 16;

/** Batches that wait for the thread; of what comes while so many wait, the main thread grades a batch itself. */
const WAITING = 3;

/**
 * Grades transcripts as they come, in their order: `expected` many or so. Of many, a second thread grades a share where
 * the machine has a core for it.
 */
export async function* gradeInOrder(
  transcripts: AsyncIterable<Transcript>,
  context: GradingContext,
  expected: number,
): AsyncGenerator<Graded> {
  const { grade } = pieceMaker(context, Object.values(GRADERS));
  if (expected < WORTH_A_THREAD || availableParallelism() < 2) {
    for await (const transcript of transcripts) yield { transcript, piece: grade(transcript) };
    return;
  }
  const thread = startThreadGrader(context);
  try {
    yield* shared(transcripts, thread, grade);
  } finally {
    await thread.close();
  }
}

/** Starts a thread that grades; it takes a moment to load the graders. */
function startThreadGrader({ scenarios, decisions, items }: GradingContext): ThreadGrader {
  const worker = new Worker(new URL("graderThread.ts", import.meta.url), {
    workerData: { scenarios, decisions, items } satisfies GradingContext,
    execArgv: [],
  });
  const waiting = new Map<
    number,
    { resolve: (pieces: (GradedPiece | null)[]) => void; reject: (e: unknown) => void }
  >();
  let asked = 0;
  worker.on(
    "message",
    ({ id, pieces, error }: { id: number; pieces?: (GradedPiece | null)[]; error?: unknown }) => {
      const own = waiting.get(id);
      waiting.delete(id);
      if (pieces) own?.resolve(pieces);
      else own?.reject(error);
    },
  );
  worker.on("error", (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return {
    grade: (batch) =>
      new Promise((resolve, reject) => {
        const id = asked++;
        waiting.set(id, { resolve, reject });
        // A thread has no origin: that is of windows.
        // oxlint-disable-next-line unicorn/require-post-message-target-origin
        worker.postMessage({ id, batch });
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}

interface Batch {
  transcripts: Transcript[];
  pieces: Promise<(GradedPiece | null)[]>;
}

async function* shared(
  transcripts: AsyncIterable<Transcript>,
  thread: ThreadGrader,
  grade: (transcript: Transcript) => GradedPiece | null,
): AsyncGenerator<Graded> {
  const queue: Batch[] = [];
  let atThread = 0;
  const hand = (batch: Transcript[]): void => {
    if (atThread >= WAITING) {
      queue.push({ transcripts: batch, pieces: Promise.resolve(batch.map(grade)) });
      return;
    }
    atThread++;
    const pieces = thread.grade(batch).finally(() => atThread--);
    // Awaited in its turn; until then a failure is not unhandled.
    pieces.catch(() => {});
    queue.push({ transcripts: batch, pieces });
  };
  let batch: Transcript[] = [];
  for await (const transcript of transcripts) {
    batch.push(transcript);
    if (batch.length < BATCH) continue;
    hand(batch);
    batch = [];
    while (queue.length > 2 * WAITING) yield* inTurn(queue.shift());
  }
  if (batch.length > 0) hand(batch);
  while (queue.length > 0) yield* inTurn(queue.shift());
}

async function* inTurn(batch: Batch | undefined): AsyncGenerator<Graded> {
  const pieces = (await batch?.pieces) ?? [];
  for (const [index, transcript] of (batch?.transcripts ?? []).entries()) {
    yield { transcript, piece: pieces[index] ?? null };
  }
}
