import { setImmediate as breathe } from "node:timers/promises";
import type { Transcript } from "../../records/transcript.ts";
import type { GradedPiece } from "./gradedPiece.ts";
import type { Grading } from "./grading.ts";

/** A transcript and what grading made of it; null = its scenario is not known. */
export interface Graded {
  transcript: Transcript;
  piece: GradedPiece | null;
}

/** Grades transcripts as they come, in their order; a few are under way at a time, where grading can do with more than one. */
export async function* gradeInOrder(
  transcripts: AsyncIterable<Transcript>,
  { grade, atOnce }: Pick<Grading, "grade" | "atOnce">,
): AsyncGenerator<Graded> {
  const queue: { transcript: Transcript; piece: Promise<GradedPiece | null> }[] = [];
  for await (const transcript of transcripts) {
    const piece = grade(transcript);
    if (queue.length === 0 && !(piece instanceof Promise)) {
      yield { transcript, piece };
      continue;
    }
    const later = Promise.resolve(piece);
    // Awaited in its turn; until then a failure is not unhandled.
    later.catch(() => {});
    queue.push({ transcript, piece: later });
    // Grading here would keep answers of the other thread waiting, and it its next work.
    await breathe();
    while (queue.length >= atOnce) yield* first(queue);
  }
  while (queue.length > 0) yield* first(queue);
}

async function* first(
  queue: { transcript: Transcript; piece: Promise<GradedPiece | null> }[],
): AsyncGenerator<Graded> {
  const next = queue.shift();
  if (next) yield { transcript: next.transcript, piece: await next.piece };
}
