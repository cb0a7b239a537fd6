import { GRADERS } from "../../graders/index.ts";
import { responseId } from "../files/responseId.ts";
import { gradeTranscript } from "../grading/grade.ts";
import { openRecordings } from "../providers/recorded.ts";
import type { Decision } from "../records/decision.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Grade } from "../records/grade.ts";
import type { Run } from "../records/run.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Transcript } from "../records/transcript.ts";
import { readGrades, readRunFolder } from "../runs/folder.ts";

/** Where labelled replies come from: a run folder, or recordings. */
export interface ReplySource {
  run?: string;
  /** Folders of recordings, or files. */
  recordings: readonly string[];
}

/** Replies by the id that labels name them with. */
export interface SourcedReplies {
  transcripts: ReadonlyMap<string, Transcript>;
  /** Grades of the run, by {@link sampleKey}; null for recordings. */
  graded: ReadonlyMap<string, Grade[]> | null;
  run: Run | null;
  /** The option to mend when a reply is not there. */
  option: "--run" | "--recordings";
}

/**
 * Opens the replies of a run folder or of the recordings.
 * @throws DealbenchError where two replies carry one id, since a label could then mean either.
 */
export async function openReplies({ run: folder, recordings }: ReplySource): Promise<SourcedReplies> {
  if (folder !== undefined) {
    const { run, transcripts } = await readRunFolder(folder);
    const grades = await readGrades(folder);
    return {
      transcripts: byResponse(transcripts, folder),
      graded: Map.groupBy(grades, sampleKey),
      run,
      option: "--run",
    };
  }
  const opened = await Promise.all(recordings.map((path) => openRecordings(path)));
  const transcripts = opened.flatMap((one) => one.personas.flatMap(({ sha256 }) => one.of(sha256)));
  return {
    transcripts: byResponse(transcripts, recordings.join(", ")),
    graded: null,
    run: null,
    option: "--recordings",
  };
}

/** Scenario, model and repeat as one key. */
export function sampleKey({
  scenario,
  model,
  repeat,
}: Pick<Transcript, "scenario" | "model" | "repeat">): string {
  return JSON.stringify([scenario, model, repeat]);
}

/** What today's checkers say of a reply. */
export function gradeByCheckers(scenario: Scenario, transcript: Transcript, gold: Decision[]): Grade[] {
  return gradeTranscript(scenario, transcript, gold, Object.values(GRADERS));
}

function byResponse(transcripts: readonly Transcript[], source: string): Map<string, Transcript> {
  const replies = new Map<string, Transcript>();
  for (const transcript of transcripts) {
    const id = responseId(transcript);
    if (replies.has(id))
      throw new DealbenchError(`${source}: two replies carry the id ${id}, expected each once`);
    replies.set(id, transcript);
  }
  return replies;
}
