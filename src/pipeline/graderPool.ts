import { GRADERS } from "../../graders/index.ts";
import type { Transcript } from "../records/transcript.ts";
import { type GradedPiece, type GradingContext, pieceMaker } from "./gradedPiece.ts";

/** A transcript and what grading made of it; null = its scenario is not known. */
export interface Graded {
  transcript: Transcript;
  piece: GradedPiece | null;
}

/** Grades transcripts as they come, in their order. */
export async function* gradeInOrder(
  transcripts: AsyncIterable<Transcript>,
  context: GradingContext,
  _expected: number,
): AsyncGenerator<Graded> {
  const { grade } = pieceMaker(context, Object.values(GRADERS));
  for await (const transcript of transcripts) yield { transcript, piece: grade(transcript) };
}
