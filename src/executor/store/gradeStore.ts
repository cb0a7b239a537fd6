import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { KeptGradeStats } from "../../records/cache.ts";
import { bytesOnDisk, checkWhole, giveBack } from "./bytes.ts";
import { inodeOf, inSnapshot, inTransaction, type Layout, openDatabase } from "./database.ts";
import { guardDatabase } from "./databaseGuard.ts";
import { openPack, type Place, textAt, unpacked } from "./gradePack.ts";

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
  pack: StatementSync;
  entries: StatementSync;
  insertPack: StatementSync;
  insert: StatementSync;
  removePack: StatementSync;
  inode: number | null;
}

/** Pages that hold a few packs each; what a power cut takes away can be graded again. Version 1 had each reply's grades by themselves. */
const GRADES: Layout = {
  name: "grade cache",
  table: "grades",
  version: 2,
  replaces: 1,
  create: `
  DROP TABLE IF EXISTS grades;
  CREATE TABLE packs (
    id INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    content BLOB NOT NULL
  ) STRICT;
  CREATE TABLE grades (
    key TEXT PRIMARY KEY,
    pack INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX grades_of_pack ON grades (pack);`,
  pragmas:
    "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000; PRAGMA cell_size_check = ON",
};

/** Removes the packs of which no entry is left: each was removed, or put again since. */
const REMOVE_EMPTY = "DELETE FROM packs WHERE id NOT IN (SELECT pack FROM grades)";

/** Packs that are held unpacked, the latest first: replies are looked for more or less in the order in which they were graded. */
const MOST_AT_HAND = 4;

interface PackAtHand {
  /** Holds the pack, and the next one that comes in its place. */
  desk: Buffer;
  pack: Buffer;
  /** Of the keys whose entries in it are the latest. */
  places: Map<string, Place>;
}

/** A process that is killed loses what it has graded in this time, and no more. */
const MOST_WAIT_MS = 500;

/**
 * Opens the grade cache, and makes it where it is missing. Content is written a pack at a time, or soon after it was put. Whatever breaks
 * costs the cache, never the run, and is told as a warning.
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
      find: db.prepare("SELECT pack FROM grades WHERE key = ?"),
      entries: db.prepare("SELECT key, start, length FROM grades WHERE pack = ?"),
      pack: db.prepare("SELECT bytes, content FROM packs WHERE id = ?"),
      insertPack: db.prepare("INSERT INTO packs (created_at, bytes, content) VALUES (?, ?, ?)"),
      insert: db.prepare("INSERT OR REPLACE INTO grades VALUES (?, ?, ?, ?)"),
      removePack: db.prepare("DELETE FROM packs WHERE id = ?"),
      inode: inodeOf(name),
    };
  };
  const database = guardDatabase({ open, name: "grade cache", holds: "grades" }, file, onWarning);
  const pending = openPack();
  const atHand: PackAtHand[] = [];
  let scheduled: NodeJS.Timeout | undefined;
  let hasReplaced = false;

  const flush = (): void => {
    clearTimeout(scheduled);
    scheduled = undefined;
    const pack = pending.take();
    if (pack === null) return;
    for (const { places } of atHand) for (const key of pack.entries.keys()) places.delete(key);
    database.write(({ db, find, insertPack, insert }) =>
      inTransaction(db, () => {
        const { lastInsertRowid: id } = insertPack.run(Date.now(), pack.bytes, pack.content);
        for (const [key, { start, length }] of pack.entries) {
          hasReplaced ||= find.get(key) !== undefined;
          insert.run(key, id, start, length);
        }
      }),
    );
  };
  const foundAtHand = (key: string): Buffer | undefined => {
    for (const { pack, places } of atHand) {
      const place = places.get(key);
      if (place) return copied(textAt(pack, key, place));
    }
    return undefined;
  };
  /** Takes the pack that a key is in to hand, unless it is damaged; gives its id, undefined where there is none. */
  const takeToHand = (key: string): number | undefined => {
    const read = ({ db, find, pack, entries }: GradeDatabase) =>
      inSnapshot(db, () => {
        const id = Number(find.get(key)?.["pack"] ?? Number.NaN);
        return Number.isNaN(id) ? undefined : { id, row: pack.get(id), entries: entries.all(id) };
      });
    const found = database.read(read, undefined);
    if (found === undefined) return undefined;
    const { id, row, entries } = found;
    const pack = row ? unpacked(row["content"] as Uint8Array, Number(row["bytes"])) : null;
    if (pack === null) return id;
    const before = atHand.length < MOST_AT_HAND ? undefined : atHand.pop();
    const desk =
      before && before.desk.length >= pack.length ? before.desk : Buffer.allocUnsafeSlow(pack.length);
    const places = entries.map(({ key: name, start, length }): [string, Place] => [
      String(name),
      { start: Number(start), length: Number(length) },
    ]);
    // Copied: what is held for a while outlives the nursery, and as garbage would wait for a collection of everything.
    pack.copy(desk);
    atHand.unshift({ desk, pack: desk.subarray(0, pack.length), places: new Map(places) });
    return id;
  };

  return {
    get: (key) => {
      const unwritten = pending.at(key);
      if (unwritten) return copied(unwritten);
      const known = foundAtHand(key);
      if (known) return known;
      const id = takeToHand(key);
      if (id === undefined) return undefined;
      const text = foundAtHand(key);
      if (text) return text;
      onWarning(
        `${file}: kept grades are damaged (${key.slice(0, 12)}); they and those packed with them were removed and are made again.`,
      );
      atHand.length = 0;
      database.write(({ db, removePack }) =>
        inTransaction(db, () => {
          removePack.run(id);
          db.prepare("DELETE FROM grades WHERE pack = ?").run(id);
        }),
      );
      return undefined;
    },
    put: (key, text) => {
      pending.add(key, text);
      if (pending.isFull()) flush();
      else scheduled ??= setTimeout(flush, MOST_WAIT_MS).unref();
    },
    stats: () => {
      flush();
      return database.insist(({ db }) => statsOf(db, file));
    },
    prune: (before) => {
      flush();
      atHand.length = 0;
      return database.insist(({ db }) => pruned(db, before));
    },
    close: () => {
      flush();
      if (hasReplaced) database.write(({ db }) => db.exec(REMOVE_EMPTY));
      database.close();
    },
  };
}

/** Whoever asks may hold it for longer than it stands there. In a buffer of its own: a pool's would stay as long as any of it. */
function copied(text: Buffer): Buffer;
function copied(text: Buffer | undefined): Buffer | undefined;
function copied(text: Buffer | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  const copy = Buffer.allocUnsafeSlow(text.length);
  text.copy(copy);
  return copy;
}

function statsOf(db: DatabaseSync, file: string): KeptGradeStats {
  checkWhole(db);
  const row = db
    .prepare(
      "SELECT count(*) AS replies, min(created_at) AS oldest, max(created_at) AS newest FROM grades JOIN packs ON packs.id = pack",
    )
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
  let removed = 0;
  inTransaction(db, () => {
    const { changes } = db
      .prepare(
        "DELETE FROM grades WHERE :before IS NULL OR pack IN (SELECT id FROM packs WHERE created_at < :before)",
      )
      .run({ before: before?.getTime() ?? null });
    db.exec(REMOVE_EMPTY);
    removed = Number(changes);
  });
  if (removed !== 0) giveBack(db);
  return removed;
}
