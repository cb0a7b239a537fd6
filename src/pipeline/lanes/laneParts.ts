import { type OpenBudget, openBudget } from "../../executor/money/budget.ts";
import type { HowPaid, Prices } from "../../executor/money/prices.ts";
import { type KeptReplies, openReplyStore, replyStoreFile } from "../../executor/store/replyStore.ts";
import { counted } from "../../summary/wording.ts";
import type { LaneOptions, LaneWork } from "./lane.ts";

/** The response cache, where the run may use one: a stand-in's replies are made anew instead. */
export async function storeOf(
  { isSimulated }: LaneWork,
  { useCache, onWarning }: LaneOptions,
): Promise<KeptReplies | undefined> {
  if (!useCache || isSimulated) return undefined;
  return openReplyStore(replyStoreFile(undefined, process.env), { onWarning });
}

/** The budget of this shard; undefined where none was set. Tells what of its spending is not known. */
export function budgetOf(
  { models, shard, spent }: LaneWork,
  { budgetUsd, onNotice, onWarning }: LaneOptions,
  prices: Prices,
  how: HowPaid = {},
): OpenBudget | undefined {
  if (budgetUsd === null) return undefined;
  const { usd: spentUsd, assumed, unknown } = spent;
  const budget = openBudget({
    limitUsd: budgetUsd,
    models,
    prices,
    shards: shard?.of ?? 1,
    spentUsd,
    assumedUsd: assumed.usd,
    ...how,
  });
  if (assumed.replies > 0)
    onNotice(
      `--budget-usd: of ${counted(assumed.replies, ...EARLIER)} nobody says what all attempts cost; the most that it can be counts as spent, $${assumed.usd.toFixed(4)}.`,
    );
  if (unknown > 0)
    onWarning(
      `--budget-usd may be passed: of ${counted(unknown, ...EARLIER)} nobody says what it cost, nor what it can have been at most, and nothing is counted for it. Lower the budget by what the vendor's console says.`,
    );
  return budget;
}

const EARLIER = ["earlier reply", "earlier replies"] as const;
