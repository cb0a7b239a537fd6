import { ftruncateSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { type Span, strictJson } from "./jsonl.ts";
import { makeFolder, notWritten, writeAll } from "./write.ts";

/** A JSONL file that only grows. */
export interface Journal {
  /**
   * Adds a record: at once to the file, so that a process killed from here on has not lost it; on the disk when the
   * promise is kept. Records that come while the disk is busy share the next sync.
   * @throws DealbenchError (exit 4) where it cannot be written; nothing of the record is left in the file then.
   */
  append: (record: unknown) => Promise<Span>;
  close: () => Promise<void>;
}

/** How much of a file is read at a time to find its last newline, and what a record may take without more room. */
const CHUNK = 65_536;
const LF = 10;

/**
 * Opens a JSONL file for appending, and makes it where it is missing. A last line without its newline is ended if it is
 * whole JSON, and taken out if it is not: its writer was killed in the middle.
 * @throws DealbenchError (exit 4) where the file cannot be written.
 */
export async function openJournal(file: string): Promise<Journal> {
  makeFolder(dirname(file));
  try {
    const handle = await open(file, "a+");
    try {
      return journalOn(file, handle, await endLastLine(handle));
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (cause) {
    throw notWritten(file, cause);
  }
}

interface Waiting {
  span: Span;
  kept: (span: Span) => void;
  lost: (cause: unknown) => void;
}

function journalOn(file: string, handle: FileHandle, size: number): Journal {
  let end = size;
  let onDisk = size;
  let waiting: Waiting[] = [];
  let syncing: Promise<void> | null = null;
  /** Why nothing can follow what stands in the file: part of a record may stand at its end. */
  let broken: { cause: unknown } | null = null;

  const cutTo = (length: number): void => {
    end = length;
    try {
      ftruncateSync(handle.fd, length);
    } catch (cause) {
      broken = { cause };
    }
  };
  // One buffer for all: one for each record would be garbage that the collector sees late.
  let desk = Buffer.allocUnsafeSlow(CHUNK);
  const write = (line: string): Span => {
    if (broken) throw notWritten(file, broken.cause);
    const most = 3 * line.length;
    if (most > desk.length) desk = Buffer.allocUnsafeSlow(2 * most);
    const length = desk.write(line);
    try {
      writeAll(handle.fd, desk.subarray(0, length));
    } catch (cause) {
      cutTo(end);
      throw notWritten(file, cause);
    }
    const span = { start: end, length };
    end += length;
    return span;
  };
  const syncAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      const written = end;
      waiting = [];
      try {
        await handle.datasync();
        onDisk = written;
        for (const { span, kept } of batch) kept(span);
      } catch (cause) {
        const all = [...batch, ...waiting];
        waiting = [];
        cutTo(onDisk);
        for (const { lost } of all) lost(notWritten(file, cause));
      }
    }
    syncing = null;
  };
  return {
    append: (record) =>
      new Promise((kept, lost) => {
        const span = write(`${strictJson(record)}\n`);
        waiting.push({ span, kept, lost });
        syncing ??= syncAll();
      }),
    close: async () => {
      await syncing;
      await handle.close();
    },
  };
}

/** Makes the file end in a newline, and returns its size then. */
async function endLastLine(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const tail = await readTail(handle, size);
  if (tail.length === 0) return size;
  if (isJson(tail)) {
    await handle.writeFile("\n");
    return size + 1;
  }
  await handle.truncate(size - tail.length);
  return size - tail.length;
}

/** The bytes after the last newline, found from the end so that a long file costs no more than a short one. */
async function readTail(handle: FileHandle, size: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let end = size; end > 0; end -= CHUNK) {
    const start = Math.max(0, end - CHUNK);
    const { buffer } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    const newline = buffer.lastIndexOf(LF);
    parts.unshift(buffer.subarray(newline + 1));
    if (newline !== -1) break;
  }
  return Buffer.concat(parts);
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}
