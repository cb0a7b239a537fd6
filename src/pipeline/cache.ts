import { existsSync, statSync } from "node:fs";
import { bytesOnDisk } from "../executor/store/bytes.ts";
import { gradeStoreFile, type KeptGrades, openGradeStore } from "../executor/store/gradeStore.ts";
import { type KeptReplies, openReplyStore, replyStoreFile } from "../executor/store/replyStore.ts";
import type { CacheStats, Pruned, PruneWhat } from "../records/cache.ts";

/** The response cache, and the grades kept beside it, as a command works on them. */
export interface CacheWork<T> {
  file: string;
  /** null where there is no cache yet; asking makes none. */
  result: T | null;
  /** What was wrong with it and was worked around. */
  warnings: string[];
}

/** Counts what is in the response cache and the grade cache. */
export async function cacheStats(asked: string | undefined): Promise<CacheWork<CacheStats>> {
  return withCache(asked, (replies, grades) => ({ ...replies.stats(), grades: grades?.stats() ?? null }));
}

/** Removes replies from the response cache, and grades of that age. Grades belong to no model: a model's replies go alone. */
export async function pruneCache(asked: string | undefined, what: PruneWhat): Promise<CacheWork<Pruned>> {
  return withCache(asked, (replies, grades, gradesFile) => {
    const before = bytesOnDisk(gradesFile);
    const removed = what.model === undefined ? (grades?.prune(what.before) ?? 0) : 0;
    const pruned = replies.prune(what);
    return {
      removed: pruned.removed,
      grades: removed,
      bytesBefore: pruned.bytesBefore + before,
      bytesAfter: pruned.bytesAfter + bytesOnDisk(gradesFile),
    };
  });
}

async function withCache<T>(
  asked: string | undefined,
  act: (replies: KeptReplies, grades: KeptGrades | null, gradesFile: string) => T,
): Promise<CacheWork<T>> {
  const file = replyStoreFile(asked, process.env);
  const gradesFile = gradeStoreFile(file);
  const warnings: string[] = [];
  const hasGrades = existsSync(gradesFile);
  if (!isBegun(file) && !hasGrades) return { file, result: null, warnings };
  const onWarning = (warning: string): void => void warnings.push(warning);
  const replies = await openReplyStore(file, { onWarning });
  try {
    const grades = hasGrades ? await openGradeStore(gradesFile, { onWarning }) : null;
    try {
      return { file, result: act(replies, grades, gradesFile), warnings };
    } finally {
      grades?.close();
    }
  } finally {
    replies.close();
  }
}

/** Whether there is anything in a file; an empty one is left empty by whoever only looks. */
function isBegun(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
