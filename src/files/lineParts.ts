import { closeSync, openSync, readSync } from "node:fs";
import { readFailure } from "./read.ts";
import type { Part } from "./scratchFile.ts";

const CHUNK = 4_194_304;
const LF = 10;

/**
 * Where the lines of a file stand, in bytes without their newline; empty lines are left out. Two numbers a line are kept,
 * whatever its length.
 * @throws InputError when the file cannot be read.
 */
export function lineParts(file: string): { count: number; at: (line: number) => Part } {
  let starts = new Float64Array(1024);
  let lengths = new Float64Array(1024);
  let count = 0;
  const add = (start: number, length: number): void => {
    if (length === 0) return;
    if (count === starts.length) {
      starts = grown(starts);
      lengths = grown(lengths);
    }
    starts[count] = start;
    lengths[count++] = length;
  };
  scan(file, add);
  return { count, at: (line) => ({ start: starts[line] ?? 0, length: lengths[line] ?? 0 }) };
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

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}

function attempt<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw readFailure(cause, file);
  }
}
