import { parentPort, workerData } from "node:worker_threads";
import { GRADERS } from "../../../graders/index.ts";
import type { Transcript } from "../../records/transcript.ts";
import { type GradedPiece, type GradingContext, pieceMaker } from "./gradedPiece.ts";

/** The other end of `startGrader`: grades batches of transcripts in a thread of its own. */
const { grade } = pieceMaker(workerData as GradingContext, Object.values(GRADERS));

const answer = (message: { id: number; pieces?: (GradedPiece | null)[]; error?: unknown }): void => {
  // A thread has no origin: that is of windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
};

parentPort?.on("message", ({ id, batch }: { id: number; batch: Transcript[] }) => {
  try {
    answer({ id, pieces: batch.map(grade) });
  } catch (error) {
    answer({ id, error });
  }
});
