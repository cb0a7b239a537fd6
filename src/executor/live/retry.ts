import type { CallFailure, FailureKind } from "../../providers/provider.ts";

/** How long one request is tried. Bounded twice, since a server may fail at once or after minutes. */
export interface RetrySettings {
  /** Attempts in all, the first one included. */
  maxAttempts: number;
  /** Milliseconds from the first attempt until no other begins. */
  maxElapsedMs: number;
  /** The pause after the first failure; it doubles with each. */
  baseMs: number;
  /** The longest pause that is ours to choose. */
  maxPauseMs: number;
}

export const DEFAULT_RETRY: RetrySettings = {
  maxAttempts: 8,
  maxElapsedMs: 600_000,
  baseMs: 1_000,
  maxPauseMs: 60_000,
};

/** What follows a failure: another attempt after a pause, an error for this request, or the end of the run. */
export type NextStep = { kind: "again"; waitMs: number } | { kind: "give_up" } | { kind: "stop_run" };

/**
 * Decides what follows the `attempt`-th failure (1-based), `elapsedMs` after the first attempt began. The pause is
 * `baseMs · 2^(attempt − 1)`, at most `maxPauseMs`, of which a random half to whole is taken (equal jitter, Brooker 2015, "Exponential
 * Backoff and Jitter"); a server's `retry-after` goes before it. Neither reaches beyond `maxElapsedMs`.
 * @param random in [0, 1)
 */
export function nextStep(
  failure: Pick<CallFailure, "kind" | "retryAfterMs">,
  attempt: number,
  elapsedMs: number,
  random: number,
  settings: RetrySettings,
): NextStep {
  if (failure.kind === "denied") return { kind: "stop_run" };
  const leftMs = settings.maxElapsedMs - elapsedMs;
  if (!PASSES[failure.kind] || attempt >= settings.maxAttempts || leftMs <= 0) return { kind: "give_up" };
  const backOffMs = Math.min(settings.maxPauseMs, settings.baseMs * 2 ** (attempt - 1)) * (0.5 + random / 2);
  return { kind: "again", waitMs: Math.min(failure.retryAfterMs ?? backOffMs, leftMs) };
}

/** Whether another attempt may go better. */
const PASSES: Record<Exclude<FailureKind, "denied">, boolean> = {
  rate_limited: true,
  overloaded: true,
  server: true,
  network: true,
  timeout: true,
  bad_reply: true,
  bad_request: false,
  canceled: false,
};
