import { existsSync } from "node:fs";
import { openReplyStore, replyStoreFile } from "../executor/store/replyStore.ts";
import type { CacheStats, Pruned, PruneWhat } from "../records/cache.ts";

/** The response cache as a command works on it. */
export interface CacheWork<T> {
  file: string;
  /** null where there is no cache yet; asking makes none. */
  result: T | null;
  /** What was wrong with it and was worked around. */
  warnings: string[];
}

/** Counts what is in the response cache. */
export async function cacheStats(asked: string | undefined): Promise<CacheWork<CacheStats>> {
  return withCache(asked, (store) => store.stats());
}

/** Removes replies from the response cache. */
export async function pruneCache(asked: string | undefined, what: PruneWhat): Promise<CacheWork<Pruned>> {
  return withCache(asked, (store) => store.prune(what));
}

async function withCache<T>(
  asked: string | undefined,
  act: (store: Awaited<ReturnType<typeof openReplyStore>>) => T,
): Promise<CacheWork<T>> {
  const file = replyStoreFile(asked, process.env);
  const warnings: string[] = [];
  if (!existsSync(file)) return { file, result: null, warnings };
  const store = await openReplyStore(file, { onWarning: (warning) => warnings.push(warning) });
  try {
    return { file, result: act(store), warnings };
  } finally {
    store.close();
  }
}
