import type { ModelReply, Usage } from "./request.ts";

/**
 * A reply as the response cache keeps it: what the model said and what it took, and nothing of how it was asked for. The
 * request, its headers and its key are not in it.
 */
export interface KeptReply {
  text: string;
  stop_reason: string | null;
  usage: {
    input_tokens: number | null;
    output_tokens: number | null;
    cache_read_input_tokens: number | null;
    cache_creation_input_tokens: number | null;
  } | null;
  latency_ms: number | null;
  request_id: string | null;
  cost_usd: number | null;
}

/** The reply in the form of {@link KeptReply}; what a provider added to it is left out. */
export function keptReplyToDisk({
  text,
  stopReason,
  usage,
  latencyMs,
  requestId,
  costUsd,
}: ModelReply): KeptReply {
  return {
    text,
    stop_reason: stopReason,
    usage: usage && knownUsage(usage),
    latency_ms: latencyMs,
    request_id: requestId,
    cost_usd: costUsd,
  };
}

/** A kept reply as this run sees it: paid by an earlier one, so that it took no attempt and no waiting. */
export function keptReplyFromDisk({
  text,
  stop_reason,
  usage,
  latency_ms,
  request_id,
  cost_usd,
}: KeptReply): ModelReply {
  return {
    text,
    stopReason: stop_reason,
    usage: usage && {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadInputTokens: usage.cache_read_input_tokens,
      cacheCreationInputTokens: usage.cache_creation_input_tokens,
    },
    latencyMs: latency_ms,
    requestId: request_id,
    costUsd: cost_usd,
    outcome: "ok",
    queuedMs: 0,
    attempts: 0,
    cached: true,
    error: null,
  };
}

function knownUsage(usage: Usage): KeptReply["usage"] {
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_input_tokens: usage.cacheReadInputTokens,
    cache_creation_input_tokens: usage.cacheCreationInputTokens,
  };
}
