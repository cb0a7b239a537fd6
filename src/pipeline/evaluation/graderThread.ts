import module from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { Transcript } from "../../records/transcript.ts";
import type { GradingContext, NamelessPiece } from "./gradedPiece.ts";
import type { PieceCode } from "./pieceCode.ts";

/** What a thread that grades begins with. */
export interface ThreadWork {
  context: GradingContext;
  /** Where finished pieces are kept, and by what code they are known; null = nowhere. */
  memo: { file: string; code: PieceCode } | null;
}

/** What a thread answers: to a batch, or of itself. */
export type ThreadAnswer =
  | { pieces: (NamelessPiece | null)[] }
  | { warning: string }
  | { error: unknown }
  | { closed: true };

/** The other end of `openThreadGrader`: grades batches of transcripts in a thread of its own, until it is told to end (null). */
const answer = (message: ThreadAnswer): void => {
  // A thread has no origin: that is of windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
};
const warn = (warning: string): void => answer({ warning });
const prepared = prepare();

parentPort?.on("message", (batch: readonly Transcript[] | null) => {
  void (async () => {
    try {
      const { grade, close } = await prepared;
      if (batch === null) {
        close();
        answer({ closed: true });
        parentPort?.close();
      } else answer({ pieces: batch.map(grade) });
    } catch (error) {
      answer({ error });
    }
  })();
});

/** Loaded here and not above, so that the compiled sources come from Node's own cache. */
async function prepare() {
  module.enableCompileCache?.();
  const { context, memo: kept } = workerData as ThreadWork;
  const { GRADERS } = await import("../../../graders/index.ts");
  const { checkerOf, pieceMaker } = await import("./gradedPiece.ts");
  const { openPieceMemo } = await import("./pieceMemo.ts");
  const maker = pieceMaker(context);
  const check = checkerOf(context, Object.values(GRADERS));
  const memo = kept && (await openPieceMemo(kept.file, context, kept.code, maker, warn));
  return {
    grade: (transcript: Transcript) => {
      const piece = maker.nameless(transcript, check(transcript), true);
      if (piece) memo?.keep(transcript, piece);
      return piece;
    },
    close: () => memo?.close(),
  };
}
