import { closeSync, openSync, readSync } from "node:fs";
import { readJsonl, type Span } from "../../files/jsonl.ts";
import { type Journal, openJournal } from "../../files/journal.ts";
import { type ReplyLine, ReplyLineSchema } from "../../records/replyLine.ts";
import type { ModelReply } from "../../records/request.ts";
import { replyInLine } from "./replyLine.ts";

/** Replies to a run's requests in a file of the run folder; memory holds only where each stands. */
export interface HeldReplies {
  size: () => number;
  has: (key: string) => boolean;
  get: (key: string) => ModelReply | null;
  /** Adds a line under its id; it is on the disk when the promise is kept. */
  put: (line: ReplyLine) => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Opens a journal of replies, and makes it where it is missing.
 * @throws InputError naming every bad line; DealbenchError (exit 4) where it cannot be written.
 */
export async function openHeldReplies(file: string): Promise<HeldReplies> {
  const journal = await openJournal(file);
  const places = new Map<string, Span>();
  let source: number;
  try {
    for await (const { value, span } of readJsonl(file, ReplyLineSchema)) places.set(value.custom_id, span);
    source = openSync(file, "r");
  } catch (error) {
    await journal.close();
    throw error;
  }
  return {
    size: () => places.size,
    has: (key) => places.has(key),
    get: (key) => {
      const place = places.get(key);
      return place ? replyAt(source, place) : null;
    },
    put: async (line) => void places.set(line.custom_id, await journal.append(line)),
    close: () => closeBoth(journal, source),
  };
}

function replyAt(source: number, { start, length }: Span): ModelReply | null {
  const bytes = Buffer.alloc(length);
  readSync(source, bytes, 0, length, start);
  return replyInLine(ReplyLineSchema.parse(JSON.parse(bytes.toString("utf8"))));
}

async function closeBoth(journal: Journal, source: number): Promise<void> {
  closeSync(source);
  await journal.close();
}
