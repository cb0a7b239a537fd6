import type { ModelReply, ModelRequest } from "../records/request.ts";

/**
 * Answers requests, by whatever lane: live calls, batches, a file that somebody else answers. Requests are addressed by
 * their content and repeat, so that a lane knows an answer again that it, or another process, already has.
 */
export interface Executor {
  /**
   * The reply to a request's `repeat`-th asking (1-based). A machine's fault is a reply with outcome `error`.
   * @throws DealbenchError where going on makes no sense for any request: access denied, the budget reached.
   */
  ask: (request: ModelRequest, repeat: number, hints?: AskHints) => Promise<ModelReply>;
  /** Waits for nothing and gives up what it holds open. */
  close: () => Promise<void>;
}

/** What changes no reply: what makes a call cheaper, and who is told what it lost; a lane may ignore it. */
export interface AskHints {
  /** Whether the last turn will be sent again by a following one, so that caching it pays. */
  sentAgain?: boolean;
  /**
   * Told where `ask` throws after attempts that may have been paid for: the reply is an error, for whoever accounts for them. The batch lane
   * tells nothing, for the next process finds its batches again.
   */
  onLost?: (reply: ModelReply) => void;
}

/** Where paid replies are kept, shared by runs and processes. Only whole answers (`ok`) are kept. */
export interface ReplyStore {
  /** The reply under a {@link requestKey}, marked as cached. */
  get: (key: string) => ModelReply | undefined;
  /** Keeps a reply under its key, unless one is kept there or it is not `ok`; never throws. */
  put: (key: string, reply: ModelReply, asked: Asked) => void;
}

/** What a kept reply answers. */
export interface Asked {
  request: ModelRequest;
  /** 1-based. */
  repeat: number;
}

/** Guards what a run may spend. */
export interface Budget {
  /**
   * Sets aside the most that a request can cost, before it is sent. Waits while calls in flight may still give back
   * enough: most cost far less than was set aside for them.
   * @throws BudgetReached (exit 4) when that is more than is left, whatever the calls in flight give back.
   */
  reserve: (request: ModelRequest) => Promise<Reservation>;
}

/** A budget for requests of which some were sent by an earlier process. */
export interface ResumedBudget extends Budget {
  /** Sets aside the most that a request can cost that was sent already: at once, and whether or not so much is left. */
  setAside: (request: ModelRequest) => Reservation;
}

export interface Reservation {
  /** Replaces what was set aside by what was spent, 0 for a call that was not sent; null = unknown, then what was set aside counts as spent. */
  settle: (costUsd: number | null) => void;
}
