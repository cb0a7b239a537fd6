import { openBudget } from "../../executor/money/budget.ts";
import type { OnLiveEvent } from "../../executor/live/events.ts";
import type { Executor } from "../../executor/executor.ts";
import { liveExecutor } from "../../executor/live/live.ts";
import { loadPrices } from "../../executor/money/prices.ts";
import { type KeptReplies, openReplyStore, replyStoreFile } from "../../executor/store/replyStore.ts";
import { openProviders } from "../../providers/resolve.ts";
import type { ModelRequest } from "../../records/request.ts";

/** How models are called in a regression. */
export interface LaneSettings {
  /** Every model that is called, a judge's included. */
  models: readonly string[];
  /** Calls in flight at most. */
  concurrency: number;
  budgetUsd: number | null;
  drain: AbortSignal;
  onWarning: (warning: string) => void;
  onEvent?: OnLiveEvent | undefined;
}

/** How sides are opened. */
export interface SidesSettings extends Omit<LaneSettings, "models"> {
  recordings: string;
  /** false = for a plan: neither the bank's check nor the judge asks anybody, and the judge says what is kept of it. */
  isAsking: boolean;
  /** For a plan: told every request that the judge would be sent. */
  onJudgeRequest?: ((request: ModelRequest) => void) | undefined;
}

/** An executor with the store that it keeps replies in. */
export interface RegressionLane {
  executor: Executor;
  /** Null for a stand-in, whose replies cost nothing and are made again as they were. */
  store: KeptReplies | null;
  /** Where the store and what belongs to it stand. */
  storeFile: string;
  /** Begins no further call, and waits for those in flight: they are paid for, and kept. */
  close: () => Promise<void>;
}

/**
 * Opens the live lane for a regression; all its models share limits, store and budget.
 * @throws DealbenchError (exit 2) for a model that cannot be called, or a budget for a model of unknown price.
 */
export async function openRegressionLane(settings: LaneSettings): Promise<RegressionLane> {
  const { models, concurrency, budgetUsd, drain, onWarning, onEvent } = settings;
  const providers = openProviders();
  for (const model of models) providers(model);
  const prices = await loadPrices();
  const budget = budgetUsd === null ? undefined : openBudget({ limitUsd: budgetUsd, models, prices });
  const storeFile = replyStoreFile(undefined, process.env);
  const isStandIn = models.every((model) => model.startsWith("simulated:"));
  const store = isStandIn ? null : await openReplyStore(storeFile, { onWarning });
  const ending = new AbortController();
  const executor = liveExecutor({
    providerOf: providers,
    store: store ?? undefined,
    budget,
    priceOf: (request, usage) => prices.costOf(request.model, usage),
    limiter: { maxConcurrency: concurrency },
    drain: AbortSignal.any([drain, ending.signal]),
    ...(onEvent ? { onEvent } : {}),
  });
  // A visit ends with the first of its calls that fails, whatever the others are at.
  const underWay = new Set<Promise<unknown>>();
  const ask: Executor["ask"] = (...asked) => {
    const reply = executor.ask(...asked);
    const settled = Promise.allSettled([reply]).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return reply;
  };
  return {
    executor: { ask, close: executor.close },
    store,
    storeFile,
    close: async () => {
      ending.abort();
      while (underWay.size > 0) await Promise.all(underWay);
      await executor.close();
      store?.close();
    },
  };
}
