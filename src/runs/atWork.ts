import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { strictJson } from "../files/jsonl.ts";
import { makeFolder, refuseUnwritable, writeAtomic } from "../files/write.ts";
import { type Run, runToDisk } from "../records/run.ts";
import { lockRun } from "./lock.ts";

/** A run folder that this process works on: it is locked, and its run.json says "unfinished". */
export interface RunAtWork {
  folder: string;
  /** How the lock was come by, where that is worth saying. */
  notice: string | null;
  /** What run.json says. */
  run: () => Run;
  /** Replaces run.json. */
  save: (run: Run) => void;
  /** The run with this session ended now, and the time of all sessions added up. */
  ended: (run: Run) => Run;
  /** Gives the folder up; one that was new is gone then. */
  abandon: () => void;
  release: () => void;
}

/**
 * Locks a run folder, makes it where it is new, and writes run.json with one more session in it.
 * @throws DealbenchError (exit 2) when another process works on it or nothing can be written there; a folder that was new is then gone
 * again.
 */
export function startWork(folder: string, begun: Run): RunAtWork {
  const isNew = !existsSync(folder) || readdirSync(folder).length === 0;
  refuseUnwritable(folder);
  makeFolder(folder);
  const lock = lockRun(folder);
  const started = { date: new Date(), clock: performance.now() };
  const earlier = begun.sessions?.map(({ startedAt, endedAt }) => ({
    startedAt,
    endedAt: endedAt ?? lastReplyAt(folder, startedAt),
  }));
  const session = { startedAt: started.date.toISOString(), endedAt: null };
  let current: Run = { ...begun, status: "unfinished", sessions: [...(earlier ?? []), session] };
  const save = (run: Run): void => {
    writeAtomic(join(folder, "run.json"), `${strictJson(runToDisk(run), 2)}\n`);
    current = run;
  };
  const abandon = (): void => {
    lock.release();
    if (isNew) rmSync(folder, { recursive: true, force: true });
  };
  try {
    save(current);
  } catch (error) {
    abandon();
    throw error;
  }
  return {
    folder,
    notice: lock.notice,
    run: () => current,
    save,
    ended: (run) => endSession(run, started),
    abandon,
    release: lock.release,
  };
}

/** By the steady clock: the other may be set while we work. */
function endSession(run: Run, started: { date: Date; clock: number }): Run {
  const endedAt = new Date(started.date.getTime() + performance.now() - started.clock).toISOString();
  const sessions = (run.sessions ?? []).map((session) =>
    session.endedAt === null ? { ...session, endedAt } : session,
  );
  const seconds = sessions.reduce((sum, session) => sum + secondsOf(session), 0);
  return { ...run, sessions, cost: { ...run.cost, seconds: Math.round(seconds * 1000) / 1000 } };
}

function secondsOf({ startedAt, endedAt }: { startedAt: string; endedAt: string | null }): number {
  return endedAt === null ? 0 : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
}

/** When a killed process was last heard of: its session ended there. */
function lastReplyAt(folder: string, startedAt: string): string {
  const file = join(folder, "transcripts.jsonl");
  const written = existsSync(file) ? statSync(file).mtime.toISOString() : startedAt;
  return written > startedAt ? written : startedAt;
}
