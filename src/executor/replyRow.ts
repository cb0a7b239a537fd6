import { sha256 } from "../files/hash.ts";
import { KeptReplySchema, keptReplyFromDisk, keptReplyToDisk } from "../records/keptReply.ts";
import type { ModelReply } from "../records/request.ts";
import type { Asked } from "./executor.ts";
import { requestHash } from "./requestKey.ts";

/** A reply as it stands in the response cache; `request` is the hash of the request without its repeat. */
export interface ReplyRow {
  key: string;
  request: string;
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

/** The row of a reply; null where it is not what JSON can say (a cost that is not a number). */
export function replyRow(key: string, reply: ModelReply, { request, repeat }: Asked): ReplyRow | null {
  const kept = KeptReplySchema.safeParse(keptReplyToDisk(reply));
  if (!kept.success) return null;
  const text = JSON.stringify(kept.data);
  return {
    key,
    request: requestHash(request),
    repeat,
    model: request.model,
    created_at: Date.now(),
    input_tokens: kept.data.usage?.input_tokens ?? null,
    output_tokens: kept.data.usage?.output_tokens ?? null,
    cost_usd: kept.data.cost_usd,
    bytes: Buffer.byteLength(text),
    reply: text,
    checksum: checksumOf(key, text),
  };
}

/** The reply in a row; null where the row is not what was written under this key. */
export function replyInRow(
  key: string,
  { reply, checksum }: Partial<Record<keyof ReplyRow, unknown>>,
): ModelReply | null {
  if (typeof reply !== "string" || checksum !== checksumOf(key, reply)) return null;
  const kept = KeptReplySchema.safeParse(JSON.parse(reply));
  return kept.success ? keptReplyFromDisk(kept.data) : null;
}

/** Over key and text, so that neither a changed text nor a row under another's key is taken for an answer. */
function checksumOf(key: string, text: string): string {
  return sha256(`${key}\n${text}`);
}
