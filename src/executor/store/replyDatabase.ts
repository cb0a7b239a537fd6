import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DealbenchError } from "../../records/errors.ts";

/** An open response cache file with its statements. */
export interface ReplyDatabase {
  db: DatabaseSync;
  find: StatementSync;
  insert: StatementSync;
  remove: StatementSync;
  /** Twice the hash of a request → its repeats. */
  repeats: StatementSync;
  /** Which file was opened, should another take its name. */
  inode: number | null;
}

/** How long a writer waits for another process to finish its write. */
const BUSY_MS = 10_000;

/** Raised with every change of the table, so that no version reads what it does not know. */
const LAYOUT = 1;

const CREATE = `
  CREATE TABLE replies (
    key TEXT PRIMARY KEY,
    repeat INTEGER NOT NULL,
    model TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    input_tokens INTEGER,
    output_tokens INTEGER,
    cost_usd REAL,
    bytes INTEGER NOT NULL,
    reply TEXT NOT NULL,
    checksum TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version = ${LAYOUT};`;

/**
 * Opens a response cache, and makes it where it is missing. Write-ahead log with synchronous=NORMAL: a committed reply
 * outlives the process, however it dies; after a power cut the last ones may be missing, and the file is still whole.
 * @throws DealbenchError (exit 2) where the file is another program's or another version's. SQLite's own error otherwise;
 *   {@link isDamage} tells a damaged file from one that cannot be opened.
 */
export function openReplyDatabase(Database: typeof DatabaseSync, file: string): ReplyDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file, { timeout: BUSY_MS });
  try {
    refuseForeign(db, file);
    db.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cell_size_check = ON",
    );
    ensureLayout(db);
    return {
      db,
      find: db.prepare("SELECT reply, checksum FROM replies WHERE key = ?"),
      insert: db.prepare(
        `INSERT OR IGNORE INTO replies VALUES
          (:key, :repeat, :model, :created_at, :input_tokens, :output_tokens, :cost_usd, :bytes, :reply, :checksum)`,
      ),
      remove: db.prepare("DELETE FROM replies WHERE key = ?"),
      repeats: db.prepare(
        "SELECT repeat FROM replies WHERE key >= ? || '-' AND key < ? || '.' ORDER BY repeat",
      ),
      inode: inodeOf(file),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** The error that SQLite would throw, had it met the damage itself. */
export function damage(message: string): Error {
  return Object.assign(new Error(message), { errcode: SQLITE_CORRUPT });
}

/** Whether SQLite found the file itself broken, not merely busy, full or out of reach. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** Whether an error is SQLite's. */
export function isSqlite(error: unknown): error is Error {
  return resultCode(error) !== null;
}

/**
 * Moves a damaged file out of the way with its log, and says where to; null where another process has done so already
 * and begun a new file in its place (`inode` = the damaged one).
 */
export function setAside(file: string, inode: number | null, now: Date): string | null {
  if (inode === null || inodeOf(file) !== inode) return null;
  const aside = freeName(`${file}.damaged-${now.toISOString().replaceAll(/[-:]|\.\d+/g, "")}`);
  // The log first: a new file must never find the old one's.
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${aside}${suffix}`);
  }
  return aside;
}

/** Which file has this name now; null where none has. */
export function inodeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null;
}

function refuseForeign(db: DatabaseSync, file: string): void {
  const layout = layoutOf(db);
  if (layout === LAYOUT || (layout === 0 && tablesIn(db) === 0)) return;
  const what =
    layout > LAYOUT ? "was made by a later version of dealbench" : "is a database, but no response cache";
  throw new DealbenchError(
    `${file}: ${what}; name another file with --cache or DEALBENCH_CACHE. Nothing in it was changed.`,
  );
}

function ensureLayout(db: DatabaseSync): void {
  if (layoutOf(db) === LAYOUT) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    // Another process may have made the table while this one waited.
    if (layoutOf(db) !== LAYOUT) db.exec(CREATE);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function layoutOf(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
}

function tablesIn(db: DatabaseSync): number {
  return Number(db.prepare("SELECT count(*) AS tables FROM sqlite_master").get()?.["tables"]);
}

/** SQLite's primary result code; null for any other error. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error)) return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : null;
}

function freeName(name: string): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    if (!existsSync(candidate)) return candidate;
  }
}
