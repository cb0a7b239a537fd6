import type { FailureKind } from "../../providers/provider.ts";

/** What a live run does besides answering, for whoever shows its progress. */
export type LiveEvent =
  /** A request is tried again after a pause. `attempt` is the one that failed, 1-based. */
  | { kind: "retry"; model: string; attempt: number; waitMs: number; failure: FailureKind; message: string }
  /** All callers of an account are held back, since the server said for how long. */
  | { kind: "waiting"; account: string; waitMs: number }
  /** Fewer calls are in flight from now on. */
  | { kind: "cut"; account: string; to: number; failure: FailureKind }
  /** A batch was asked after: so many of its requests are done. It is asked again after `pollMs`. */
  | { kind: "batch"; id: string; done: number; of: number; pollMs: number }
  /** An overloaded server is left alone (`open`), tried with one call (`probing`), or used again (`closed`). */
  | { kind: "breaker"; account: string; state: "open" | "probing" | "closed" };

export type OnLiveEvent = (event: LiveEvent) => void;
