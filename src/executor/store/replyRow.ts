import { sha256 } from "../../files/hash.ts";
import { strictJson } from "../../files/jsonl.ts";
import { type KeptReply, keptReplyFromDisk, keptReplyToDisk } from "../../records/keptReply.ts";
import type { ModelReply } from "../../records/request.ts";
import type { Asked } from "../executor.ts";

/** A reply as it stands in the response cache. */
export interface ReplyRow {
  key: string;
  repeat: number;
  model: string;
  /** Milliseconds since 1970. */
  created_at: number;
  input_tokens: number | null;
  output_tokens: number | null;
  cost_usd: number | null;
  bytes: number;
  reply: string;
  checksum: string;
}

/**
 * The row of a reply.
 * @throws RangeError where it cannot be kept: a cost that is not a number, a count of tokens that is not whole.
 */
export function replyRow(key: string, reply: ModelReply, { request, repeat }: Asked): ReplyRow {
  const kept = keptReplyToDisk(reply);
  const text = strictJson(kept);
  for (const tokens of Object.values(kept.usage ?? {}))
    if (tokens !== null && !Number.isInteger(tokens)) throw new RangeError(`${tokens} is no count of tokens`);
  return {
    key,
    repeat,
    model: request.model,
    created_at: Date.now(),
    input_tokens: reply.usage?.inputTokens ?? null,
    output_tokens: reply.usage?.outputTokens ?? null,
    cost_usd: reply.costUsd,
    bytes: Buffer.byteLength(text),
    reply: text,
    checksum: checksumOf(key, text),
  };
}

/**
 * The reply in a row; null where the row is not what was written under this key. What was is in the form it was written in: the
 * checksum vouches for it.
 */
export function replyInRow(
  key: string,
  { reply, checksum }: Partial<Record<keyof ReplyRow, unknown>>,
): ModelReply | null {
  if (typeof reply !== "string" || checksum !== checksumOf(key, reply)) return null;
  return keptReplyFromDisk(JSON.parse(reply) as KeptReply);
}

/** Over key and text, so that neither a changed text nor a row under another's key is taken for an answer. */
function checksumOf(key: string, text: string): string {
  return sha256(`${key}\n${text}`);
}
