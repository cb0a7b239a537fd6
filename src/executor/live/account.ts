import type { Answer } from "../../providers/provider.ts";
import { CallFailure } from "../../providers/provider.ts";
import { type Breaker, type BreakerSettings, type CallEnd, createBreaker } from "./breaker.ts";
import type { OnLiveEvent } from "./events.ts";
import { createLimiter, type LimiterSettings, type Ticket } from "./limiter.ts";
import type { Pauses } from "./pauses.ts";
import { callsLeft } from "./rateLimits.ts";

/** Everything that calls of one account share: slots, a hold by `retry-after`, and the circuit breaker. */
export interface Account {
  /**
   * Runs one attempt: waits for a slot, then until the account is neither held back nor overloaded.
   * @throws HeldBack where that takes longer than the request may; CallFailure and whatever else the attempt throws.
   */
  run: (attempt: () => Promise<Answer>, patience: Patience) => Promise<Answer>;
}

/** When a request first had a slot: from then on its time runs, whether it is sent or held back. */
export interface Patience {
  startedAt: number | null;
}

/** A request that was not sent, since its account was refused for too long. */
export class HeldBack extends Error {}

export interface AccountSettings {
  limiter: LimiterSettings;
  breaker: BreakerSettings;
  /** Milliseconds a request may be tried and held back in all. */
  maxElapsedMs: number;
}

/** Makes the shared state of one account. */
export function createAccount(
  name: string,
  settings: AccountSettings,
  pauses: Pauses,
  onEvent: OnLiveEvent,
): Account {
  const { maxElapsedMs } = settings;
  const limiter = createLimiter(settings.limiter);
  const breaker = createBreaker(settings.breaker);
  let heldUntil = -Infinity;
  let refusal: { since: number; last: string } | null = null;

  /** Waits until a call may go; true = it is the breaker's probe. */
  const pass = async (startedAt: number): Promise<boolean> => {
    for (;;) {
      pauses.check();
      const now = performance.now();
      const waitMs = Math.max(heldUntil - now, breaker.waitMs(now));
      if (waitMs <= 0) return enter();
      const giveUpAt = Math.min(startedAt, refusal?.since ?? Infinity) + maxElapsedMs;
      if (now >= giveUpAt) throw heldBack(maxElapsedMs, refusal?.last);
      await pauses.pause(Math.min(waitMs, giveUpAt - now));
    }
  };
  const enter = (): boolean => watching(() => breaker.enter());
  const hold = (retryAfterMs: number | null, now: number): void => {
    const until = now + Math.min(retryAfterMs ?? 0, maxElapsedMs);
    if (until <= Math.max(now, heldUntil)) return;
    if (heldUntil <= now) onEvent({ kind: "waiting", account: name, waitMs: until - now });
    heldUntil = until;
  };
  const succeed = (answer: Answer, ticket: Ticket, probe: boolean): void => {
    const now = performance.now();
    refusal = null;
    watching(() => breaker.end("ok", { probe, now }));
    limiter.succeeded(ticket, now);
    if (answer.limits !== undefined) limiter.cap(callsLeft(answer.limits, answer.usage));
  };
  const fail = (failure: CallFailure, ticket: Ticket, probe: boolean): void => {
    const now = performance.now();
    const { kind, retryAfterMs } = failure;
    if (kind === "rate_limited" || kind === "overloaded") {
      refusal = { since: refusal?.since ?? now, last: failure.message };
      hold(retryAfterMs, now);
      if (kind === "overloaded") limiter.freeze(now);
      if (limiter.refused(ticket)) onEvent({ kind: "cut", account: name, to: limiter.limit, failure: kind });
    }
    watching(() => breaker.end(endOf(failure), { probe, now }));
  };
  /** Tells of a change of the breaker, and lets those who wait look again. */
  const watching = <T>(act: () => T): T => {
    const before: Breaker["state"] = breaker.state;
    const result = act();
    if (breaker.state !== before) {
      onEvent({ kind: "breaker", account: name, state: breaker.state });
      pauses.wake();
    }
    return result;
  };

  return {
    run: (attempt, patience) =>
      limiter.run(async () => {
        patience.startedAt ??= performance.now();
        const probe = await pass(patience.startedAt);
        const ticket = limiter.send();
        try {
          const answer = await attempt();
          succeed(answer, ticket, probe);
          return answer;
        } catch (error) {
          if (error instanceof CallFailure) fail(error, ticket, probe);
          else watching(() => breaker.end("failed", { probe, now: performance.now() }));
          throw error;
        }
      }),
  };
}

function endOf({ kind }: CallFailure): CallEnd {
  if (kind === "overloaded") return "overloaded";
  return kind === "rate_limited" || kind === "bad_request" ? "ok" : "failed";
}

function heldBack(ms: number, last: string | undefined): HeldBack {
  const seconds = Number((ms / 1000).toPrecision(3));
  return new HeldBack(
    `not sent: its account took no calls for ${seconds} s${last === undefined ? "" : `; ${last}`}`,
  );
}
