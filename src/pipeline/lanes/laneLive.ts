import { DEFAULT_LIMITER } from "../../executor/live/limiter.ts";
import { liveExecutor } from "../../executor/live/live.ts";
import { mostCosts } from "../../executor/money/budget.ts";
import { loadPrices } from "../../executor/money/prices.ts";
import { openProviders } from "../../providers/resolve.ts";
import type { LaneOptions, LaneWork, OpenLane } from "./lane.ts";
import { budgetOf, storeOf } from "./laneParts.ts";

/** Models are called. A shard has its share of concurrency and budget. */
export async function openLiveLane(work: LaneWork, options: LaneOptions): Promise<OpenLane> {
  const { concurrency = DEFAULT_LIMITER.maxConcurrency, maxRetries, timeoutMs } = options;
  const providerOf = openProviders();
  const accounts = new Set(work.models.map((model) => providerOf(model).account));
  const maxConcurrency = Math.max(1, Math.floor(concurrency / (work.shard?.of ?? 1)));
  const prices = work.isSimulated ? null : await loadPrices();
  const budget = prices ? budgetOf(work, options, prices) : undefined;
  const store = await storeOf(work, options);
  const executor = liveExecutor({
    providerOf,
    store,
    budget,
    ...(prices ? { mostOf: mostCosts(prices, {}) } : {}),
    priceOf: (request, usage) => (prices ? prices.costOf(request.model, usage) : 0),
    retry: maxRetries === undefined ? {} : { maxAttempts: maxRetries + 1 },
    limiter: { maxConcurrency },
    ...(timeoutMs === undefined ? {} : { attemptTimeoutMs: timeoutMs }),
    onEvent: options.onEvent,
    drain: options.drain,
  });
  const close = async (): Promise<void> => {
    await executor.close();
    store?.close();
  };
  return { executor: { ...executor, close }, window: maxConcurrency * accounts.size };
}
