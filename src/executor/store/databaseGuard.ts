import type { DatabaseSync } from "node:sqlite";
import { DealbenchError, EXIT } from "../../records/errors.ts";
import { inodeOf, isDamage, isSqlite, setAside } from "./database.ts";

/** A cache as it is opened. */
export interface Opened {
  db: DatabaseSync;
  /** Which file was opened, should another take its name. */
  inode: number | null;
}

/** A kind of cache: how its files are opened, and what it is called in warnings. */
export interface CacheKind<Open extends Opened> {
  open: (file: string) => Open;
  /** "response cache" */
  name: string;
  /** "replies" */
  holds: string;
}

/** A cache file whose failures cost the cache and never the run; each is told as a warning. */
export interface GuardedDatabase<Open> {
  /** Reads for a run; `otherwise` where that fails. */
  read: <T>(act: (open: Open) => T, otherwise: T) => T;
  /** Writes for a run. After the first failure that is not damage (a full disk, a locked file) nothing more is written. */
  write: (act: (open: Open) => void) => void;
  /**
   * Does what a user asked of the cache itself, on a new file where the old one turns out to be damaged.
   * @throws DealbenchError (exit 4) where it cannot be done.
   */
  insist: <T>(act: (open: Open) => T) => T;
  close: () => void;
}

/**
 * Opens a cache, and makes it where it is missing; a damaged file is set aside and a new one begun.
 * @throws DealbenchError (exit 2) where the file cannot be opened or is no such cache.
 */
export function guardDatabase<Open extends Opened>(
  kind: CacheKind<Open>,
  file: string,
  onWarning: (warning: string) => void,
): GuardedDatabase<Open> {
  const { name, holds } = kind;
  /** null once it is given up. */
  let database: Open | null = openOrBegin(kind, file, onWarning);
  let writing = true;
  const told = new Set<string>();

  const beginAnew = (broken: Open): Open => {
    database = null;
    closeQuietly(broken.db);
    const aside = setAside(file, broken.inode, new Date());
    const begun = openOrBegin(kind, file, onWarning);
    database = begun;
    onWarning(damaged(file, name, aside));
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
    const warning = `${file}: the ${name} failed: ${failure.message}.`;
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
          onWarning(`${file}: no more ${holds} are kept in the ${name}; the run goes on.`);
        });
      }
    },
    insist: (act) => {
      try {
        return onceMore(kind, database, act, beginAnew);
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

function openOrBegin<Open extends Opened>(
  { open, name }: CacheKind<Open>,
  file: string,
  onWarning: (warning: string) => void,
): Open {
  const inode = inodeOf(file);
  try {
    return open(file);
  } catch (cause) {
    if (cause instanceof DealbenchError) throw cause;
    if (!isDamage(cause)) throw unopenable(file, name, cause);
    const aside = setAside(file, inode, new Date());
    const begun = open(file);
    onWarning(damaged(file, name, aside));
    return begun;
  }
}

function onceMore<Open extends Opened, T>(
  { name }: CacheKind<Open>,
  database: Open | null,
  act: (open: Open) => T,
  beginAnew: (broken: Open) => Open,
): T {
  if (database === null) throw new DealbenchError(`The ${name} is closed.`);
  try {
    return act(database);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return act(beginAnew(database));
  }
}

function damaged(file: string, name: string, aside: string | null): string {
  const where = aside === null ? "another process has set it aside" : `it was set aside as ${aside}`;
  return `${file}: the ${name} is damaged; ${where} and a new one was begun.`;
}

function unopenable(file: string, name: string, cause: unknown): DealbenchError {
  return new DealbenchError(
    `${file}: the ${name} cannot be opened: ${(cause as Error).message}; name another file with --cache or DEALBENCH_CACHE`,
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
