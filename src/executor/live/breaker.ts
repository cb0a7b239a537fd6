/** When an overloaded server is left alone, and for how long. */
export interface BreakerSettings {
  /** So many overloaded answers among the last twice as many open the breaker. */
  burst: number;
  /** Milliseconds until the first probe; doubles with each probe that fails. */
  coolDownMs: number;
  maxCoolDownMs: number;
}

export const DEFAULT_BREAKER: BreakerSettings = { burst: 5, coolDownMs: 5_000, maxCoolDownMs: 60_000 };

/** How a call went, as far as the breaker is concerned: `ok` = the server took it, `failed` = another fault. */
export type CallEnd = "ok" | "overloaded" | "failed";

/**
 * A circuit breaker: a burst of overloaded answers opens it, then nothing is sent; after a while one call goes as a probe, which
 * closes it or opens it for longer. Times are milliseconds of one monotonic clock, given by the caller.
 */
export interface Breaker {
  readonly state: "closed" | "open" | "probing";
  /** Milliseconds until a call may ask again: 0 = it may ask now, Infinity = once the probe is back. */
  waitMs: (now: number) => number;
  /** Lets a call through whose `waitMs` is 0; true = it is the probe, whose end decides. */
  enter: () => boolean;
  /** Notes how a call ended; `retryAfterMs` is what the server asked for. Calls let through before it opened change nothing while it is open. */
  end: (how: CallEnd, call: { probe: boolean; now: number; retryAfterMs?: number | null }) => void;
}

/** Makes a closed breaker. `random` in [0, 1) spreads the probes of several processes. */
export function createBreaker(settings: BreakerSettings, random: () => number = Math.random): Breaker {
  let state: Breaker["state"] = "closed";
  let reopenAt = 0;
  let failedProbes = 0;
  let recent: boolean[] = [];

  const open = (now: number, retryAfterMs: number): void => {
    const coolDownMs = Math.min(settings.maxCoolDownMs, settings.coolDownMs * 2 ** failedProbes);
    reopenAt =
      now + Math.max(coolDownMs * (0.75 + random() / 2), Math.min(retryAfterMs, settings.maxCoolDownMs));
    state = "open";
    recent = [];
  };
  const close = (): void => {
    state = "closed";
    failedProbes = 0;
  };
  const endProbe = (how: CallEnd, now: number, retryAfterMs: number): void => {
    if (how === "ok") return close();
    if (how === "overloaded") failedProbes += 1;
    open(now, retryAfterMs);
  };
  const count = (how: CallEnd, now: number, retryAfterMs: number): void => {
    recent = [...recent, how === "overloaded"].slice(-2 * settings.burst);
    if (recent.filter(Boolean).length >= settings.burst) open(now, retryAfterMs);
  };

  return {
    get state() {
      return state;
    },
    waitMs: (now) => {
      if (state === "closed") return 0;
      return state === "probing" ? Infinity : Math.max(0, reopenAt - now);
    },
    enter: () => {
      if (state === "closed") return false;
      state = "probing";
      return true;
    },
    end: (how, { probe, now, retryAfterMs }) => {
      if (probe) endProbe(how, now, retryAfterMs ?? 0);
      else if (state === "closed") count(how, now, retryAfterMs ?? 0);
    },
  };
}
