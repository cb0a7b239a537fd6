import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DealbenchError, EXIT } from "../records/errors.ts";

/**
 * Writes a file so that readers see the old content or the new, never half of it: a sibling temporary file is written,
 * synced and renamed over the target. Missing folders are made.
 * @throws DealbenchError (exit 4) when the disk is full or the folder is not writable; the target is then untouched.
 */
export function writeAtomic(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(temporary, "w");
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (cause) {
    removeQuietly(temporary);
    throw new DealbenchError(`${file}: ${writeFailure(cause)}`, { exitCode: EXIT.incomplete, cause });
  }
}

/** Cleans up after a failure, whose own cause is the one to tell. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Nothing was made there: a folder of the path is missing or is a file.
  }
}

function writeFailure(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOSPC") return "not written: the disk is full; free some space and run the command again";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return "not written: the folder is not writable; choose another one with --out";
  }
  return `not written: ${message}`;
}
