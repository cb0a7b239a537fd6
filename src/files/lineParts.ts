import { closeSync, openSync, readSync } from "node:fs";
import { numberRows } from "../records/numberRows.ts";
import { readFailure } from "./read.ts";
import type { Part } from "./scratchFile.ts";

const CHUNK = 262_144;
const LF = 10;

/**
 * Where the lines of a file stand, in bytes without their newline; empty lines are left out. Two numbers a line are kept,
 * whatever its length.
 * @throws InputError when the file cannot be read.
 */
export function lineParts(file: string): { count: number; at: (line: number) => Part } {
  const starts = numberRows("float64", 1);
  const lengths = numberRows("uint32", 1);
  scan(file, (start, length) => {
    if (length === 0) return;
    starts.push([start]);
    lengths.push([length]);
  });
  return {
    count: starts.length(),
    at: (line) => ({ start: starts.at(line, 0), length: lengths.at(line, 0) }),
  };
}

/** Reads parts of a file that is read from many places. @throws InputError when it cannot be opened. */
export function openParts(file: string): { read: (part: Part) => Buffer; close: () => void } {
  const handle = attempt(file, () => openSync(file, "r"));
  return {
    read: ({ start, length }) => {
      const bytes = Buffer.alloc(length);
      attempt(file, () => readSync(handle, bytes, 0, length, start));
      return bytes;
    },
    close: () => closeSync(handle),
  };
}

function scan(file: string, add: (start: number, length: number) => void): void {
  const handle = attempt(file, () => openSync(file, "r"));
  try {
    const chunk = Buffer.alloc(CHUNK);
    let position = 0;
    let start = 0;
    for (let read = attempt(file, () => readSync(handle, chunk)); read > 0;) {
      const bytes = chunk.subarray(0, read);
      for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
        add(start, position + at - start);
        start = position + at + 1;
      }
      position += read;
      read = attempt(file, () => readSync(handle, chunk));
    }
    add(start, position - start);
  } finally {
    closeSync(handle);
  }
}

function attempt<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw readFailure(cause, file);
  }
}
