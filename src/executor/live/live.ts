import type { Provider } from "../../providers/provider.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { ModelReply, ModelRequest, Usage } from "../../records/request.ts";
import { type Account, createAccount } from "./account.ts";
import { type CallContext, callUntilAnswered } from "./attempts.ts";
import { type BreakerSettings, DEFAULT_BREAKER } from "./breaker.ts";
import type { OnLiveEvent } from "./events.ts";
import type { AskHints, Budget, Executor, ReplyStore } from "../executor.ts";
import { Interrupted } from "./interrupted.ts";
import { DEFAULT_LIMITER, type LimiterSettings } from "./limiter.ts";
import type { MostOf } from "../money/atMost.ts";
import { createPauses, type Pauses } from "./pauses.ts";
import { sharedReply } from "./replies.ts";
import { requestKey } from "../requestKey.ts";
import { DEFAULT_RETRY, type RetrySettings } from "./retry.ts";
import { createWarmUp } from "./warmUp.ts";

export interface LiveOptions {
  providerOf: (model: string) => Provider;
  /** Where paid replies are looked up and kept. */
  store?: ReplyStore | undefined;
  budget?: Budget | undefined;
  /** What a call cost in USD; null = unknown. Without it every cost is unknown. */
  priceOf?: ((request: ModelRequest, usage: Usage | null) => number | null) | undefined;
  /** The most that a call can cost, for attempts of which nobody says what they did. */
  mostOf?: MostOf | undefined;
  retry?: Partial<RetrySettings>;
  limiter?: Partial<LimiterSettings>;
  breaker?: Partial<BreakerSettings>;
  /** Milliseconds one attempt may take from sending to the end of the body; default ten minutes. */
  attemptTimeoutMs?: number;
  onEvent?: OnLiveEvent;
  /** Aborted: no attempt begins any more, those in flight may finish. */
  drain?: AbortSignal | undefined;
  /** Aborted: those in flight are cut off as well. */
  stop?: AbortSignal | undefined;
}

const ATTEMPT_TIMEOUT_MS = 600_000;

/**
 * The live lane: the store, then one call for all who ask the same at once, then slots of the provider's account, the budget and
 * attempts. A denial or a spent budget ends the executor: what is in flight may finish, everything else that the store does not
 * have gets the same error. `ask` throws {@link Interrupted} where a signal kept it from an answer.
 */
export function liveExecutor(options: LiveOptions): Executor {
  const { store } = options;
  const context = contextOf(options);
  const { pauses, inFlight } = context;
  const asked = new Map<string, Promise<ModelReply>>();

  const callAndKeep = async (
    key: string,
    request: ModelRequest,
    repeat: number,
    hints: AskHints,
  ): Promise<ModelReply> => {
    try {
      const provider = options.providerOf(request.model);
      const reply = await callUntilAnswered({ provider, request, repeat, hints }, context);
      if (reply.outcome === "ok") store?.put(key, reply, { request, repeat });
      return reply;
    } catch (error) {
      if (error instanceof DealbenchError) pauses.end(error);
      throw error;
    } finally {
      asked.delete(key);
    }
  };
  const drain = (): void => pauses.end(new Interrupted());
  const stop = (): void => {
    drain();
    for (const attempt of inFlight) attempt.abort(new Interrupted());
  };
  const forget = [onAbort(options.drain, drain), onAbort(options.stop, stop)];

  return {
    ask: async (request, repeat, hints = {}) => {
      const key = requestKey(request, repeat);
      const kept = store?.get(key);
      if (kept !== undefined) return { ...kept, cached: true, queuedMs: 0 };
      const running = asked.get(key);
      if (running !== undefined) return sharedReply(await running);
      const reply = callAndKeep(key, request, repeat, hints);
      asked.set(key, reply);
      return reply;
    },
    close: async () => {
      for (const one of forget) one();
      stop();
    },
  };
}

function contextOf(options: LiveOptions): CallContext {
  const { onEvent = () => {}, attemptTimeoutMs = ATTEMPT_TIMEOUT_MS, budget, priceOf, mostOf } = options;
  const retry = { ...DEFAULT_RETRY, ...options.retry };
  const pauses = createPauses();
  const accountOf = accountsByName(options, retry, pauses, onEvent);
  return {
    accountOf,
    budget,
    priceOf,
    mostOf,
    retry,
    attemptTimeoutMs,
    pauses,
    onEvent,
    warmUp: createWarmUp(),
    inFlight: new Set(),
  };
}

function accountsByName(
  options: LiveOptions,
  { maxElapsedMs }: RetrySettings,
  pauses: Pauses,
  onEvent: OnLiveEvent,
): (provider: Provider) => Account {
  const limiter = { ...DEFAULT_LIMITER, ...options.limiter };
  const breaker = { ...DEFAULT_BREAKER, ...options.breaker };
  const accounts = new Map<string, Account>();
  return ({ account: name }) => {
    const known = accounts.get(name);
    if (known !== undefined) return known;
    const account = createAccount(name, { limiter, breaker, maxElapsedMs }, pauses, onEvent);
    accounts.set(name, account);
    return account;
  };
}

/** Calls `act` once the signal is aborted, at once where it is; gives the way to forget it. */
function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal?.aborted) act();
  signal?.addEventListener("abort", act, { once: true });
  return () => signal?.removeEventListener("abort", act);
}
