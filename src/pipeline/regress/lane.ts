import { openBudget } from "../../executor/money/budget.ts";
import type { OnLiveEvent } from "../../executor/live/events.ts";
import type { Executor } from "../../executor/executor.ts";
import { liveExecutor } from "../../executor/live/live.ts";
import { loadPrices } from "../../executor/money/prices.ts";
import { type KeptReplies, openReplyStore, replyStoreFile } from "../../executor/store/replyStore.ts";
import { openProviders } from "../../providers/resolve.ts";

/** How models are called in a regression. */
export interface LaneSettings {
  model: string;
  /** Calls in flight at most. */
  concurrency: number;
  budgetUsd: number | null;
  drain: AbortSignal;
  onWarning: (warning: string) => void;
  onEvent?: OnLiveEvent | undefined;
}

/** An executor with the store that it keeps replies in. */
export interface RegressionLane {
  executor: Executor;
  /** Null for a stand-in, whose replies cost nothing and are made again as they were. */
  store: KeptReplies | null;
  /** Where the store and what belongs to it stand. */
  storeFile: string;
  close: () => Promise<void>;
}

/**
 * Opens the live lane for a regression.
 * @throws DealbenchError (exit 2) for a model that cannot be called, or a budget for a model of unknown price.
 */
export async function openRegressionLane(settings: LaneSettings): Promise<RegressionLane> {
  const { model, concurrency, budgetUsd, drain, onWarning, onEvent } = settings;
  const providers = openProviders();
  providers(model);
  const prices = await loadPrices();
  const budget =
    budgetUsd === null ? undefined : openBudget({ limitUsd: budgetUsd, models: [model], prices });
  const storeFile = replyStoreFile(undefined, process.env);
  const store = model.startsWith("simulated:") ? null : await openReplyStore(storeFile, { onWarning });
  const executor = liveExecutor({
    providerOf: providers,
    store: store ?? undefined,
    budget,
    priceOf: (request, usage) => prices.costOf(request.model, usage),
    limiter: { maxConcurrency: concurrency },
    drain,
    ...(onEvent ? { onEvent } : {}),
  });
  return {
    executor,
    store,
    storeFile,
    close: async () => {
      await executor.close();
      store?.close();
    },
  };
}
