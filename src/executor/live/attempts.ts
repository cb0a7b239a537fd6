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

/** How a call has gone so far. */
interface Course {
  /** On the clock of performance.now(). */
  askedAt: number;
  /** Attempts that failed, and the last failure. */
  failed: number;
  failure: CallFailure | null;
  /** Of the attempts those that may have been paid for all the same. */
  lost: number;
}

/**
 * Calls until there is an answer, or no hope for one: then the reply is an error.
 * @throws DealbenchError where the run must end: access denied, the budget reached, interrupted.
 */
export async function callUntilAnswered(call: Call, context: CallContext): Promise<ModelReply> {
  const course: Course = { askedAt: performance.now(), failed: 0, failure: null, lost: 0 };
  try {
    return await untilAnswered(call, course, context);
  } catch (error) {
    const { failure, lost } = course;
    if (failure !== null && lost > 0) {
      const message = `${failure.message}; the run ended before another attempt`;
      call.hints.onLost?.(failedReply(message, failure.requestId, { call, course, context }));
    }
    throw error;
  }
}

async function untilAnswered(call: Call, course: Course, context: CallContext): Promise<ModelReply> {
  const { pauses, retry, onEvent, mostOf } = context;
  const { request } = call;
  const { askedAt } = course;
  const patience: Patience = { startedAt: null };
  const failed = (message: string, requestId: string | null): ModelReply =>
    failedReply(message, requestId, { call, course, context });
  for (let attempts = 1; ; attempts++) {
    try {
      const answer = await attemptInTurn(call, patience, context);
      const queuedMs = Math.max(0, performance.now() - askedAt - answer.latencyMs);
      const costUsd = costOf(request, answer, context);
      const most = atMost(request, costUsd, course.lost, mostOf);
      return replyOf(answer, { attempts, queuedMs, costUsd, ...most });
    } catch (error) {
      const now = performance.now();
      if (error instanceof HeldBack) return failed(error.message, null);
      if (!(error instanceof CallFailure)) throw error;
      course.failed = attempts;
      course.failure = error;
      if (mayBeBilled(error)) course.lost++;
      const elapsedMs = now - (patience.startedAt ?? askedAt);
      const step = nextStep(error, attempts, elapsedMs, Math.random(), retry);
      if (step.kind === "stop_run") throw deniedError(error);
      if (step.kind === "give_up") return failed(gaveUpMessage(error, attempts, elapsedMs), error.requestId);
      const { kind: failure, message } = error;
      const { model } = request;
      onEvent({ kind: "retry", model, attempt: attempts, waitMs: step.waitMs, failure, message });
      await pauses.pauseUntil(now + step.waitMs);
    }
  }
}

function failedReply(
  message: string,
  requestId: string | null,
  { call, course, context }: { call: Call; course: Course; context: CallContext },
): ModelReply {
  const { askedAt, failed, lost } = course;
  return {
    ...errorReply(message, failed, performance.now() - askedAt, requestId, lost === 0 ? 0 : null),
    ...atMost(call.request, 0, lost, context.mostOf),
  };
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
  const { provider, request, repeat } = call;
  const { onLost: _, ...hints } = call.hints;
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
