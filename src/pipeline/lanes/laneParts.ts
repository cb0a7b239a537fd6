import { type OpenBudget, openBudget } from "../../executor/money/budget.ts";
import type { HowPaid, Prices } from "../../executor/money/prices.ts";
import { type KeptReplies, openReplyStore, replyStoreFile } from "../../executor/store/replyStore.ts";
import type { LaneOptions, LaneWork } from "./lane.ts";

/** The response cache, where the run may use one: a stand-in's replies are made anew instead. */
export async function storeOf(
  { isSimulated }: LaneWork,
  { useCache, onWarning }: LaneOptions,
): Promise<KeptReplies | undefined> {
  if (!useCache || isSimulated) return undefined;
  return openReplyStore(replyStoreFile(undefined, process.env), { onWarning });
}

/** The budget of this shard; undefined where none was set. */
export function budgetOf(
  { models, shard, spentUsd }: LaneWork,
  { budgetUsd }: LaneOptions,
  prices: Prices,
  how: HowPaid = {},
): OpenBudget | undefined {
  if (budgetUsd === null) return undefined;
  return openBudget({ limitUsd: budgetUsd, models, prices, shards: shard?.of ?? 1, spentUsd, ...how });
}
