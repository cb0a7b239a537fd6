/**
 * Writes each cached prefix once. Until the first token of an answer has come, a vendor's prompt cache does not hold the prefix, and
 * every call sent meanwhile pays for writing it again; so the first call with a prefix goes alone.
 */
export interface WarmUp {
  /**
   * Waits until the prefix is cached. A lead = it is not, and this call goes first: the lead must be ended.
   * @param lifetimeMs how long a prefix stays cached after its last use
   */
  enter: (prefix: string, lifetimeMs: number) => Promise<Lead | null>;
}

/** The duty of a call that goes first. */
export interface Lead {
  /** The prefix is cached: the others may go. */
  warm: () => void;
  /** The call is over; where it did not warm the prefix, the next one goes first. */
  end: () => void;
}

interface Prefix {
  /** Ends when the lead is warm or over; null once the prefix is cached. */
  leading: Promise<void> | null;
  usedAt: number;
}

/** Prefixes that are remembered; one that is forgotten is only warmed again. */
const MOST_PREFIXES = 1_000;

/** Makes the memory of which prefixes are cached. */
export function createWarmUp(): WarmUp {
  const prefixes = new Map<string, Prefix>();

  const lead = (name: string): Lead => {
    const { promise: leading, resolve: release } = Promise.withResolvers<void>();
    const prefix: Prefix = { leading, usedAt: performance.now() };
    const oldest = prefixes.keys().next();
    if (prefixes.size >= MOST_PREFIXES && !oldest.done) prefixes.delete(oldest.value);
    prefixes.set(name, prefix);
    return {
      warm: () => {
        prefix.leading = null;
        prefix.usedAt = performance.now();
        release();
      },
      end: () => {
        if (prefix.leading !== null && prefixes.get(name) === prefix) prefixes.delete(name);
        release();
      },
    };
  };

  return {
    enter: async (name, lifetimeMs) => {
      for (;;) {
        const known = prefixes.get(name);
        if (known === undefined) return lead(name);
        if (known.leading === null) {
          const now = performance.now();
          if (now - known.usedAt > lifetimeMs) return lead(name);
          known.usedAt = now;
          return null;
        }
        await known.leading;
      }
    },
  };
}
