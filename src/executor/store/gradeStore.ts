import type { DatabaseSync, StatementSync } from "node:sqlite";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { KeptGradeStats } from "../../records/cache.ts";
import { bytesOnDisk, checkWhole, giveBack } from "./bytes.ts";
import { inodeOf, inTransaction, type Layout, openDatabase } from "./database.ts";
import { guardDatabase } from "./databaseGuard.ts";

/** What grading made of replies, in one SQLite file beside the response cache, shared by runs, threads and processes. */
export interface KeptGrades {
  /** What was kept under a key; its content is the caller's affair. */
  get: (key: string) => Buffer | undefined;
  /** Keeps text under its key, in place of what was there; never throws. */
  put: (key: string, text: string) => void;
  stats: () => KeptGradeStats;
  /** Removes what was kept before a moment; all without one. Gives how many. */
  prune: (before: Date | undefined) => number;
  /** Writes what is still to be written, and closes the file. */
  close: () => void;
}

/** The grade cache that belongs to a response cache: `replies.sqlite` has `replies.grades.sqlite` beside it. */
export function gradeStoreFile(replyStoreFile: string): string {
  return `${replyStoreFile.replace(/\.sqlite$/, "")}.grades.sqlite`;
}

interface GradeDatabase {
  db: DatabaseSync;
  find: StatementSync;
  insert: StatementSync;
  remove: StatementSync;
  inode: number | null;
}

/** Pages that hold a few rows each; what a power cut takes away can be graded again. */
const GRADES: Layout = {
  name: "grade cache",
  table: "grades",
  version: 1,
  create: `
  CREATE TABLE grades (
    key TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    content BLOB NOT NULL
  ) STRICT;`,
  pragmas:
    "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000; PRAGMA cell_size_check = ON",
};

/**
 * Fast, and with a checksum: content that was damaged is never taken for what was kept. A window of 64 kB, of the size of most content,
 * takes half the time of the usual one, since a window is made anew for every piece, and leaves fewer holes in memory.
 */
const COMPRESSION = {
  chunkSize: 8192,
  params: {
    [constants.ZSTD_c_compressionLevel]: 1,
    [constants.ZSTD_c_checksumFlag]: 1,
    [constants.ZSTD_c_windowLog]: 16,
  },
};

/** Most content is unpacked in one piece. */
const CHUNK = 65_536;

/**
 * Opens the grade cache, and makes it where it is missing. Content is written at the end of the turn of the event loop in which it
 * was put, all in one transaction. Whatever breaks costs the cache, never the run, and is told as a warning.
 * @throws DealbenchError (exit 2) where the file cannot be opened or is no grade cache.
 */
export async function openGradeStore(
  file: string,
  { onWarning }: { onWarning: (warning: string) => void },
): Promise<KeptGrades> {
  const { DatabaseSync } = await import("node:sqlite");
  const open = (name: string): GradeDatabase => {
    const db = openDatabase(DatabaseSync, name, GRADES);
    return {
      db,
      find: db.prepare("SELECT content FROM grades WHERE key = ?"),
      insert: db.prepare("INSERT OR REPLACE INTO grades VALUES (?, ?, ?)"),
      remove: db.prepare("DELETE FROM grades WHERE key = ?"),
      inode: inodeOf(name),
    };
  };
  const database = guardDatabase({ open, name: "grade cache", holds: "grades" }, file, onWarning);
  let pending = new Map<string, Uint8Array>();
  let scheduled: NodeJS.Immediate | undefined;

  const flush = (): void => {
    clearImmediate(scheduled);
    scheduled = undefined;
    const rows = pending;
    pending = new Map();
    if (rows.size === 0) return;
    database.write(({ db, insert }) =>
      inTransaction(db, () => {
        for (const [key, content] of rows) insert.run(key, Date.now(), content);
      }),
    );
  };

  return {
    get: (key) => {
      const row =
        pending.get(key) ?? database.read(({ find }) => find.get(key)?.["content"] as Uint8Array, undefined);
      if (row === undefined) return undefined;
      const content = unpacked(key, row);
      if (content) return content;
      onWarning(
        `${file}: kept grades are damaged (${key.slice(0, 12)}); they were removed and are made again.`,
      );
      database.write(({ remove }) => void remove.run(key));
      return undefined;
    },
    put: (key, text) => {
      pending.set(key, packed(key, text));
      scheduled ??= setImmediate(flush);
    },
    stats: () => {
      flush();
      return database.insist(({ db }) => statsOf(db, file));
    },
    prune: (before) => {
      flush();
      return database.insist(({ db }) => pruned(db, before));
    },
    close: () => {
      flush();
      database.close();
    },
  };
}

/** Where text stands while it is packed: a buffer for each would be garbage that the collector sees late. */
let desk = Buffer.allocUnsafe(65_536);

/** With its key within, so that a row under another's key is not taken for its own. */
function packed(key: string, text: string): Uint8Array {
  const most = 3 * (key.length + 1 + text.length);
  if (most > desk.length) desk = Buffer.allocUnsafe(most);
  const head = desk.write(`${key}\n`, "latin1");
  const length = head + desk.write(text, head);
  return zstdCompressSync(desk.subarray(0, length), { ...COMPRESSION, pledgedSrcSize: length });
}

function unpacked(key: string, row: Uint8Array): Buffer | null {
  try {
    const bytes = zstdDecompressSync(row, { chunkSize: CHUNK });
    return bytes.toString("latin1", 0, key.length + 1) === `${key}\n` ? bytes.subarray(key.length + 1) : null;
  } catch {
    return null;
  }
}

function statsOf(db: DatabaseSync, file: string): KeptGradeStats {
  checkWhole(db);
  const row = db
    .prepare("SELECT count(*) AS replies, min(created_at) AS oldest, max(created_at) AS newest FROM grades")
    .get();
  const time = (name: string): string | null =>
    row?.[name] == null ? null : new Date(Number(row[name])).toISOString();
  return {
    file,
    fileBytes: bytesOnDisk(file),
    replies: Number(row?.["replies"]),
    oldest: time("oldest"),
    newest: time("newest"),
  };
}

function pruned(db: DatabaseSync, before: Date | undefined): number {
  const { changes } = db
    .prepare("DELETE FROM grades WHERE :before IS NULL OR created_at < :before")
    .run({ before: before?.getTime() ?? null });
  if (changes !== 0) giveBack(db);
  return Number(changes);
}
