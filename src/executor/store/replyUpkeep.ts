import type { DatabaseSync } from "node:sqlite";
import type { ModelCacheStats, Pruned, PruneWhat, ReplyStats } from "../../records/cache.ts";
import { bytesOnDisk, checkWhole, giveBack } from "./bytes.ts";

/** Counts the replies of a cache by model, most replies first. */
export function statsOf(db: DatabaseSync, file: string): ReplyStats {
  checkWhole(db);
  const models = db.prepare(BY_MODEL).all().map(modelStats);
  const requests = Number(db.prepare(`SELECT count(DISTINCT ${REQUEST}) AS n FROM replies`).get()?.["n"]);
  const replies = models.reduce((sum, model) => sum + model.replies, 0);
  return { file, fileBytes: bytesOnDisk(file), replies, requests, models };
}

/**
 * Removes replies and gives their room back to the disk. Where another process is using the cache, the room is kept
 * for its next replies instead.
 */
export function pruneReplies(
  db: DatabaseSync,
  file: string,
  { before, model }: PruneWhat,
): Omit<Pruned, "grades"> {
  const bytesBefore = bytesOnDisk(file);
  const { changes } = db
    .prepare(
      "DELETE FROM replies WHERE (:before IS NULL OR created_at < :before) AND (:model IS NULL OR model = :model)",
    )
    .run({ before: before?.getTime() ?? null, model: model ?? null });
  if (changes !== 0) giveBack(db);
  return { removed: Number(changes), bytesBefore, bytesAfter: bytesOnDisk(file) };
}

/** A key is the hash of its request, a hyphen and the repeat. */
const REQUEST = "substr(key, 1, instr(key, '-') - 1)";

const BY_MODEL = `
  SELECT model, count(*) AS replies, count(DISTINCT ${REQUEST}) AS requests,
    total(input_tokens) AS input_tokens, total(output_tokens) AS output_tokens,
    total(cost_usd) AS cost_usd, sum(cost_usd IS NULL) AS unpriced, total(bytes) AS bytes,
    min(created_at) AS oldest, max(created_at) AS newest
  FROM replies GROUP BY model ORDER BY replies DESC, model`;

function modelStats(row: Record<string, unknown>): ModelCacheStats {
  return {
    model: String(row["model"]),
    replies: Number(row["replies"]),
    requests: Number(row["requests"]),
    inputTokens: Number(row["input_tokens"]),
    outputTokens: Number(row["output_tokens"]),
    costUsd: Number(row["cost_usd"]),
    unpriced: Number(row["unpriced"]),
    bytes: Number(row["bytes"]),
    oldest: new Date(Number(row["oldest"])).toISOString(),
    newest: new Date(Number(row["newest"])).toISOString(),
  };
}
