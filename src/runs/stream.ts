import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJsonl } from "../files/jsonl.ts";
import { DealbenchError } from "../records/errors.ts";
import { type Grade, gradeFromDisk, GradeSchema } from "../records/grade.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../records/transcript.ts";

/** A stored reply: its grades, and the part of grades.jsonl in which they stand (null where it has none). */
export interface StoredReply {
  transcript: Transcript;
  grades: Grade[];
  part: { start: number; length: number } | null;
}

/**
 * The transcripts of a run folder, one in memory at a time.
 * @throws InputError at the end, listing every bad line.
 */
export async function* streamTranscripts(folder: string): AsyncGenerator<Transcript> {
  const file = join(folder, "transcripts.jsonl");
  for await (const { value } of readJsonl(file, TranscriptSchema, { torn: "drop" })) {
    yield transcriptFromDisk(value);
  }
}

/**
 * The transcripts of a run folder with their grades, which stand in the same order; none where it was never graded.
 * @throws InputError listing every bad line; DealbenchError when grades are left that belong to no transcript.
 */
export async function* streamStored(folder: string): AsyncGenerator<StoredReply> {
  const graded = groups(folder);
  try {
    let next = await graded.next();
    for await (const transcript of streamTranscripts(folder)) {
      if (!next.done && next.value.name === nameOf(transcript)) {
        yield { transcript, ...next.value };
        next = await graded.next();
      } else yield { transcript, grades: [], part: null };
    }
    if (next.done) return;
    throw new DealbenchError(
      `${folder}: grades.jsonl holds grades of ${next.value.name}, which are not in the order of transcripts.jsonl; ` +
        `grade it again: dealbench grade ${folder}`,
    );
  } finally {
    await graded.return(undefined);
  }
}

/** Lines of grades.jsonl that belong to one reply. */
async function* groups(folder: string): AsyncGenerator<Omit<StoredReply, "transcript"> & { name: string }> {
  const file = join(folder, "grades.jsonl");
  if (!existsSync(file)) return;
  let group: { name: string; grades: Grade[]; part: { start: number; length: number } } | null = null;
  for await (const { value, span } of readJsonl(file, GradeSchema)) {
    const grade = gradeFromDisk(value);
    const name = nameOf(grade);
    if (group && group.name !== name) yield group;
    if (!group || group.name !== name) group = { name, grades: [], part: { start: span.start, length: 0 } };
    group.grades.push(grade);
    group.part.length = span.start + span.length - group.part.start;
  }
  if (group) yield group;
}

function nameOf({ scenario, model, repeat }: Transcript | Grade): string {
  return JSON.stringify([scenario, model, repeat]);
}
