import type { Outcome } from "../records/transcript.ts";
import type { ModelRequest, Usage } from "../records/request.ts";

/** Who answers requests for one or more models. Holds no queue and never retries: that is the executor's. */
export interface Provider {
  /** The part of a model id before its first colon. */
  name: string;
  /** Callers of one account share its rate limits: provider, address and a fingerprint of the key, never the key. */
  account: string;
  /** How long the vendor's prompt cache keeps a prefix after its last use, in milliseconds; absent where there is none. */
  promptCacheMs?: number;
  /**
   * One attempt at one request.
   * @throws CallFailure for everything that went wrong on the way; the signal's reason when it was
   * aborted, unless that is a TimeoutError, which is a failure of kind `timeout`.
   */
  send: (request: ModelRequest, options: SendOptions) => Promise<Answer>;
  /** Exact input tokens of a request, where the vendor counts them for nothing. */
  countTokens?: (request: ModelRequest, signal?: AbortSignal) => Promise<number>;
  /** Where the vendor answers many requests at once, later and for less. */
  batches?: BatchClient;
}

export interface SendOptions {
  /** Ends the attempt; covers headers and body. */
  signal: AbortSignal;
  /** Called once, when the first token of the answer has arrived: from then on the persona's prefix is cached. Asking for it makes the call stream. */
  onFirstToken?: () => void;
  /** Whether the last turn will be sent again, by a following turn or a repeat, so that caching it pays. Default: from the second turn on. */
  sentAgain?: boolean;
  /** 1-based; only a provider whose answers are computed (`simulated:`) tells repeats apart by it. Default 1. */
  repeat?: number;
}

/** What a model answered. An answer is never `error`: a machine's fault is a {@link CallFailure}. */
export interface Answer {
  outcome: Exclude<Outcome, "error">;
  text: string;
  stopReason: string | null;
  usage: Usage | null;
  requestId: string | null;
  /** From the moment the request left to the end of the body. */
  latencyMs: number;
  /** What the vendor says of the account's rate limits; absent where it says nothing. */
  limits?: RateLimits;
}

/** Rate limits of an account, as the last answer told them, by what they count. */
export type RateLimits = Partial<Record<"requests" | "inputTokens" | "outputTokens" | "tokens", RateLimit>>;

interface RateLimit {
  /** How many the account may have per minute. */
  limit: number;
  remaining: number;
  /** When `remaining` will be `limit` again, ISO 8601; null = unknown. */
  resetsAt: string | null;
}

/** Batches of one vendor. Each method is one HTTP call and throws CallFailure as `send` does. */
export interface BatchClient {
  /** The most requests in one batch, and the most bytes of their JSON. */
  most: { requests: number; bytes: number };
  /** Submits requests (custom ids unique, at most 64 of `A-Z a-z 0-9 _ -`) and gives the batch's id. */
  create: (requests: readonly BatchRequest[], signal?: AbortSignal) => Promise<string>;
  status: (id: string, signal?: AbortSignal) => Promise<BatchStatus>;
  /** The results of a batch that has ended, in no order. */
  results: (id: string, signal?: AbortSignal) => AsyncIterable<BatchResult>;
}

interface BatchRequest {
  customId: string;
  request: ModelRequest;
}

interface BatchStatus {
  ended: boolean;
  /** Requests that are still worked on, and those that are done one way or the other. */
  processing: number;
  done: number;
  /** When the vendor gives up what is left, ISO 8601. */
  expiresAt: string;
  /** Its results are kept no longer. */
  gone: boolean;
}

/**
 * One request's result; what expired is a failure of kind `timeout`, what was canceled one of kind `canceled`. `mayBeBilled`: the vendor may
 * be paid for an answer that never came, or cannot be read.
 */
export type BatchResult = { customId: string } & (
  | { answer: Omit<Answer, "latencyMs"> }
  | { failure: CallFailure; mayBeBilled?: boolean }
);

/**
 * Why an attempt failed. `rate_limited`, `overloaded`, `server`, `network`, `timeout` and `bad_reply` (HTML, broken JSON, an error in the
 * stream) may go better next time; `denied` (401, 403, billing) ends the run; `bad_request` fails this request alone; `canceled`: somebody
 * took it back at the vendor, so that it is asked again only when a user says so.
 */
export type FailureKind =
  | "rate_limited"
  | "overloaded"
  | "server"
  | "network"
  | "timeout"
  | "bad_reply"
  | "denied"
  | "bad_request"
  | "canceled";

/** An attempt that got no answer. The message is one sentence for the user and holds no secret. */
export class CallFailure extends Error {
  override name = "CallFailure" as const;
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;

  constructor(
    kind: FailureKind,
    message: string,
    details: { status?: number; retryAfterMs?: number; requestId?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.requestId = details.requestId ?? null;
  }
}
