import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { strictJson } from "../files/jsonl.ts";
import { notWritten } from "../files/write.ts";
import { DealbenchError } from "../records/errors.ts";

/** The right of one process to work on a run folder. */
export interface RunLock {
  /** What a user should know of how it was come by; null where there is nothing to say. */
  notice: string | null;
  release: () => void;
}

const FILE = "run.lock";

const HolderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process began, in the words of its system: a later process may have got the same pid. */
  process_start: z.string().nullable(),
  locked_at: z.string(),
});
type Holder = z.output<typeof HolderSchema>;

/**
 * Locks a run folder for this process. The lock of a process that is dead is taken over.
 * @throws DealbenchError (exit 2) naming who holds it, when that process lives or runs on another machine.
 */
export function lockRun(folder: string): RunLock {
  const file = join(folder, FILE);
  const own = {
    pid: process.pid,
    host: hostname(),
    process_start: processStart(process.pid),
    locked_at: new Date().toISOString(),
  };
  const release = (): void => {
    if (readHolder(file)?.pid === own.pid) rmSync(file, { force: true });
  };
  if (place(file, own)) return { notice: null, release };
  const holder = readHolder(file);
  if (holder !== null && mayLive(holder)) throw held(folder, file, holder);
  const notice =
    holder === null
      ? `${file} could not be read and was replaced.`
      : `Its process ${holder.pid}, at work since ${holder.locked_at}, is gone: its lock was taken over.`;
  removeStale(file, holder);
  if (place(file, own)) return { notice, release };
  throw held(folder, file, readHolder(file));
}

/** Whether a living process works on a run folder. */
export function isLocked(folder: string): boolean {
  const holder = readHolder(join(folder, FILE));
  return holder !== null && mayLive(holder);
}

/** Makes the lock with its content in one step; false where one is there already. */
function place(file: string, holder: Holder): boolean {
  const own = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(own, `${strictJson(holder)}\n`);
    linkSync(own, file);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw notWritten(file, cause);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Takes the lock of a dead process away, unless another process was quicker and has put its own in its place. */
function removeStale(file: string, stale: Holder | null): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const found = readHolder(aside);
  if (strictJson(found) !== strictJson(stale)) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process holds it by now; whoever it is will be named.
    }
  }
  rmSync(aside, { force: true });
}

/** Null where there is no lock, or one that no process of ours has written. */
function readHolder(file: string): Holder | null {
  try {
    return HolderSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

function mayLive({ pid, host, process_start }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const start = processStart(pid);
  return start === null || process_start === null || start === process_start;
}

/** When a process began, in clock ticks since the machine did (field 22 of /proc/<pid>/stat); null where there is no /proc. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function held(folder: string, file: string, holder: Holder | null): DealbenchError {
  if (holder === null) return new DealbenchError(`${folder}: is being taken over by another process`);
  const who = `process ${holder.pid} on ${holder.host}, at work since ${holder.locked_at}`;
  const wayOn =
    holder.host === hostname()
      ? "wait until it has ended, or start a run of its own folder (another --out)"
      : `whether it still runs cannot be seen from ${hostname()}: if it does not, delete ${file}`;
  return new DealbenchError(`${folder}: is locked by ${who}; ${wayOn}`);
}
