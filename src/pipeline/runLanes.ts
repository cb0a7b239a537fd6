import { type OpenBudget, openBudget } from "../executor/budget.ts";
import type { OnLiveEvent } from "../executor/events.ts";
import type { Executor } from "../executor/executor.ts";
import { DEFAULT_LIMITER } from "../executor/limiter.ts";
import { liveExecutor } from "../executor/live.ts";
import type { Shard } from "../executor/plan.ts";
import { loadPrices, type Prices } from "../executor/prices.ts";
import { openReplyStore, replyStoreFile } from "../executor/replyStore.ts";
import { openProviders } from "../providers/resolve.ts";
import { DealbenchError } from "../records/errors.ts";

/** How models are called: none of it can change a score. */
export interface LaneOptions {
  /** Calls in flight at most, for each account; all shards together. Default 50. */
  concurrency: number | undefined;
  /** For one attempt. Default ten minutes. */
  timeoutMs: number | undefined;
  /** Attempts after the first. Default 7. */
  maxRetries: number | undefined;
  /** For the run, all shards together; null = no limit. */
  budgetUsd: number | null;
  /** Whether replies come from the response cache and go into it. */
  useCache: boolean;
  onEvent: OnLiveEvent;
  onWarning: (warning: string) => void;
  /** Aborted: no attempt begins any more. */
  drain: AbortSignal;
}

/** What a lane is opened for. */
export interface LaneWork {
  models: readonly string[];
  shard: Shard | null;
  /** Whether nobody is called: a stand-in costs nothing, and its replies are made anew by today's code. */
  isSimulated: boolean;
  /** What earlier sessions of the run have spent. */
  spentUsd: number;
}

/** An executor, and how many samples it is worth having under way. */
export interface OpenLane {
  executor: Executor;
  window: number;
}

type LaneOpener = (work: LaneWork, options: LaneOptions) => Promise<OpenLane>;

/** The ways to have replies, by the value of --lane. */
const LANES: Record<string, LaneOpener> = { live: openLive };

/**
 * Opens a lane by its name.
 * @throws DealbenchError (exit 2) for a name that is none; for a model that cannot be called here, naming what is missing;
 * and for a budget without a known price.
 */
export async function openLane(name: string, work: LaneWork, options: LaneOptions): Promise<OpenLane> {
  const open = LANES[name];
  if (open) return open(work, options);
  throw new DealbenchError(`--lane: found "${name}", expected ${Object.keys(LANES).join(" or ")}`);
}

/** A shard has its share of concurrency and budget. */
async function openLive(work: LaneWork, options: LaneOptions): Promise<OpenLane> {
  const { concurrency = DEFAULT_LIMITER.maxConcurrency, maxRetries, timeoutMs, onWarning } = options;
  const providerOf = openProviders();
  const accounts = new Set(work.models.map((model) => providerOf(model).account));
  const maxConcurrency = Math.max(1, Math.floor(concurrency / (work.shard?.of ?? 1)));
  const prices = work.isSimulated ? null : await loadPrices();
  const budget = prices && budgetOf(work, options, prices);
  const store =
    options.useCache && !work.isSimulated
      ? await openReplyStore(replyStoreFile(undefined, process.env), { onWarning })
      : undefined;
  const executor = liveExecutor({
    providerOf,
    store,
    budget: budget ?? undefined,
    priceOf: (request, usage) => prices?.costOf(request.model, usage) ?? null,
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

function budgetOf(work: LaneWork, options: LaneOptions, prices: Prices): OpenBudget | null {
  if (options.budgetUsd === null) return null;
  const { models, shard, spentUsd } = work;
  return openBudget({ limitUsd: options.budgetUsd, models, prices, shards: shard?.of ?? 1, spentUsd });
}
