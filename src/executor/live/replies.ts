import type { Answer, CallFailure } from "../../providers/provider.ts";
import { DealbenchError, EXIT } from "../../records/errors.ts";
import type { ModelReply } from "../../records/request.ts";

/** The reply that an answer makes, after so many attempts. */
export function replyOf(
  answer: Answer,
  call: Pick<ModelReply, "attempts" | "queuedMs" | "costUsd" | "atMostUsd">,
): ModelReply {
  const { outcome, text, stopReason, usage, latencyMs, requestId } = answer;
  return { outcome, text, stopReason, usage, latencyMs, requestId, ...call, cached: false, error: null };
}

/**
 * The reply of a request that no attempt could get answered; `requestId` is that of the last attempt, for the vendor's support.
 * `costUsd` is 0 where no attempt can have been paid for, null where one may have been.
 */
export function errorReply(
  error: string,
  attempts: number,
  queuedMs: number,
  requestId: string | null,
  costUsd: 0 | null,
): ModelReply {
  return {
    outcome: "error",
    text: "",
    stopReason: null,
    usage: null,
    latencyMs: null,
    queuedMs,
    requestId,
    attempts,
    cached: false,
    costUsd,
    error,
  };
}

/** The same reply for another who asked while it was on its way: it was paid once. */
export function sharedReply(reply: ModelReply): ModelReply {
  return reply.outcome === "error" ? reply : { ...reply, cached: true };
}

/** What ends the run when access is denied; the failure's own message names the variable to set. */
export function deniedError(failure: CallFailure): DealbenchError {
  const message = `${failure.message}\nThe run stopped; every finished result is kept.`;
  return new DealbenchError(message, { exitCode: EXIT.incomplete, cause: failure });
}

/** The last failure's message, with how long it was tried where that was more than once. */
export function gaveUpMessage({ message }: CallFailure, attempts: number, elapsedMs: number): string {
  if (attempts === 1) return message;
  return `${message}; given up after ${attempts} attempts in ${Number((elapsedMs / 1000).toPrecision(3))} s`;
}
