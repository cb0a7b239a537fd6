import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DealbenchError, EXIT } from "../records/errors.ts";

/**
 * Writes a file so that readers see the old content or the new, never half of it: a sibling temporary file is written,
 * synced and renamed over the target. Missing folders are made.
 * @throws DealbenchError (exit 4) when the disk is full or the folder is not writable; the target is then untouched.
 */
export function writeAtomic(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    makeMissing(resolve(dirname(file)));
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
    throw notWritten(file, cause);
  }
}

/** Writes all of these bytes, however many the system takes at a time, where the open file stands. */
export function writeAll(handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
}

/**
 * Makes a folder and those above it where they are missing. (Node's own recursive mkdir never returns below /proc.)
 * @throws DealbenchError (exit 4) when it cannot be made, naming a file that stands in its place.
 */
export function makeFolder(folder: string): void {
  try {
    makeMissing(resolve(folder));
  } catch (cause) {
    throw notWritten(folder, cause);
  }
}

/**
 * Refuses a folder that nothing can be written into, before work whose outcome it would hold. What is made to find out is gone again.
 * @throws DealbenchError (exit 2) saying why, and what to choose instead.
 */
export function refuseUnwritable(folder: string): void {
  refuseBlocked(folder, folder, "--out or --reports");
}

/**
 * Refuses a file that could not be written, or that stands there already and is not to be replaced, before its content is made.
 * `option` is what named it.
 * @throws DealbenchError (exit 2) where it is a folder, nothing can be written into the folder that would hold it, or it is there.
 */
export function refuseOutFile(
  file: string,
  { isReplaced, option = "--out" }: { isReplaced: boolean; option?: string },
): void {
  const isThere = existsSync(file);
  if (isThere ? statSync(file).isDirectory() : /[\\/]$/.test(file))
    throw new DealbenchError(`${file}: is a folder, expected a file; choose another ${option}`);
  refuseBlocked(dirname(resolve(file)), file, option);
  if (isThere && !isReplaced)
    throw new DealbenchError(`${file}: exists; choose another ${option}, or write over it with --replace`);
}

/** @throws DealbenchError (exit 2) that speaks of `asked`, where nothing can be written into the folder; `options` name such places. */
function refuseBlocked(folder: string, asked: string, options: string): void {
  const missing = missingOf(resolve(folder));
  const probe = join(folder, `.${process.pid}.tmp`);
  try {
    makeMissing(resolve(folder));
    writeFileSync(probe, "");
  } catch (cause) {
    throw new DealbenchError(
      `${asked}: nothing can be written there: ${placeWords(cause)}; choose another ${options}`,
      { cause },
    );
  } finally {
    removeQuietly(probe);
    for (const made of missing) removeEmptyQuietly(made);
  }
}

/** The error for a file that could not be written, in words that say what to do; a DealbenchError stays as it is. */
export function notWritten(file: string, cause: unknown): DealbenchError {
  if (cause instanceof DealbenchError) return cause;
  return new DealbenchError(`${file}: not written: ${reasonOf(cause)}`, { exitCode: EXIT.incomplete, cause });
}

/** The folders of a path that are not there, the deepest first. */
function missingOf(folder: string): string[] {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? [] : [folder, ...missingOf(above)];
}

function makeMissing(folder: string): void {
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return;
    throw new Error(`${folder} is a file, expected a folder`);
  }
  const above = dirname(folder);
  if (above !== folder) makeMissing(above);
  try {
    mkdirSync(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
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

function removeEmptyQuietly(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It was not made, or somebody has put something there by now.
  }
}

/** What is wrong with a place. */
function placeWords(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return "no folder can be made";
  return code === "EACCES" || code === "EPERM" || code === "EROFS" ? "it is not writable" : message;
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOSPC") return "the disk is full; free some space and run the command again";
  if (code === "EFBIG") return "the file is larger than is allowed here (ulimit -f)";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return "the folder is not writable; choose another one with --out";
  }
  return message;
}
