import pLimit from "p-limit";

/** How many calls may be in flight, and how that number moves. */
export interface LimiterSettings {
  /** Never more than this. */
  maxConcurrency: number;
  /** What a cut leaves of the limit, in (0, 1). */
  cutTo: number;
  /** Milliseconds after an overload during which the limit does not grow. */
  freezeMs: number;
}

export const DEFAULT_LIMITER: LimiterSettings = { maxConcurrency: 50, cutTo: 0.5, freezeMs: 30_000 };

/** What the limiter remembers of a call in flight. */
export interface Ticket {
  /** Which call it was, in order of sending. */
  readonly order: number;
  /** Whether the limit was the bottleneck when it was sent: every slot taken. */
  readonly full: boolean;
}

/**
 * Concurrency that finds its own level, as TCP does (RFC 5681): it begins at a quarter of the maximum, grows by one for each success
 * while the limit is the bottleneck (slow start), by one for each round of successes once there was a cut, and is cut by a factor at a
 * refusal — once for all the calls that were in flight at the cut, since they tell of the same moment. Where the server says how many
 * calls are left and none was refused yet, there is nothing to feel for: it goes to that number at once.
 */
export interface Limiter {
  /** How many calls may be in flight now. */
  readonly limit: number;
  /** Runs a task once there is a slot, in order of asking. */
  run: <T>(task: () => Promise<T>) => Promise<T>;
  /** Called by a task when it sends. */
  send: () => Ticket;
  succeeded: (ticket: Ticket, now: number) => void;
  /** Cuts the limit, unless the call was in flight at the last cut; whether it did. */
  refused: (ticket: Ticket) => boolean;
  /** Lets the limit not grow for a while. */
  freeze: (now: number) => void;
  /** Never more than so many until told otherwise: what the server says is left. */
  cap: (calls: number) => void;
}

/** Makes the limiter of one account. */
export function createLimiter(settings: LimiterSettings): Limiter {
  const slots = pLimit(clamp(Math.ceil(settings.maxConcurrency / 4), settings.maxConcurrency));
  let size = slots.concurrency;
  let steadyFrom = Infinity;
  let ceiling = settings.maxConcurrency;
  let sent = 0;
  let sentAtCut = 0;
  let frozenUntil = -Infinity;

  const resize = (wanted: number): void => {
    size = Math.max(1, Math.min(settings.maxConcurrency, wanted));
    const limit = clamp(Math.floor(size), ceiling);
    if (limit !== slots.concurrency) slots.concurrency = limit;
  };

  return {
    get limit() {
      return slots.concurrency;
    },
    run: (task) => slots(task),
    send: () => ({ order: ++sent, full: slots.activeCount >= slots.concurrency }),
    succeeded: ({ order, full }, now) => {
      if (!full || order <= sentAtCut || now < frozenUntil || size >= ceiling) return;
      resize(size + (size < steadyFrom ? 1 : 1 / size));
    },
    refused: ({ order }) => {
      if (order <= sentAtCut) return false;
      sentAtCut = sent;
      resize(slots.concurrency * settings.cutTo);
      steadyFrom = size;
      return true;
    },
    freeze: (now) => {
      frozenUntil = now + settings.freezeMs;
    },
    cap: (calls) => {
      ceiling = calls;
      const isTold = Number.isFinite(calls) && steadyFrom === Infinity;
      resize(isTold ? Math.max(size, calls) : size);
    },
  };
}

function clamp(wanted: number, most: number): number {
  return Math.max(1, Math.min(most, wanted));
}
