import { z } from "zod";
import type { ModelReply, Usage } from "./request.ts";
import { fromDisk, toDisk } from "./wire.ts";

const tokens = z.int().nonnegative().nullable();

/**
 * A reply as the response cache keeps it: what the model said and what it took, and nothing of how it was asked for. The
 * request, its headers and its key are not in it.
 */
export const KeptReplySchema = z.strictObject({
  text: z.string(),
  stop_reason: z.string().nullable(),
  usage: z
    .strictObject({
      input_tokens: tokens,
      output_tokens: tokens,
      cache_read_input_tokens: tokens,
      cache_creation_input_tokens: tokens,
    })
    .nullable(),
  latency_ms: z.number().nonnegative().nullable(),
  request_id: z.string().nullable(),
  cost_usd: z.number().nonnegative().nullable(),
});

/** The reply in the form of {@link KeptReplySchema}; what a provider added to it is left out. */
export function keptReplyToDisk(reply: ModelReply): z.output<typeof KeptReplySchema> {
  const { text, stopReason, latencyMs, requestId, costUsd } = reply;
  const usage = reply.usage && knownUsage(reply.usage);
  return toDisk({ text, stopReason, usage, latencyMs, requestId, costUsd }) as z.output<
    typeof KeptReplySchema
  >;
}

/** A kept reply as this run sees it: paid by an earlier one, so that it took no attempt and no waiting. */
export function keptReplyFromDisk(kept: z.output<typeof KeptReplySchema>): ModelReply {
  const reply = fromDisk(kept) as Pick<
    ModelReply,
    "text" | "stopReason" | "usage" | "latencyMs" | "requestId" | "costUsd"
  >;
  return { ...reply, outcome: "ok", queuedMs: 0, attempts: 0, cached: true, error: null };
}

function knownUsage(usage: Usage): Usage {
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheCreationInputTokens } = usage;
  return { inputTokens, outputTokens, cacheReadInputTokens, cacheCreationInputTokens };
}
