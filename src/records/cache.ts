import { toDisk } from "./wire.ts";

/** What is in the response cache and in the grade cache beside it. */
export interface CacheStats extends ReplyStats {
  /** null where no grades were kept. */
  grades: KeptGradeStats | null;
}

/** What is in the response cache. */
export interface ReplyStats {
  file: string;
  /** Of the file and its log on the disk. */
  fileBytes: number;
  replies: number;
  /** Different requests; each may have been asked several times. */
  requests: number;
  /** Most replies first. */
  models: ModelCacheStats[];
}

/** What is in the grade cache. */
export interface KeptGradeStats {
  file: string;
  /** Of the file and its log on the disk. */
  fileBytes: number;
  /** Replies whose grades are kept, once for each version of the graders. */
  replies: number;
  /** ISO 8601; null without any. */
  oldest: string | null;
  newest: string | null;
}

export interface ModelCacheStats {
  model: string;
  replies: number;
  requests: number;
  /** Of the replies whose usage is known. */
  inputTokens: number;
  outputTokens: number;
  /** What the replies cost when they were paid, in USD, of those whose cost is known. */
  costUsd: number;
  /** Replies of unknown cost. */
  unpriced: number;
  bytes: number;
  /** ISO 8601. */
  oldest: string;
  newest: string;
}

/** Which replies to remove: those that answer all of the conditions; no condition means every one. */
export interface PruneWhat {
  /** Kept before this moment. */
  before?: Date;
  model?: string;
}

export interface Pruned {
  removed: number;
  /** Replies whose grades were removed. */
  grades: number;
  /** Of the file and its log, before and after. */
  bytesBefore: number;
  bytesAfter: number;
}

/** The counts as `--json` prints them. */
export function cacheStatsToDisk(stats: CacheStats): unknown {
  return toDisk(stats);
}
