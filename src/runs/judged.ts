import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "../files/hash.ts";
import { readJsonl, toJsonl } from "../files/jsonl.ts";
import { writeAtomic } from "../files/write.ts";
import { type Judged, judgedFromDisk, JudgedSchema, judgedToDisk, type Judging } from "../records/judge.ts";
import type { Run } from "../records/run.ts";

const FILE = "judge.jsonl";

/**
 * The votes of the judge that a run folder keeps; empty where none has judged it.
 * @throws InputError naming the file and line of every problem.
 */
export async function readJudged(folder: string): Promise<Judged[]> {
  const file = join(folder, FILE);
  const judged: Judged[] = [];
  if (!existsSync(file)) return judged;
  for await (const { value } of readJsonl(file, JudgedSchema)) judged.push(judgedFromDisk(value));
  return judged;
}

/** Replaces the votes that a run folder keeps. */
export function writeJudged(folder: string, judged: readonly Judged[]): void {
  if (judged.length > 0) writeAtomic(join(folder, FILE), toJsonl(judged.map(judgedToDisk)));
  else rmSync(join(folder, FILE), { force: true });
}

/** What a run's judge answered so far, to be taken in when the run is graded again; null where none was asked. */
export async function earlierJudging(
  folder: string,
  run: Run,
): Promise<{ model: string; votes: Judged[] } | null> {
  return run.identity.judge && { model: run.identity.judge.model, votes: await readJudged(folder) };
}

/** What a reader of the run must know of its judge is told in its notes, in place of what was told of an earlier judging. */
const NOTE = "Judge: ";

/** A run's notes without what they say of its judge. */
export function notesWithoutJudge(run: Run): string[] {
  return run.provenance.notes.filter((note) => !note.startsWith(NOTE));
}

/** The run as judged: its identity changes, for a judge changes scores. */
export function withJudge(
  run: Run,
  judge: { identity: { model: string; sha256: string }; judging: Judging; remarks: readonly string[] },
): Run {
  const { sha256: _, ...parts } = { ...run.identity, judge: judge.identity };
  return {
    ...run,
    identity: { sha256: contentHash(parts), ...parts },
    provenance: {
      ...run.provenance,
      notes: [
        ...notesWithoutJudge(run),
        `${NOTE}${inWords(judge.judging)}`,
        ...judge.remarks.map((one) => NOTE + one),
      ],
    },
    judge: judge.judging,
  };
}

function inWords({ model, votes, questions, answered, missing, void: voided, flicker }: Judging): string {
  const parts = [`${model} answered ${answered} of ${questions} questions`];
  if (votes > 1) parts.push(`${votes} votes each`);
  if (flicker !== null) parts.push(`votes differ on ${(100 * flicker).toFixed(1)} % of them`);
  if (missing > 0) parts.push(`${missing} were not answered and stay ungraded`);
  for (const { cause, count } of voided) parts.push(`${count} void (${cause})`);
  return `${parts.join("; ")}.`;
}
