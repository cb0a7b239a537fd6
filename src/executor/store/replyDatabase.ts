import type { DatabaseSync, StatementSync } from "node:sqlite";
import { inodeOf, type Layout, openDatabase } from "./database.ts";

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

const REPLIES: Layout = {
  name: "response cache",
  table: "replies",
  version: 1,
  create: `
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
  ) STRICT;`,
  pragmas:
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cell_size_check = ON",
};

/**
 * Opens a response cache, and makes it where it is missing. Write-ahead log with synchronous=NORMAL: a committed reply
 * outlives the process, however it dies; after a power cut the last ones may be missing, and the file is still whole.
 * @throws DealbenchError (exit 2) where the file is another program's or another version's. SQLite's own error otherwise.
 */
export function openReplyDatabase(Database: typeof DatabaseSync, file: string): ReplyDatabase {
  const db = openDatabase(Database, file, REPLIES);
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
}
