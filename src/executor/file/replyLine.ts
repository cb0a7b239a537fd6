import { outcomeOf, usageOf } from "../../providers/anthropic/answer.ts";
import { batchText, type ReplyLine } from "../../records/replyLine.ts";
import type { ModelReply } from "../../records/request.ts";

/**
 * The reply that a line of a replies file holds; null for a batch request that errored, expired or was canceled: it has none yet.
 * What it cost is unknown, whoever answered.
 */
export function replyInLine(line: ReplyLine): ModelReply | null {
  const { result } = line;
  if (result !== undefined && result.type !== "succeeded") return null;
  const text = (result && batchText(result)) ?? line.text ?? "";
  const stopReason = result?.message?.stop_reason ?? line.stop_reason ?? null;
  return {
    outcome: outcomeOf(stopReason, text),
    text,
    stopReason,
    usage: usageOf(result?.message?.usage ?? line.usage),
    latencyMs: null,
    queuedMs: 0,
    requestId: line.request_id ?? null,
    attempts: 1,
    cached: false,
    costUsd: null,
    error: null,
  };
}

/** Whether a line says anything of an answer. */
export function holdsReply({ text, stop_reason: stop, result }: ReplyLine): boolean {
  return typeof text === "string" || result !== undefined || Boolean(stop);
}
