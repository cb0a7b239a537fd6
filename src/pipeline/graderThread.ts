import { parentPort, workerData } from "node:worker_threads";
import { GRADERS } from "../../graders/index.ts";
import type { Transcript } from "../records/transcript.ts";
import { type GradingContext, pieceMaker } from "./gradedPiece.ts";

/** The other end of `startGrader`: grades batches of transcripts in a thread of its own. */
const { grade } = pieceMaker(workerData as GradingContext, Object.values(GRADERS));

parentPort?.on("message", ({ id, batch }: { id: number; batch: Transcript[] }) => {
  try {
    parentPort?.postMessage({ id, pieces: batch.map(grade) });
  } catch (error) {
    parentPort?.postMessage({ id, error });
  }
});
