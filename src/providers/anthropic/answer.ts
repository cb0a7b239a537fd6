import type { Message } from "@anthropic-ai/sdk/resources/messages";
import type { Usage } from "../../records/request.ts";
import { type Answer, CallFailure } from "../provider.ts";
import { apiFailure } from "./failure.ts";

/**
 * Reads the body of an answered call: text blocks only, thinking is no text.
 * @throws CallFailure for whatever came with status 200 and is no message: a page of HTML, an error object, half a document.
 */
export function readMessage(
  body: unknown,
  requestId: string | null,
  secrets: readonly string[],
): Omit<Answer, "latencyMs"> {
  const details = requestId === null ? {} : { requestId };
  if (typeof body === "string")
    throw new CallFailure(
      "bad_reply",
      `anthropic: answered 200 with a page instead of a message (is ANTHROPIC_BASE_URL right?)`,
      details,
    );
  if (isErrorBody(body)) throw apiFailure({ body, requestId, secrets });
  if (!isMessage(body))
    throw new CallFailure("bad_reply", "anthropic: answered 200 with something that is no message", details);
  const text = (body.content ?? []).map((block) => (block.type === "text" ? block.text : "")).join("");
  return {
    outcome: outcomeOf(body.stop_reason, text),
    text,
    stopReason: body.stop_reason,
    usage: usageOf(body.usage),
    requestId,
  };
}

function isErrorBody(body: unknown): body is { error: { type?: string; message?: string } } {
  return typeof body === "object" && body !== null && "error" in body && typeof body.error === "object";
}

function isMessage(body: unknown): body is Omit<Message, "content"> & { content: Message["content"] | null } {
  return (
    typeof body === "object" &&
    body !== null &&
    "type" in body &&
    body.type === "message" &&
    "content" in body &&
    (body.content === null || Array.isArray(body.content)) &&
    "stop_reason" in body &&
    typeof body.stop_reason === "string"
  );
}

/** What a text is that ended for this reason. */
export function outcomeOf(stopReason: string | null, text: string): Answer["outcome"] {
  if (stopReason === "refusal") return "refused";
  if (stopReason === "max_tokens" || stopReason === "model_context_window_exceeded") return "truncated";
  return text.trim() === "" ? "empty" : "ok";
}

type TokenName = "input_tokens" | "output_tokens" | "cache_read_input_tokens" | "cache_creation_input_tokens";
type TokenCounts = Partial<Record<TokenName, number | null | undefined>>;

/** The tokens of an answer, as the Messages API names them; null where it names none. */
export function usageOf(usage: TokenCounts | null | undefined): Usage | null {
  if (!usage) return null;
  return {
    inputTokens: usage.input_tokens ?? null,
    outputTokens: usage.output_tokens ?? null,
    cacheReadInputTokens: usage.cache_read_input_tokens ?? null,
    cacheCreationInputTokens: usage.cache_creation_input_tokens ?? null,
  };
}
