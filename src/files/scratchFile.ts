import { closeSync, fsyncSync, openSync, readdirSync, readSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, notWritten, writeAll } from "./write.ts";

/** How much is gathered before it is written. */
const BUFFER = 262_144;

/** Where a part of a file stands, in bytes. */
export interface Part {
  start: number;
  length: number;
}

/** A file that is written part by part beside its place and takes it in one step, or never. */
export interface ScratchFile {
  /** Adds text, bytes, or pieces of either that follow each other, and says where they stand. Lone surrogates become U+FFFD. */
  append: (part: string | Uint8Array | readonly (string | Uint8Array)[]) => Part;
  /** The bytes of a part that was added, in `desk` where they fit into it; they hold there until it is written to again. */
  read: (part: Part, desk?: Buffer) => Buffer;
  /** Syncs the file and puts it in its place. @throws DealbenchError (exit 4) */
  commit: () => void;
  /** Takes the file away; does nothing after `commit`. */
  discard: () => void;
}

/**
 * Begins a file that stays out of sight until it is committed; memory does not grow with it. `mark` tells two such files of one place apart.
 * @throws DealbenchError (exit 4) from here and every method when the disk is full or the folder is not writable.
 */
export function openScratch(file: string, mark = "tmp"): ScratchFile {
  const temporary = `${file}.${process.pid}.${mark}`;
  const attempt = <T>(act: () => T): T => {
    try {
      return act();
    } catch (cause) {
      discard();
      throw notWritten(file, cause);
    }
  };
  const buffer = Buffer.allocUnsafe(BUFFER);
  let handle: number | null = null;
  let written = 0;
  let gathered = 0;

  const discard = (): void => {
    if (handle === null) return;
    closeSync(handle);
    handle = null;
    rmSync(temporary, { force: true });
  };
  const opened = (): number => {
    if (handle === null) throw new Error(`${temporary} is closed`);
    return handle;
  };
  const writeOut = (bytes: Uint8Array): void => {
    writeAll(opened(), bytes);
    written += bytes.length;
  };
  const flush = (): void => {
    writeOut(buffer.subarray(0, gathered));
    gathered = 0;
  };

  const add = (part: string | Uint8Array): void => {
    const length = typeof part === "string" ? Buffer.byteLength(part) : part.length;
    if (gathered + length > BUFFER) attempt(flush);
    if (length > BUFFER) attempt(() => writeOut(typeof part === "string" ? Buffer.from(part) : part));
    else {
      if (typeof part === "string") buffer.write(part, gathered);
      else buffer.set(part, gathered);
      gathered += length;
    }
  };

  makeFolder(dirname(file));
  attempt(() => {
    handle = openSync(temporary, "w+");
  });
  return {
    append: (part) => {
      const start = written + gathered;
      if (typeof part === "string" || part instanceof Uint8Array) add(part);
      else for (const piece of part) add(piece);
      return { start, length: written + gathered - start };
    },
    read: ({ start, length }, desk) =>
      attempt(() => {
        if (start + length > written) flush();
        const bytes = desk && length <= desk.length ? desk.subarray(0, length) : Buffer.alloc(length);
        readSync(opened(), bytes, 0, length, start);
        return bytes;
      }),
    commit: () =>
      attempt(() => {
        flush();
        fsyncSync(opened());
        closeSync(opened());
        handle = null;
        renameSync(temporary, file);
      }),
    discard,
  };
}

/** Takes away what processes that were killed have begun in a folder and never finished. */
export function sweepScratch(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/\.(\d+)\.(?:\w+\.)?tmp$/.exec(name)?.[1] ?? process.pid);
    if (pid !== process.pid && !isAlive(pid)) rmSync(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
