import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { DealbenchError, EXIT } from "../records/errors.ts";
import { strictJson } from "./jsonl.ts";

/** A JSONL file that only grows; what was appended is on the disk when `append` returns. */
export interface Journal {
  append: (record: unknown) => void;
  close: () => void;
}

/**
 * Opens a JSONL file for appending, and makes it where it is missing. A last line without its newline is ended if it is
 * whole JSON, and taken out if it is not: its writer was killed in the middle.
 * @throws DealbenchError (exit 4) where the file cannot be written.
 */
export function openJournal(file: string): Journal {
  const attempt = <T>(act: () => T): T => {
    try {
      return act();
    } catch (cause) {
      const { message } = cause as Error;
      throw new DealbenchError(`${file}: not written: ${message}`, { exitCode: EXIT.incomplete, cause });
    }
  };
  const handle = attempt(() => {
    mkdirSync(dirname(file), { recursive: true });
    const tail = existsSync(file) ? tailOf(readFileSync(file)) : null;
    const opened = openSync(file, "a");
    if (tail?.whole) writeSync(opened, "\n");
    else if (tail) ftruncateSync(opened, fstatSync(opened).size - tail.length);
    return opened;
  });
  return {
    append: (record) =>
      attempt(() => {
        writeSync(handle, `${strictJson(record)}\n`);
        fsyncSync(handle);
      }),
    close: () => closeSync(handle),
  };
}

/** The bytes after the last newline, and whether they are whole JSON; null where there are none. */
function tailOf(bytes: Buffer): { length: number; whole: boolean } | null {
  const tail = bytes.subarray(bytes.lastIndexOf(10) + 1);
  if (tail.length === 0) return null;
  try {
    JSON.parse(tail.toString("utf8"));
    return { length: tail.length, whole: true };
  } catch {
    return { length: tail.length, whole: false };
  }
}
