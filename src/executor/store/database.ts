import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { DealbenchError } from "../../records/errors.ts";

/** What a cache file holds. */
export interface Layout {
  /** What the file is called in messages. */
  name: string;
  /** Its table; the one that tells that a file is such a cache. */
  table: string;
  /** Raised with every change of the table, so that no version reads what it does not know. */
  version: number;
  /** Files of this version are made anew: what they hold can be had again. */
  replaces?: number;
  /** Makes the table in an empty file, or in one of the version that is replaced. */
  create: string;
  /** Said before anything else. */
  pragmas: string;
}

/** How long a writer waits for another process to finish its write. */
const BUSY_MS = 10_000;

/**
 * Opens a cache file, and makes it where it is missing.
 * @throws DealbenchError (exit 2) where the file is another program's or another version's. SQLite's own error otherwise;
 *   {@link isDamage} tells a damaged file from one that cannot be opened.
 */
export function openDatabase(Database: typeof DatabaseSync, file: string, layout: Layout): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file, { timeout: BUSY_MS });
  try {
    refuseForeign(db, file, layout);
    db.exec(layout.pragmas);
    ensureLayout(db, layout);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Refuses a file that never was a database, before SQLite calls it damaged: it was named by mistake, and is somebody's. Only where a file
 * says itself that it is SQLite's may it be set aside as damaged. A missing or empty one is fine.
 * @throws DealbenchError (exit 2) that speaks of the cache as `name`.
 */
export function refuseOtherFile(file: string, name: string): void {
  if (!(statSync(file, { throwIfNoEntry: false })?.isFile() ?? false)) return;
  const start = startOf(file);
  if (start === "" || start === SQLITE_START) return;
  throw new DealbenchError(
    `${file}: is no ${name}, nor any SQLite database; ${NAME_ANOTHER} If it was a cache that broke, remove it.`,
  );
}

/** Does what is written in one transaction. */
export function inTransaction(db: DatabaseSync, act: () => void): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    act();
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** Reads all that is read from one state of the file, whatever others write meanwhile. */
export function inSnapshot<T>(db: DatabaseSync, read: () => T): T {
  db.exec("BEGIN");
  try {
    return read();
  } finally {
    if (db.isTransaction) db.exec("ROLLBACK");
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

/** What every SQLite file begins with, but for the end of it: a few bytes are enough to tell, and damage may begin right after them. */
const SQLITE_START = "SQLite f";

const NAME_ANOTHER = "name another file with --cache or DEALBENCH_CACHE. Nothing in it was changed.";

/** The first bytes of a file; empty where it cannot be read, which opening it will tell. */
function startOf(file: string): string {
  const bytes = Buffer.alloc(SQLITE_START.length);
  try {
    const handle = openSync(file, "r");
    try {
      return bytes.toString("latin1", 0, readSync(handle, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(handle);
    }
  } catch {
    return "";
  }
}

function refuseForeign(db: DatabaseSync, file: string, layout: Layout): void {
  const { name, table, version, replaces } = layout;
  const found = versionOf(db);
  const tables = tablesIn(db);
  if (found === 0 && tables.length === 0) return;
  if ((found === version || found === replaces) && tables.includes(table)) return;
  const what =
    found > version && tables.includes(table)
      ? "was made by a later version of dealbench"
      : `is a database, but no ${name}`;
  throw new DealbenchError(`${file}: ${what}; ${NAME_ANOTHER}`);
}

function ensureLayout(db: DatabaseSync, { version, create }: Layout): void {
  if (versionOf(db) === version) return;
  // Another process may have made the table while this one waited.
  inTransaction(db, () => {
    if (versionOf(db) !== version) db.exec(`${create} PRAGMA user_version = ${version};`);
  });
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
}

function tablesIn(db: DatabaseSync): string[] {
  return db
    .prepare("SELECT name FROM sqlite_master")
    .all()
    .map(({ name }) => String(name));
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
