import type { Run } from "../records/run.ts";
import { type Outcome, OUTCOMES, type Transcript, transcriptOutcome } from "../records/transcript.ts";

/** What a number of transcripts add up to. A sum is null as soon as one part of it is unknown. */
export interface Tally extends NonNullable<Run["superseded"]> {
  outcomes: Record<Outcome, number>;
}

/** The tally of no transcripts. */
export function emptyTally(): Tally {
  return {
    transcripts: 0,
    outcomes: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Tally["outcomes"],
    attempts: 0,
    incurredUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
  };
}

/** The tally of these transcripts. */
export function tallyOf(transcripts: Iterable<Transcript>): Tally {
  const tally = emptyTally();
  for (const transcript of transcripts) addToTally(tally, transcript);
  return tally;
}

/** Counts one more transcript in. */
export function addToTally(tally: Tally, transcript: Transcript): void {
  const { costUsd, incurredUsd = costUsd } = transcript;
  tally.transcripts++;
  tally.outcomes[transcriptOutcome(transcript)]++;
  tally.attempts = sum(tally.attempts, transcript.attempts);
  tally.incurredUsd = sum(tally.incurredUsd, incurredUsd);
  const { turns, elicited } = transcript;
  for (const { usage } of elicited ? [...turns, elicited] : turns) {
    tally.inputTokens = sum(tally.inputTokens, usage?.inputTokens ?? null);
    tally.outputTokens = sum(tally.outputTokens, usage?.outputTokens ?? null);
  }
}

/** The sum, or null where a part is unknown. */
export function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
