import { join } from "node:path";
import { BATCH_FILES } from "../../executor/batch/batchFiles.ts";
import { batchExecutor } from "../../executor/batch/batchLane.ts";
import { openBatchLog } from "../../executor/batch/batchLog.ts";
import { mostCosts } from "../../executor/money/budget.ts";
import { loadPrices } from "../../executor/money/prices.ts";
import { requestKey } from "../../executor/requestKey.ts";
import { openProviders } from "../../providers/resolve.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { LaneOptions, LaneWork, LeftOpen, OpenLane } from "./lane.ts";
import { budgetOf, storeOf } from "./laneParts.ts";

/** Samples that wait for their batch at the same time; each holds its conversation in memory. */
const WINDOW = 20_000;

/** Requests go to the vendor's batches, at their price; which request is in which batch stands in `batches.jsonl` of the run folder. */
export async function openBatchLane(work: LaneWork, options: LaneOptions): Promise<OpenLane> {
  const { onEvent, onNotice, onWarning, drain, maxRetries, pollSeconds } = options;
  const providerOf = openProviders();
  refuseBatchless(work.models, providerOf);
  const prices = await loadPrices();
  const budget = budgetOf(work, options, prices, { batch: true });
  const store = await storeOf(work, options);
  const log = await openBatchLog(join(work.folder, BATCH_FILES[work.isJudge ? "judge" : "candidates"]));
  const lane = batchExecutor({
    providerOf,
    store,
    budget,
    mostOf: mostCosts(prices, { batch: true }),
    priceOf: (request, usage) => prices.costOf(request.model, usage, { batch: true }),
    retry: maxRetries === undefined ? {} : { maxAttempts: maxRetries + 1 },
    log,
    pollMs: pollSeconds * 1000,
    onEvent,
    onNotice,
    onWarning,
    drain,
  });
  const close = async (): Promise<void> => {
    await lane.close();
    store?.close();
  };
  const leave = async (): Promise<LeftOpen | null> => {
    await lane.settled();
    return leftAtVendor(lane.open(), work);
  };
  const isSent: OpenLane["isSent"] = (request, repeat) =>
    log.batchOf(requestKey(request, repeat)) !== undefined;
  return {
    executor: { ask: lane.ask, close },
    window: WINDOW,
    leave,
    ...(log.isBegun() ? { isSent } : {}),
  };
}

/** @throws DealbenchError (exit 2) naming the models that nobody answers in batches. */
export function refuseBatchless(
  models: readonly string[],
  providerOf: ReturnType<typeof openProviders> = openProviders(),
): void {
  const without = models.filter((model) => providerOf(model).batches === undefined);
  if (without.length > 0)
    throw new DealbenchError(
      `--lane batch: no batches are known for ${without.join(", ")}; expected anthropic:<model>, or --lane live`,
    );
}

function leftAtVendor(requests: number, { folder, isJudge, models }: LaneWork): LeftOpen | null {
  if (requests === 0) return null;
  const command = isJudge
    ? `dealbench judge run ${folder} --judge ${models.join()} --lane batch`
    : `dealbench run --resume ${folder}`;
  return {
    requests,
    where: "at the vendor, which goes on answering them",
    next: [
      `Go on, within 29 days and from any process, with: ${command}`,
      "It finds the batches again and submits nothing twice.",
    ],
  };
}
