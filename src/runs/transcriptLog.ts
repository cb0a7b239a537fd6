import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { sha256 } from "../files/hash.ts";
import { openJournal } from "../files/journal.ts";
import { readJsonl, type Span, strictJson } from "../files/jsonl.ts";
import { notWritten, writeAll } from "../files/write.ts";
import {
  type SampleName,
  type Transcript,
  transcriptFromDisk,
  transcriptOutcome,
  TranscriptSchema,
  transcriptToDisk,
} from "../records/transcript.ts";
import { addSpent, nothingSpent, type Spent } from "./spent.ts";
import { type OrderedPlaces, type Place, samplePlaces, type SamplePlaces } from "./samplePlaces.ts";
import { addToTally, emptyTally, type Tally } from "./tally.ts";

/** The transcripts of a run that is being made: a journal, of which only the places of its lines are kept in memory. */
export interface TranscriptLog {
  /** Whether a sample needs no further asking: it has a transcript, and not one of a machine's fault. */
  isDone: (sample: SampleName) => boolean;
  /** Samples that have a transcript, of whatever outcome. */
  size: () => number;
  /** What the transcripts found at its opening cost, superseded ones included. */
  spent: () => Spent;
  /** Adds a planned sample's transcript; it is on the disk when the promise is kept. */
  append: (transcript: Transcript) => Promise<void>;
  close: () => Promise<void>;
  /**
   * Puts the closed file into this order, one transcript a sample, in one step. Lines that drop out are kept in superseded.jsonl.
   * @throws DealbenchError (exit 4) where it cannot be written; the file is then as it was.
   */
  putInOrder: (order: Iterable<SampleName>) => Promise<void>;
}

const FILE = "transcripts.jsonl";
const SUPERSEDED = "superseded.jsonl";

/** How much is copied before other work gets its turn. */
const BATCH = 1_048_576;

/**
 * Opens the transcripts of a run folder, and makes the file where it is missing. `isPlanned` says whether a transcript found
 * there answers a sample that is planned today.
 * @throws InputError naming every bad line; DealbenchError (exit 4) where it cannot be written.
 */
export async function openTranscriptLog(
  folder: string,
  isPlanned: (transcript: Transcript) => boolean,
): Promise<TranscriptLog> {
  const file = join(folder, FILE);
  const journal = await openJournal(file);
  const places = samplePlaces();
  const dropped: Span[] = [];
  const spent = nothingSpent();
  const put = (transcript: Transcript, span: Span): void => {
    const before = places.at(transcript);
    const done = isDone(transcript);
    if (before?.done && !done) dropped.push(span);
    else {
      if (before) dropped.push(before);
      places.put(transcript, { ...span, done });
    }
  };
  try {
    for await (const { value, span } of readJsonl(file, TranscriptSchema)) {
      const transcript = transcriptFromDisk(value);
      addTranscript(spent, transcript);
      if (isPlanned(transcript)) put(transcript, span);
      else dropped.push(span);
    }
    for await (const transcript of supersededIn(folder)) addTranscript(spent, transcript);
  } catch (error) {
    await journal.close();
    throw error;
  }
  return {
    isDone: (sample) => places.at(sample)?.done === true,
    size: places.size,
    spent: () => spent,
    append: async (transcript) => put(transcript, await journal.append(transcriptToDisk(transcript))),
    close: journal.close,
    putInOrder: async (order) => {
      const kept = places.inOrder(order);
      dropped.push(...restOf(places, kept));
      if (dropped.length === 0 && standInOrder(kept)) return;
      await keepSuperseded(folder, dropped);
      await rewrite(file, kept);
    },
  };
}

/**
 * Writes the transcripts of a run that are there already, one at a time and in their order.
 * @throws DealbenchError (exit 4) where one cannot be written; whatever reading them throws.
 */
export async function writeTranscripts(
  folder: string,
  transcripts: AsyncIterable<Transcript>,
): Promise<void> {
  const file = join(folder, FILE);
  try {
    await writeFile(file, linesOf(transcripts));
  } catch (cause) {
    throw notWritten(file, cause);
  }
}

async function* linesOf(transcripts: AsyncIterable<Transcript>): AsyncGenerator<string> {
  for await (const transcript of transcripts) yield `${strictJson(transcriptToDisk(transcript))}\n`;
}

/** Copies what was superseded in some run folders into another one. */
export function copySuperseded(folders: readonly string[], to: string): void {
  for (const file of folders.map((folder) => join(folder, SUPERSEDED))) {
    if (existsSync(file)) appendFileSync(join(to, SUPERSEDED), readFileSync(file));
  }
}

/** What stands in a folder's superseded.jsonl, added up. */
export async function tallySuperseded(folder: string): Promise<Tally> {
  const tally = emptyTally();
  for await (const transcript of supersededIn(folder)) addToTally(tally, transcript);
  return tally;
}

/** Adds what the run paid for a transcript. */
export function addTranscript(spent: Spent, { costUsd, incurredUsd = costUsd, atMostUsd }: Transcript): void {
  addSpent(spent, incurredUsd, atMostUsd);
}

/** The transcripts that stand in a folder's superseded.jsonl. */
export async function* supersededIn(folder: string): AsyncGenerator<Transcript> {
  const file = join(folder, SUPERSEDED);
  if (!existsSync(file)) return;
  for await (const { value } of readJsonl(file, TranscriptSchema, { torn: "drop" })) {
    yield transcriptFromDisk(value);
  }
}

/** Whether a conversation needs no more asking: it did not end in a machine's fault. */
export function isDone(transcript: Transcript): boolean {
  return transcriptOutcome(transcript) !== "error";
}

/** The places that are not among these. */
function restOf(places: SamplePlaces, taken: OrderedPlaces): Place[] {
  if (taken.length === places.size()) return [];
  const starts = new Set<number>();
  for (const { start } of taken) starts.add(start);
  return [...places.all()].filter(({ start }) => !starts.has(start));
}

/** Whether lines stand one behind the other as they are. */
function standInOrder(spans: Iterable<Span>): boolean {
  let end = 0;
  for (const { start } of spans) {
    if (start < end) return false;
    end = start;
  }
  return true;
}

/** Adds lines to superseded.jsonl; those that an earlier, killed process has put there already are left out. */
async function keepSuperseded(folder: string, spans: readonly Span[]): Promise<void> {
  if (spans.length === 0) return;
  const source = openSync(join(folder, FILE), "r");
  const journal = await openJournal(join(folder, SUPERSEDED));
  try {
    const known = new Set<string>();
    for await (const { value } of readJsonl(join(folder, SUPERSEDED), TranscriptSchema)) {
      known.add(sha256(JSON.stringify(value)));
    }
    for (const span of spans) {
      const value = TranscriptSchema.parse(JSON.parse(readSpan(source, span).toString("utf8")));
      if (!known.has(sha256(JSON.stringify(value)))) await journal.append(value);
    }
  } finally {
    closeSync(source);
    await journal.close();
  }
}

/** Replaces a file by these lines of it, in this order. */
async function rewrite(file: string, spans: Iterable<Span>): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  const source = openSync(file, "r");
  try {
    const target = openSync(temporary, "w");
    try {
      await copyLines(source, target, spans);
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw notWritten(file, cause);
  } finally {
    closeSync(source);
  }
}

/** Gathers lines in one buffer: one for each line would be garbage that the collector sees late. */
async function copyLines(source: number, target: number, spans: Iterable<Span>): Promise<void> {
  const desk = Buffer.allocUnsafe(BATCH);
  let gathered = 0;
  const flush = async (): Promise<void> => {
    writeAll(target, desk.subarray(0, gathered));
    gathered = 0;
    await breathe();
  };
  for (const span of spans) {
    if (gathered + span.length > BATCH) await flush();
    if (span.length > BATCH) writeAll(target, readSpan(source, span));
    else gathered += readSync(source, desk, gathered, span.length, span.start);
  }
  await flush();
}

function readSpan(handle: number, { start, length }: Span): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(handle, bytes, 0, length, start);
  return bytes;
}
