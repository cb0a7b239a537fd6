import { type Answer, CallFailure, type Provider } from "../../providers/provider.ts";
import type { ModelReply, ModelRequest, Usage } from "../../records/request.ts";
import { type Account, HeldBack, type Patience } from "./account.ts";
import { mayBeBilled } from "./billed.ts";
import type { OnLiveEvent } from "./events.ts";
import type { AskHints, Budget } from "../executor.ts";
import { atMost, type MostOf } from "../money/atMost.ts";
import type { Pauses } from "./pauses.ts";
import { deniedError, errorReply, gaveUpMessage, replyOf } from "./replies.ts";
import { nextStep, type RetrySettings } from "./retry.ts";
import { type InFlight, sendOnce } from "./sendOnce.ts";
import { systemHash } from "../systemHash.ts";
import type { Lead, WarmUp } from "./warmUp.ts";

/** What all calls of an executor share. */
export interface CallContext {
  accountOf: (provider: Provider) => Account;
  budget: Budget | undefined;
  priceOf: ((request: ModelRequest, usage: Usage | null) => number | null) | undefined;
  mostOf: MostOf | undefined;
  retry: RetrySettings;
  attemptTimeoutMs: number;
  pauses: Pauses;
  warmUp: WarmUp;
  inFlight: InFlight;
  onEvent: OnLiveEvent;
}

/** One request on its way to an answer. */
interface Call {
  provider: Provider;
  request: ModelRequest;
  repeat: number;
  hints: AskHints;
}

/**
 * Calls until there is an answer, or no hope for one: then the reply is an error.
 * @throws DealbenchError where the run must end: access denied, the budget reached, interrupted.
 */
export async function callUntilAnswered(call: Call, context: CallContext): Promise<ModelReply> {
  const { pauses, retry, onEvent, mostOf } = context;
  const { request } = call;
  const { model } = request;
  const patience: Patience = { startedAt: null };
  const askedAt = performance.now();
  let lost = 0;
  const failed = (
    error: string,
    attempts: number,
    queuedMs: number,
    requestId: string | null = null,
  ): ModelReply => ({
    ...errorReply(error, attempts, queuedMs, requestId, lost === 0 ? 0 : null),
    ...atMost(request, 0, lost, mostOf),
  });
  for (let attempts = 1; ; attempts++) {
    try {
      const answer = await attemptInTurn(call, patience, context);
      const queuedMs = Math.max(0, performance.now() - askedAt - answer.latencyMs);
      const costUsd = costOf(request, answer, context);
      return replyOf(answer, { attempts, queuedMs, costUsd, ...atMost(request, costUsd, lost, mostOf) });
    } catch (error) {
      const now = performance.now();
      if (error instanceof HeldBack) return failed(error.message, attempts - 1, now - askedAt);
      if (!(error instanceof CallFailure)) throw error;
      if (mayBeBilled(error)) lost++;
      const elapsedMs = now - (patience.startedAt ?? askedAt);
      const step = nextStep(error, attempts, elapsedMs, Math.random(), retry);
      if (step.kind === "stop_run") throw deniedError(error);
      if (step.kind === "give_up") {
        const message = gaveUpMessage(error, attempts, elapsedMs);
        return failed(message, attempts, now - askedAt, error.requestId);
      }
      const { kind: failure, message } = error;
      onEvent({ kind: "retry", model, attempt: attempts, waitMs: step.waitMs, failure, message });
      await pauses.pauseUntil(now + step.waitMs);
    }
  }
}

/** One attempt with all it has to wait for: the first call with a prefix, a slot, a hold of the account. */
async function attemptInTurn(call: Call, patience: Patience, context: CallContext): Promise<Answer> {
  const { provider, request } = call;
  context.pauses.check();
  const lead = await leadOf(provider, request, context.warmUp);
  try {
    return await context.accountOf(provider).run(() => attemptPaid(call, lead, context), patience);
  } finally {
    lead?.end();
  }
}

async function leadOf(provider: Provider, request: ModelRequest, warmUp: WarmUp): Promise<Lead | null> {
  if (provider.promptCacheMs === undefined) return null;
  const prefix = `${provider.account} ${request.model} ${systemHash(request.system)}`;
  return warmUp.enter(prefix, provider.promptCacheMs);
}

/** One attempt within its slot: money is set aside before anything is sent. */
async function attemptPaid(call: Call, lead: Lead | null, context: CallContext): Promise<Answer> {
  const { provider, request, repeat, hints } = call;
  const { pauses, attemptTimeoutMs: timeoutMs, inFlight } = context;
  const reservation = await context.budget?.reserve(request);
  let costUsd: number | null = 0;
  try {
    pauses.check();
    costUsd = null;
    const onFirstToken = lead === null ? {} : { onFirstToken: lead.warm };
    const options = { ...hints, ...onFirstToken, repeat, timeoutMs, inFlight };
    const answer = await sendOnce(provider, request, options);
    costUsd = costOf(request, answer, context);
    lead?.warm();
    return answer;
  } catch (error) {
    if (error instanceof CallFailure && !mayBeBilled(error)) costUsd = 0;
    throw error;
  } finally {
    reservation?.settle(costUsd);
  }
}

function costOf(request: ModelRequest, { usage }: Answer, { priceOf }: CallContext): number | null {
  return priceOf?.(request, usage) ?? null;
}
