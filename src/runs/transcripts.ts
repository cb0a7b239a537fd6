import { readJsonl } from "../files/jsonl.ts";
import { InputError, type Place, type Problem } from "../records/errors.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../records/transcript.ts";

/** Transcripts from somewhere else, and what had to be assumed to take them in. */
export interface ForeignTranscripts {
  transcripts: Transcript[];
  notes: string[];
}

/**
 * Reads transcripts that another tool wrote, one JSON object a line; only `scenario` and `turns[].assistant` are needed.
 * Lines that repeat a scenario × model × repeat are numbered on as further repeats, and a note says so.
 * @throws InputError listing every line that is no transcript or names a scenario that `scenarioIds` lacks.
 */
export async function readForeignTranscripts(
  file: string,
  scenarioIds: ReadonlySet<string>,
): Promise<ForeignTranscripts> {
  const transcripts: Transcript[] = [];
  const unknown: Problem[] = [];
  for await (const { value, line } of readJsonl(file, TranscriptSchema)) {
    transcripts.push(transcriptFromDisk(value));
    if (!scenarioIds.has(value.scenario))
      unknown.push(unknownScenario(value.scenario, { file, line }, scenarioIds.size));
  }
  if (unknown.length > 0) throw new InputError(unknown);
  if (transcripts.length === 0) {
    throw new InputError([
      { place: { file }, field: "", message: "holds no transcript, expected one JSON object a line" },
    ]);
  }
  return numberRepeats(transcripts);
}

function unknownScenario(id: string, place: Place, known: number): Problem {
  const message = `found ${JSON.stringify(id)}, expected the id of one of the ${known} scenarios given with --scenarios`;
  return { place, field: "scenario", message };
}

function numberRepeats(transcripts: Transcript[]): ForeignTranscripts {
  const taken = new Set<string>();
  let renumbered = 0;
  const numbered = transcripts.map((transcript) => {
    let { repeat } = transcript;
    while (taken.has(sampleKey({ ...transcript, repeat }))) repeat++;
    if (repeat !== transcript.repeat) renumbered++;
    taken.add(sampleKey({ ...transcript, repeat }));
    return repeat === transcript.repeat ? transcript : { ...transcript, repeat };
  });
  const notes =
    renumbered === 0
      ? []
      : [
          `${renumbered} transcripts repeated a scenario and model; they were numbered on as further repeats.`,
        ];
  return { transcripts: numbered, notes };
}

function sampleKey({ scenario, model, repeat }: Pick<Transcript, "scenario" | "model" | "repeat">): string {
  return JSON.stringify([scenario, model, repeat]);
}
