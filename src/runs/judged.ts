import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "../files/hash.ts";
import { openJournal } from "../files/journal.ts";
import { readJsonl, toJsonl } from "../files/jsonl.ts";
import { writeAtomic } from "../files/write.ts";
import {
  type JudgeCall,
  judgeCallFromDisk,
  JudgeCallSchema,
  judgeCallToDisk,
  type Judged,
  judgedFromDisk,
  JudgedSchema,
  judgedToDisk,
  type JudgeSpending,
  type Judging,
} from "../records/judge.ts";
import type { Run } from "../records/run.ts";
import { addSpent, type Spent } from "./spent.ts";
import { sum } from "./tally.ts";

const FILE = "judge.jsonl";
const CALLS = "judge_calls.jsonl";

/**
 * The votes of the judge that a run folder keeps; empty where none has judged it.
 * @throws InputError naming the file and line of every problem.
 */
export async function readJudged(folder: string): Promise<Judged[]> {
  const file = join(folder, FILE);
  const judged: Judged[] = [];
  if (!existsSync(file)) return judged;
  for await (const { value } of readJsonl(file, JudgedSchema, { torn: "drop" }))
    judged.push(judgedFromDisk(value));
  return judged;
}

/** Replaces the votes that a run folder keeps. */
export function writeJudged(folder: string, judged: readonly Judged[]): void {
  if (judged.length > 0) writeAtomic(join(folder, FILE), toJsonl(judged.map(judgedToDisk)));
  else rmSync(join(folder, FILE), { force: true });
}

/** Where a judge's answers are kept as they come, each on the disk when its promise is kept. */
export interface JudgeLog {
  /** Notes a call that came back, before anything is made of it. */
  called: (call: JudgeCall) => Promise<void>;
  voted: (votes: readonly Judged[]) => Promise<void>;
  close: () => Promise<void>;
}

/** Opens the journals of a run folder's judge. @throws DealbenchError (exit 4) where they cannot be written. */
export async function openJudgeLog(folder: string): Promise<JudgeLog> {
  const votes = await openJournal(join(folder, FILE));
  const calls = await openJournal(join(folder, CALLS));
  return {
    called: async (call) => void (await calls.append(judgeCallToDisk(call))),
    voted: async (judged) => void (await Promise.all(judged.map((vote) => votes.append(judgedToDisk(vote))))),
    close: async () => void (await Promise.all([votes.close(), calls.close()])),
  };
}

/** What asking the judge of a run folder took, over all sessions; undefined where none was asked from here. */
export async function judgeSpending(folder: string): Promise<JudgeSpending | undefined> {
  const file = join(folder, CALLS);
  if (!existsSync(file)) return undefined;
  const spent = { calls: 0, attempts: 0 };
  let [incurredUsd, listUsd, inputTokens, outputTokens]: (number | null)[] = [0, 0, 0, 0];
  for await (const { value } of readJsonl(file, JudgeCallSchema, { torn: "drop" })) {
    const { attempts, costUsd, cached, ...tokens } = judgeCallFromDisk(value);
    spent.calls++;
    spent.attempts += cached ? 0 : attempts;
    incurredUsd = sum(incurredUsd ?? null, cached ? 0 : costUsd);
    listUsd = sum(listUsd ?? null, costUsd);
    inputTokens = sum(inputTokens ?? null, tokens.inputTokens);
    outputTokens = sum(outputTokens ?? null, tokens.outputTokens);
  }
  return { ...spent, incurredUsd, listUsd, inputTokens, outputTokens } as JudgeSpending;
}

/** Adds what a run folder's judge was paid to what was spent. */
export async function addJudgeSpent(spent: Spent, folder: string): Promise<void> {
  const file = join(folder, CALLS);
  if (!existsSync(file)) return;
  for await (const { value } of readJsonl(file, JudgeCallSchema, { torn: "drop" })) {
    const { cached, costUsd, atMostUsd } = judgeCallFromDisk(value);
    if (!cached) addSpent(spent, costUsd, atMostUsd);
  }
}

/** Adds the judge's calls of some run folders to those of another one. */
export function copyJudgeCalls(folders: readonly string[], to: string): void {
  for (const file of folders.map((folder) => join(folder, CALLS))) {
    if (existsSync(file)) appendFileSync(join(to, CALLS), readFileSync(file));
  }
}

/** What a judge answered earlier: it counts again wherever the question is still the same. */
export interface EarlierJudging {
  model: string;
  votes: readonly Judged[];
  /** What asking it took, where it was asked from here. */
  spent?: JudgeSpending | undefined;
}

/**
 * What a run's judge answered so far, to be taken in when the run is graded again; null where none was asked. A run that is being continued
 * is not judged until it is graded, and its judge's answers are there all the same.
 */
export async function earlierJudging(folder: string, run: Run): Promise<EarlierJudging | null> {
  const votes = await readJudged(folder);
  const model = run.identity.judge?.model ?? votes[0]?.judge;
  return model === undefined ? null : { model, votes, spent: await judgeSpending(folder) };
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
  spent?: JudgeSpending,
): Run {
  const judging = { ...judge.judging, ...(spent ? { spent } : {}) };
  const { sha256: _, ...parts } = { ...run.identity, judge: judge.identity };
  return {
    ...run,
    identity: { sha256: contentHash(parts), ...parts },
    provenance: {
      ...run.provenance,
      notes: [
        ...notesWithoutJudge(run),
        `${NOTE}${inWords(judging)}`,
        ...judge.remarks.map((one) => NOTE + one),
      ],
    },
    judge: judging,
  };
}

function inWords(judging: Judging): string {
  const { model, votes, questions, answered, missing, void: voided, flicker, spent } = judging;
  const parts = [`${model} answered ${answered} of ${questions} questions`];
  if (votes > 1) parts.push(`${votes} votes each`);
  if (flicker !== null) parts.push(`votes differ on ${(100 * flicker).toFixed(1)} % of them`);
  if (missing > 0) parts.push(`${missing} were not answered and stay ungraded`);
  for (const { cause, count } of voided) parts.push(`${count} void (${cause})`);
  if (spent) parts.push(spentInWords(spent));
  return `${parts.join("; ")}.`;
}

/** Not part of the run's own cost, which is the candidates'. */
function spentInWords({ calls, incurredUsd }: JudgeSpending): string {
  const paid = incurredUsd === null ? "at a cost that is not known" : `for $${incurredUsd.toFixed(4)}`;
  return `${calls} calls ${paid}, apart from the candidates'`;
}
