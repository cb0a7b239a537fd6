import type { CacheStats } from "../../records/cache.ts";

/**
 * How many tokens a reply is where nothing better is known: the recorded replies are about 2,150 characters on average
 * (three recordings of 48 turns), 2,700 at the ninth decile. The thinking before a reply is not in it.
 */
export const USUAL_REPLY_TOKENS = 720;

/** Fewer kept replies than this say little of the next one. */
const ENOUGH = 20;

/** How many tokens a model's replies are on average, thinking included, by those in the response cache; null for too few. */
export function usualReplyTokens({ models }: Pick<CacheStats, "models">): (model: string) => number | null {
  return (model) => {
    const kept = models.find((one) => one.model === model);
    if (kept === undefined || kept.replies < ENOUGH || kept.outputTokens === 0) return null;
    return Math.round(kept.outputTokens / kept.replies);
  };
}
