import type { ModelReply } from "../../records/request.ts";

/** What replies cost, in USD, of those whose cost is known. */
export interface Money {
  /** What this run paid: replies that an earlier one had paid for cost it nothing. */
  incurredUsd: number;
  /** What the replies cost whoever paid for them: what this run would have paid without the response cache. */
  listUsd: number;
  /** Replies that cost an unknown amount, and so are in neither sum: of those this run paid for, and of all. */
  unknown: { incurred: number; list: number };
}

/** Adds up what replies cost; never takes unknown for nothing. */
export function moneyOf(replies: Iterable<Pick<ModelReply, "costUsd" | "cached">>): Money {
  const money: Money = { incurredUsd: 0, listUsd: 0, unknown: { incurred: 0, list: 0 } };
  for (const { costUsd, cached } of replies) {
    money.listUsd += costUsd ?? 0;
    money.unknown.list += costUsd === null ? 1 : 0;
    if (cached) continue;
    money.incurredUsd += costUsd ?? 0;
    money.unknown.incurred += costUsd === null ? 1 : 0;
  }
  return money;
}
