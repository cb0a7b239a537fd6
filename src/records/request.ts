import type { Outcome, TranscriptTurn } from "./transcript.ts";

/** How much a model is to think before it answers. */
export const EFFORTS = ["low", "medium", "high", "max"] as const;
export type Effort = (typeof EFFORTS)[number];

/** What of a call can be set; current models take no temperature and no seed, so repeats are the only variance. */
export interface ModelParameters {
  /** Room for the answer and for the thinking before it. */
  maxTokens: number;
  /** null = no effort asked for, and no thinking where the model lets it be turned off. */
  effort: Effort | null;
}

export interface Message {
  role: "user" | "assistant";
  content: string;
}

/** One call to a model, in no provider's words: everything that can change the reply, and nothing that cannot. */
export interface ModelRequest {
  /** `<provider>:<model>`, as the user names it: `anthropic:claude-sonnet-5`. */
  model: string;
  system: string;
  /** Begins and ends with the user's turn; what the model said before stands between. */
  messages: readonly Message[];
  parameters: ModelParameters;
  /** JSON schema of the answer; null for free text. */
  schema: Record<string, unknown> | null;
}

export type Usage = NonNullable<TranscriptTurn["usage"]>;

/** What became of one request, after all attempts. */
export interface ModelReply {
  outcome: Outcome;
  /** What the model wrote; empty where the outcome is `error`. */
  text: string;
  stopReason: string | null;
  usage: Usage | null;
  /** Milliseconds of the HTTP call that answered, waiting in our own queue left out; null where there was none. */
  latencyMs: number | null;
  /** Milliseconds before that call: waiting for a slot, failed attempts and the pauses after them. */
  queuedMs: number;
  requestId: string | null;
  attempts: number;
  /** Whether an earlier run paid for it. */
  cached: boolean;
  /** What it cost when it was paid, in USD; null = unknown. */
  costUsd: number | null;
  /**
   * The most that all its attempts can have cost, in USD, where nobody says of one what it did. Absent where `costUsd` says all, and where no
   * bound is known.
   */
  atMostUsd?: number;
  /** One sentence for the outcome `error`, without any secret; null otherwise. */
  error: string | null;
}

/**
 * A request as a line for whoever answers it: `custom_id`, `model`, `system`, `messages`, `max_tokens`, `effort`, and `schema` where the
 * answer has one; the shape of a line of `judge export`.
 */
export function requestLineToDisk(customId: string, request: ModelRequest): unknown {
  const { model, system, messages, parameters, schema } = request;
  const { maxTokens, effort } = parameters;
  return {
    custom_id: customId,
    model,
    system,
    messages,
    max_tokens: maxTokens,
    effort,
    ...(schema === null ? {} : { schema }),
  };
}
