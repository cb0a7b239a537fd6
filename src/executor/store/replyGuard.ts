import type { DatabaseSync } from "node:sqlite";
import { DealbenchError, EXIT } from "../../records/errors.ts";
import {
  inodeOf,
  isDamage,
  isSqlite,
  openReplyDatabase,
  type ReplyDatabase,
  setAside,
} from "./replyDatabase.ts";

/** A response cache file whose failures cost the cache and never the run; each is told as a warning. */
export interface GuardedDatabase {
  /** Reads for a run; `otherwise` where that fails. */
  read: <T>(act: (open: ReplyDatabase) => T, otherwise: T) => T;
  /** Writes for a run. After the first failure that is not damage (a full disk, a locked file) nothing more is written. */
  write: (act: (open: ReplyDatabase) => void) => void;
  /**
   * Does what a user asked of the cache itself, on a new file where the old one turns out to be damaged.
   * @throws DealbenchError (exit 4) where it cannot be done.
   */
  insist: <T>(act: (open: ReplyDatabase) => T) => T;
  close: () => void;
}

/**
 * Opens a response cache, and makes it where it is missing; a damaged file is set aside and a new one begun.
 * @throws DealbenchError (exit 2) where the file cannot be opened or is no response cache.
 */
export function guardDatabase(
  Database: typeof DatabaseSync,
  file: string,
  onWarning: (warning: string) => void,
): GuardedDatabase {
  /** null once it is given up. */
  let database: ReplyDatabase | null = openOrBegin(Database, file, onWarning);
  let writing = true;
  const told = new Set<string>();

  const beginAnew = (broken: ReplyDatabase): ReplyDatabase => {
    database = null;
    closeQuietly(broken.db);
    const aside = setAside(file, broken.inode, new Date());
    const begun = openOrBegin(Database, file, onWarning);
    database = begun;
    onWarning(damaged(file, aside));
    return begun;
  };

  /** Works around a failure, or lets it pass on. */
  const workAround = (error: unknown, onFailure: () => void): void => {
    if (!isSqlite(error)) throw error;
    let failure = error;
    try {
      if (database !== null && isDamage(error)) return void beginAnew(database);
    } catch (again) {
      failure = again as Error;
    }
    const warning = `${file}: the response cache failed: ${failure.message}.`;
    if (!told.has(warning)) onWarning(warning);
    told.add(warning);
    onFailure();
  };

  return {
    read: (act, otherwise) => {
      if (database === null) return otherwise;
      try {
        return act(database);
      } catch (error) {
        workAround(error, () => {});
        return otherwise;
      }
    },
    write: (act) => {
      if (database === null || !writing) return;
      try {
        act(database);
      } catch (error) {
        workAround(error, () => {
          writing = false;
          onWarning(`${file}: no more replies are kept in the response cache; the run goes on.`);
        });
      }
    },
    insist: (act) => {
      try {
        return onceMore(database, act, beginAnew);
      } catch (cause) {
        if (!isSqlite(cause)) throw cause;
        throw new DealbenchError(`${file}: ${cause.message}`, { exitCode: EXIT.incomplete, cause });
      }
    },
    close: () => {
      if (database !== null) closeQuietly(database.db);
      database = null;
    },
  };
}

function openOrBegin(
  Database: typeof DatabaseSync,
  file: string,
  onWarning: (warning: string) => void,
): ReplyDatabase {
  const inode = inodeOf(file);
  try {
    return openReplyDatabase(Database, file);
  } catch (cause) {
    if (cause instanceof DealbenchError) throw cause;
    if (!isDamage(cause)) throw unopenable(file, cause);
    const aside = setAside(file, inode, new Date());
    const begun = openReplyDatabase(Database, file);
    onWarning(damaged(file, aside));
    return begun;
  }
}

function onceMore<T>(
  database: ReplyDatabase | null,
  act: (open: ReplyDatabase) => T,
  beginAnew: (broken: ReplyDatabase) => ReplyDatabase,
): T {
  if (database === null) throw new DealbenchError("The response cache is closed.");
  try {
    return act(database);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return act(beginAnew(database));
  }
}

function damaged(file: string, aside: string | null): string {
  const where = aside === null ? "another process has set it aside" : `it was set aside as ${aside}`;
  return `${file}: the response cache is damaged; ${where} and a new one was begun.`;
}

function unopenable(file: string, cause: unknown): DealbenchError {
  return new DealbenchError(
    `${file}: the response cache cannot be opened: ${(cause as Error).message}; name another file with --cache or DEALBENCH_CACHE`,
    { cause },
  );
}

/** Closing a damaged file may fail; there is nothing left to lose in it. */
function closeQuietly(db: DatabaseSync): void {
  try {
    db.close();
  } catch {
    // Closed already.
  }
}
