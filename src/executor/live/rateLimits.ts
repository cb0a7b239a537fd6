import type { RateLimits } from "../../providers/provider.ts";
import type { Usage } from "../../records/request.ts";

/**
 * How many more calls like the one that used `usage` the account may make before its limits are filled up again; at least 1,
 * Infinity where the server says nothing. Tokens read from the prompt cache count toward no limit.
 */
export function callsLeft(limits: RateLimits, usage: Usage | null): number {
  const input = (usage?.inputTokens ?? 0) + (usage?.cacheCreationInputTokens ?? 0);
  const output = usage?.outputTokens ?? 0;
  const perCall = { requests: 1, inputTokens: input, outputTokens: output, tokens: input + output };
  const left = (Object.keys(perCall) as (keyof RateLimits)[]).map((what) => {
    const remaining = limits[what]?.remaining ?? Infinity;
    return perCall[what] === 0 ? Infinity : Math.floor(remaining / perCall[what]);
  });
  return Math.max(1, Math.min(...left));
}
