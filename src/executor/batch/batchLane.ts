import { type BatchResult, type Provider } from "../../providers/provider.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { ModelReply, ModelRequest, Usage } from "../../records/request.ts";
import { MAY_BE_TWICE } from "./batchCalls.ts";
import { type BatchDesk, type DeskContext, openBatchDesk } from "./batchDesk.ts";
import type { Executor, ReplyStore, ResumedBudget } from "../executor.ts";
import { Interrupted } from "../live/interrupted.ts";
import { atMost, type MostOf } from "../money/atMost.ts";
import { createPauses } from "../live/pauses.ts";
import { errorReply, replyOf, sharedReply } from "../live/replies.ts";
import { requestKey } from "../requestKey.ts";
import { DEFAULT_RETRY, type RetrySettings } from "../live/retry.ts";

export interface BatchOptions extends Omit<DeskContext, "pauses" | "stop" | "retry" | "settleMs"> {
  providerOf: (model: string) => Provider;
  store: ReplyStore | undefined;
  /** At batch prices. */
  budget: ResumedBudget | undefined;
  /** What a request cost in a batch, in USD; null = unknown. */
  priceOf: (request: ModelRequest, usage: Usage) => number | null;
  /** The most that a request can cost in a batch. */
  mostOf?: MostOf | undefined;
  retry?: Partial<RetrySettings>;
  settleMs?: number;
  /** Aborted: batches are waited for no longer; they go on at the vendor. */
  drain: AbortSignal;
}

/** The batch lane. */
export interface BatchLane extends Executor {
  /** Requests that are at a vendor and not answered yet. */
  open: () => number;
  /** Ends once no submission is under way: until then not all is known of what is at a vendor. */
  settled: () => Promise<void>;
}

/** Long enough for all samples to have asked, which takes no input or output; short beside any batch. */
const SETTLE_MS = 100;

/**
 * The batch lane: the store, then a batch that an earlier process has submitted, which is fetched whatever the budget has left, then a
 * new one with everything that is asked by then. The batch and its requests are on the disk before it is waited for. `ask`
 * throws {@link Interrupted} where a signal kept it from an answer, and whatever ended the lane.
 */
export function batchExecutor(options: BatchOptions): BatchLane {
  const { providerOf, store, budget, priceOf, mostOf, log, drain } = options;
  const settleMs = options.settleMs ?? SETTLE_MS;
  const pauses = createPauses();
  const asked = new Map<string, { reply: Promise<ModelReply>; reject: (error: Error) => void }>();
  const desks = new Map<string, BatchDesk>();
  const stop = (error: Error): void => {
    pauses.end(error);
    for (const { reject } of asked.values()) reject(pauses.ended ?? error);
  };
  const interrupt = (): void => stop(new Interrupted());
  const context: DeskContext = {
    ...options,
    retry: { ...DEFAULT_RETRY, ...options.retry },
    settleMs,
    pauses,
    stop,
  };
  if (log.cutOff() > 0)
    options.onWarning(
      `An earlier process was cut off while it submitted ${log.cutOff()} requests; ${MAY_BE_TWICE}.`,
    );
  if (drain.aborted) interrupt();
  drain.addEventListener("abort", interrupt, { once: true });

  const deskOf = ({ account, batches, name }: Provider): BatchDesk => {
    if (!batches) throw new DealbenchError(`--lane batch: ${name} answers no batches; use --lane live`);
    const desk = desks.get(account) ?? openBatchDesk(account, batches, context);
    desks.set(account, desk);
    return desk;
  };
  /** What is set aside for a request: what a batch has already is paid for, whatever is left, until it is to be submitted anew. */
  const accountFor = async (request: ModelRequest, isPaid: boolean) => {
    // A refusal ends the run: those whose answers only need fetching must have asked by then.
    if (!isPaid && budget && log.isBegun()) await pauses.pause(settleMs);
    let isReserved = !isPaid;
    let reservation = isPaid ? budget?.setAside(request) : await budget?.reserve(request);
    return {
      settle: (costUsd: number | null): void => reservation?.settle(costUsd),
      /** `isLost`: what was set aside before counts as spent, for nobody says what came of it. */
      reserve: async (isLost: boolean): Promise<void> => {
        if (isReserved && !isLost) return;
        isReserved = true;
        reservation?.settle(isLost ? null : 0);
        reservation = await budget?.reserve(request);
      },
    };
  };
  const askDesk = async (key: string, request: ModelRequest, askedAt: number): Promise<ModelReply> => {
    const desk = deskOf(providerOf(request.model));
    const isPaid = log.batchOf(key) !== undefined;
    const account = await accountFor(request, isPaid);
    let costUsd: number | null = 0;
    let lost = 0;
    try {
      pauses.check();
      costUsd = null;
      const { submissions, result } = await new Promise<{ submissions: number; result: BatchResult }>(
        (resolve, reject) => {
          const ask = {
            key,
            request,
            submissions: 0,
            answered: (of: BatchResult) => resolve({ submissions: ask.submissions, result: of }),
            maySubmit: async (isLost: boolean) => {
              if (isLost) lost++;
              try {
                await account.reserve(isLost);
                return true;
              } catch (error) {
                reject(error);
                return false;
              }
            },
          };
          desk.enter(ask);
        },
      );
      const queuedMs = performance.now() - askedAt;
      const attempts = Math.max(1, submissions);
      if ("failure" in result) {
        const { failure, mayBeBilled } = result;
        costUsd = mayBeBilled ? null : 0;
        const paidUsd = mayBeBilled || lost > 0 ? null : 0;
        return {
          ...errorReply(failure.message, attempts, queuedMs, failure.requestId, paidUsd),
          ...atMost(request, costUsd, lost, mostOf),
        };
      }
      const { usage } = result.answer;
      costUsd = usage === null ? null : priceOf(request, usage);
      const call = {
        attempts,
        queuedMs,
        costUsd: lost > 0 ? null : costUsd,
        ...atMost(request, costUsd, lost, mostOf),
      };
      return { ...replyOf({ ...result.answer, latencyMs: 0 }, call), latencyMs: null };
    } finally {
      account.settle(costUsd);
    }
  };

  const settled = async (): Promise<void> => {
    await Promise.all([...desks.values()].map((desk) => desk.settled()));
  };
  return {
    settled,
    ask: async (request, repeat) => {
      const key = requestKey(request, repeat);
      const kept = store?.get(key);
      if (kept !== undefined) return { ...kept, cached: true, queuedMs: 0 };
      const running = asked.get(key);
      if (running !== undefined) return sharedReply(await running.reply);
      pauses.check();
      const { promise, resolve, reject } = Promise.withResolvers<ModelReply>();
      asked.set(key, { reply: promise, reject });
      askDesk(key, request, performance.now()).then(resolve, reject);
      try {
        const reply = await promise;
        if (reply.outcome === "ok") store?.put(key, reply, { request, repeat });
        return reply;
      } finally {
        asked.delete(key);
      }
    },
    open: () => [...desks.values()].reduce((sum, desk) => sum + desk.open(), 0),
    close: async () => {
      drain.removeEventListener("abort", interrupt);
      interrupt();
      await settled();
      await log.close();
    },
  };
}
