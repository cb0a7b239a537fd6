import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJsonl } from "../files/jsonl.ts";
import { type Transcript, transcriptFromDisk, TranscriptSchema } from "../records/transcript.ts";
import { samplePlaces, type SamplePlaces } from "./samplePlaces.ts";
import { sum } from "./tally.ts";
import { isDone, tallySuperseded } from "./transcriptLog.ts";

/** What a run folder already holds of a plan; nothing is written. */
export interface DoneSamples {
  /** Samples that need no more asking. */
  done: Pick<SamplePlaces, "at" | "size">;
  /** What the run has paid so far, superseded and failed replies included, in USD; null as soon as one cost is unknown. */
  spentUsd: number | null;
}

/**
 * Reads what is done in a run folder; a torn last line is passed over and left as it is. `isPlanned` as in {@link openTranscriptLog}.
 * @throws InputError naming every bad line.
 */
export async function readDoneSamples(
  folder: string,
  isPlanned: (transcript: Transcript) => boolean,
): Promise<DoneSamples> {
  const done = samplePlaces();
  const { incurredUsd: before } = await tallySuperseded(folder);
  let spentUsd = before;
  const file = join(folder, "transcripts.jsonl");
  if (!existsSync(file)) return { done, spentUsd };
  for await (const { value, span } of readJsonl(file, TranscriptSchema, { torn: "drop" })) {
    const transcript = transcriptFromDisk(value);
    const { costUsd, incurredUsd = costUsd } = transcript;
    spentUsd = sum(spentUsd, incurredUsd);
    if (isDone(transcript) && isPlanned(transcript)) done.put(transcript, { ...span, done: true });
  }
  return { done, spentUsd };
}
