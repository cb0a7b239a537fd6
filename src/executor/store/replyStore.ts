import type { Pruned, PruneWhat, ReplyStats } from "../../records/cache.ts";
import type { ModelRequest } from "../../records/request.ts";
import type { ReplyStore } from "../executor.ts";
import { inTransaction, refuseOtherFile } from "./database.ts";
import { guardDatabase } from "./databaseGuard.ts";
import { openReplyDatabase, type ReplyDatabase } from "./replyDatabase.ts";
import { replyInRow, type ReplyRow, replyRow } from "./replyRow.ts";
import { pruneReplies, statsOf } from "./replyUpkeep.ts";
import { requestHash } from "../requestKey.ts";

/** The response cache: a {@link ReplyStore} in one SQLite file, shared by runs and processes. */
export interface KeptReplies extends ReplyStore {
  /** Which repeats of a request are kept, ascending; each is found under its `requestKey(request, repeat)`. */
  repeatsOf: (request: ModelRequest) => number[];
  stats: () => ReplyStats;
  prune: (what: PruneWhat) => Omit<Pruned, "grades">;
  /** Writes what is still to be written, and closes the file. */
  close: () => void;
}

/** Where the cache is unless told otherwise, in the working folder. */
const DEFAULT_FILE = "reports/.cache/replies.sqlite";

/** The cache file: the one asked for, else DEALBENCH_CACHE, else `reports/.cache/replies.sqlite`. */
export function replyStoreFile(asked: string | undefined, environment: NodeJS.ProcessEnv): string {
  return asked ?? (environment["DEALBENCH_CACHE"] || DEFAULT_FILE);
}

/**
 * Opens the response cache, and makes it where it is missing. Replies are written at the end of the turn of the event
 * loop in which they were put, all in one transaction: a process killed later does not lose them, one killed before
 * has lost replies that had only just arrived. After a power cut the last ones may be missing; the file stays whole.
 * Whatever breaks costs the cache, never the run, and is told as a warning: a broken entry is a miss, a damaged SQLite file is
 * set aside and a new one begun, a full disk ends the keeping.
 * @throws DealbenchError (exit 2) where the file cannot be opened or is no response cache; nothing is spent by then.
 */
export async function openReplyStore(
  file: string,
  { onWarning }: { onWarning: (warning: string) => void },
): Promise<KeptReplies> {
  const { DatabaseSync } = await import("node:sqlite");
  refuseOtherFile(file, "response cache");
  const database = guardDatabase(
    {
      open: (name) => openReplyDatabase(DatabaseSync, name),
      name: "response cache",
      holds: "replies",
    },
    file,
    onWarning,
  );
  let pending = new Map<string, ReplyRow>();
  let scheduled: NodeJS.Immediate | undefined;

  const flush = (): void => {
    clearImmediate(scheduled);
    scheduled = undefined;
    const rows = [...pending.values()];
    pending = new Map();
    if (rows.length > 0) database.write((open) => writeAll(open, rows));
  };

  return {
    get: (key) => {
      const row = pending.get(key) ?? database.read((open) => open.find.get(key), undefined);
      if (row === undefined) return undefined;
      const reply = replyInRow(key, row);
      if (reply !== null) return reply;
      onWarning(
        `${file}: a kept reply is damaged (${key.slice(0, 12)}); it was removed and counts as missing.`,
      );
      database.write((open) => void open.remove.run(key));
      return undefined;
    },
    put: (key, reply, asked) => {
      if (reply.outcome !== "ok" || reply.cached) return;
      try {
        pending.set(key, replyRow(key, reply, asked));
      } catch (error) {
        onWarning(`${file}: a reply of ${asked.request.model} was not kept: ${(error as Error).message}.`);
      }
      scheduled ??= setImmediate(flush);
    },
    repeatsOf: (request) => {
      flush();
      const hash = requestHash(request);
      const rows = database.read((open) => open.repeats.all(hash, hash), []);
      return rows.map(({ repeat }) => Number(repeat));
    },
    stats: () => {
      flush();
      return database.insist(({ db }) => statsOf(db, file));
    },
    prune: (what) => {
      flush();
      return database.insist(({ db }) => pruneReplies(db, file, what));
    },
    close: () => {
      flush();
      database.close();
    },
  };
}

function writeAll({ db, insert }: ReplyDatabase, rows: readonly ReplyRow[]): void {
  inTransaction(db, () => {
    for (const row of rows) insert.run({ ...row });
  });
}
