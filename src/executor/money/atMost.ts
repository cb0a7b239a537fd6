import type { ModelReply, ModelRequest } from "../../records/request.ts";

/** The most that one call can cost, in USD; null = no price is known. */
export type MostOf = (request: ModelRequest) => number | null;

/**
 * The most that a reply can have cost whose answer cost so much (null = unknown, 0 = there was none), after so many attempts of which nobody
 * says what they cost; nothing where `costUsd` says all, or no price is known.
 */
export function atMost(
  request: ModelRequest,
  costUsd: number | null,
  lostAttempts: number,
  mostOf: MostOf | undefined,
): Pick<ModelReply, "atMostUsd"> {
  const unknown = lostAttempts + (costUsd === null ? 1 : 0);
  const most = unknown === 0 ? null : (mostOf?.(request) ?? null);
  return most === null ? {} : { atMostUsd: (costUsd ?? 0) + unknown * most };
}
