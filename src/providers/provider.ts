import type { Outcome } from "../records/transcript.ts";
import type { ModelRequest, Usage } from "../records/request.ts";

/** Who answers requests for one or more models. Holds no queue and never retries: that is the executor's. */
export interface Provider {
  /** The part of a model id before its first colon. */
  name: string;
  /** Callers of one account share its rate limits: provider, address and a fingerprint of the key, never the key. */
  account: string;
  /**
   * One attempt at one request.
   * @throws CallFailure for everything that went wrong on the way; the signal's reason when it was aborted.
   */
  send: (request: ModelRequest, options: SendOptions) => Promise<Answer>;
  /** Exact input tokens of a request, where the vendor counts them for nothing. */
  countTokens?: (request: ModelRequest) => Promise<number>;
}

export interface SendOptions {
  /** Ends the attempt; covers headers and body. */
  signal: AbortSignal;
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
}

/**
 * Why an attempt failed. `rate_limited`, `overloaded`, `server`, `network`, `timeout` and `bad_reply` (HTML, broken JSON, an error in the
 * stream) may go better next time; `denied` (401, 403, billing) ends the run; `bad_request` fails this request alone.
 */
export type FailureKind =
  | "rate_limited"
  | "overloaded"
  | "server"
  | "network"
  | "timeout"
  | "bad_reply"
  | "denied"
  | "bad_request";

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
