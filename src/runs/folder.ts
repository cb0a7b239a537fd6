import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readJsonl } from "../files/jsonl.ts";
import { DealbenchError } from "../records/errors.ts";
import { type Grade, gradeFromDisk, GradeSchema } from "../records/grade.ts";
import { type Run, RunSchema, runFromDisk } from "../records/run.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../records/transcript.ts";
import { readYaml } from "../files/yaml.ts";

/**
 * Refuses a place for a new run folder that holds something already; to be asked before the work, not after it.
 * @throws DealbenchError (exit 2) when `folder` is a file or is not empty.
 */
export function refuseOccupied(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) {
    throw new DealbenchError(`${folder}: is a file, expected a new or empty folder; choose another --out`);
  }
  if (readdirSync(folder).length > 0) {
    throw new DealbenchError(`${folder}: exists and is not empty; choose another --out, or empty it first`);
  }
}

/**
 * Refuses a place for a comparison that holds a run: its junit.xml would be written over, and a folder is to be one thing. One that holds an
 * earlier comparison is fine.
 * @throws DealbenchError (exit 2) when `folder` holds a run, or a junit.xml that no comparison wrote.
 */
export function refuseForComparison(folder: string): void {
  const holds = (name: string): boolean => existsSync(join(folder, name));
  const otherwise =
    "choose another --out, or leave it out: the comparison then gets a folder under comparisons in --reports";
  if (holds("run.json"))
    throw new DealbenchError(
      `${folder}: holds a run, whose junit.xml a comparison would write over; ${otherwise}`,
    );
  if (holds("junit.xml") && !holds("comparison.json"))
    throw new DealbenchError(
      `${folder}: holds a junit.xml that is not of a comparison and would be written over; ${otherwise}`,
    );
}

/**
 * Reads run.json and the transcripts of a run folder.
 * @throws InputError naming the file and line of every problem; DealbenchError when it is no run folder.
 */
export async function readRunFolder(folder: string): Promise<{ run: Run; transcripts: Transcript[] }> {
  const run = readRun(folder);
  const transcripts: Transcript[] = [];
  for await (const { value } of readJsonl(join(folder, "transcripts.jsonl"), TranscriptSchema, {
    torn: "drop",
  })) {
    transcripts.push(transcriptFromDisk(value));
  }
  return { run, transcripts };
}

/**
 * Reads run.json alone.
 * @throws InputError naming every problem; DealbenchError when it is no run folder.
 */
export function readRun(folder: string): Run {
  if (!existsSync(join(folder, "run.json"))) {
    throw new DealbenchError(`${folder}: no run.json here, expected a run folder such as reports/<run-id>`);
  }
  return runFromDisk(readYaml(join(folder, "run.json"), RunSchema));
}

/** Refuses a run that is not finished where its grades are wanted: those there may be of fewer replies. */
export function refuseUnfinished(folder: string, run: Run): void {
  if (run.status !== "unfinished") return;
  throw new DealbenchError(
    `${folder}: is an unfinished run; continue it with: dealbench run --resume ${folder}, or grade what is there: dealbench grade ${folder}`,
  );
}

/** Refuses a run whose grades are wanted and which has none, though it has replies. */
export function refuseUngraded(folder: string, run: Run): void {
  const { size = 0 } = statSync(join(folder, "grades.jsonl"), { throwIfNoEntry: false }) ?? {};
  if (size > 0 || run.counts.transcripts === 0) return;
  throw new DealbenchError(`${folder}: was never graded; run: dealbench grade ${folder}`);
}

/**
 * Reads the grades of a run folder; empty where it was never graded.
 * @throws InputError naming the line of every problem.
 */
export async function readGrades(folder: string): Promise<Grade[]> {
  const file = join(folder, "grades.jsonl");
  const grades: Grade[] = [];
  if (!existsSync(file)) return grades;
  for await (const { value } of readJsonl(file, GradeSchema)) grades.push(gradeFromDisk(value));
  return grades;
}

/** The newest run folder under `reports`, by run id (ids begin with their UTC time); undefined when there is none. */
export function newestRun(reports: string): string | undefined {
  refuseReportsFile(reports);
  if (!existsSync(reports)) return undefined;
  const runs = readdirSync(reports).filter((name) => existsSync(join(reports, name, "run.json")));
  const newest = runs.sort().at(-1);
  return newest === undefined ? undefined : join(reports, newest);
}

/** @throws DealbenchError (exit 2) where what should be the folder of run folders is a file. */
export function refuseReportsFile(reports: string): void {
  if (existsSync(reports) && !statSync(reports).isDirectory())
    throw new DealbenchError(`--reports ${reports}: is a file, expected a folder`);
}

/** Makes a run id that sorts by time and does not repeat: `20261126T110501Z-1.0.0-3f9c`. */
export function newRunId(startedAt: Date, personaVersion: string, random: string): string {
  const time = startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const version = personaVersion.replaceAll(/[^\w.-]/g, "_");
  return `${time}-${version}-${random}`;
}
