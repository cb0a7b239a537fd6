import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/** What the stub answers to one request. Without any field: a short message, at once. */
export interface StubReply {
  /** Milliseconds before anything is sent. */
  delayMs?: number;
  status?: number;
  /** Added to the reply's own: `retry-after`, `anthropic-ratelimit-…`, `request-id`. */
  headers?: Record<string, string>;
  /** The message's text; empty = a message without content. */
  text?: string;
  /** A thinking block before the text. */
  thinking?: string;
  stopReason?: string;
  /** Replaces fields of the usage, which is estimated from the characters otherwise. */
  usage?: Partial<StubUsage>;
  /** Sent instead of a message: an object as JSON, a string as it stands. */
  body?: unknown;
  contentType?: string;
  /** What breaks on the way; see {@link StubFault}. */
  fault?: StubFault;
  /** An `error` event after half of a streamed text, with HTTP 200. */
  streamError?: { type: string; message: string };
  /** What becomes of this request in a batch, instead of a message; `unreadable`: it succeeded, and the message is missing. */
  batch?: "expired" | "canceled" | "unreadable";
}

/**
 * `reset`: the connection is torn before any header. `silence`: nothing is ever sent. `hang`: headers and half of the body, then nothing.
 * `cut`: headers and half of the body, then the connection is torn. `early_end`: half of the body, then a clean end — half a JSON
 * document, or a stream without its closing events.
 */
type StubFault = "reset" | "silence" | "hang" | "cut" | "early_end";

export interface StubUsage {
  input_tokens: number;
  output_tokens: number;
  cache_read_input_tokens: number;
  cache_creation_input_tokens: number;
}

export interface StubMessage {
  id: string;
  type: "message";
  role: "assistant";
  model: string;
  content: Record<string, string>[];
  stop_reason: string;
  stop_sequence: null;
  usage: StubUsage;
}

/** An error as the API words it: its status, type and message. */
export function apiError(
  status: number,
  type: string,
  message = type,
  headers: Record<string, string> = {},
): StubReply {
  return { status, headers, body: errorBody(type, message) };
}

export function errorBody(type: string, message: string): unknown {
  return { type: "error", error: { type, message }, request_id: null };
}

/** Builds the message of a reply. */
export function messageOf(reply: StubReply, model: string, index: number, usage: StubUsage): StubMessage {
  const text = reply.text ?? "Noted.";
  const content = [
    ...(reply.thinking === undefined
      ? []
      : [{ type: "thinking", thinking: reply.thinking, signature: "sig" }]),
    ...(text === "" ? [] : [{ type: "text", text }]),
  ];
  return {
    id: `msg_${index}`,
    type: "message",
    role: "assistant",
    model,
    content,
    stop_reason: reply.stopReason ?? "end_turn",
    stop_sequence: null,
    usage: { ...usage, output_tokens: tokensOf(text + (reply.thinking ?? "")), ...reply.usage },
  };
}

/** Four characters a token: what the stub counts by. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Sends a reply with all its faults; `message` null = the reply's own body. */
export async function sendReply(
  response: ServerResponse,
  reply: StubReply,
  message: StubMessage | null,
  streamed: boolean,
): Promise<void> {
  if (reply.delayMs !== undefined) await pause(reply.delayMs, undefined, { ref: false });
  if (response.destroyed || reply.fault === "silence") return;
  if (reply.fault === "reset") return void response.socket?.resetAndDestroy();
  if (streamed && message !== null) return sendStream(response, reply, message);
  const body = message ?? reply.body;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const contentType =
    reply.contentType ?? (typeof body === "string" ? "text/html; charset=utf-8" : "application/json");
  if (reply.fault === undefined) {
    response.writeHead(reply.status ?? 200, { "content-type": contentType, ...reply.headers });
    return void response.end(text);
  }
  const half = text.slice(0, Math.ceil(text.length / 2));
  const length = reply.fault === "early_end" ? half.length : Buffer.byteLength(text);
  response.writeHead(reply.status ?? 200, {
    "content-type": contentType,
    "content-length": String(length),
    ...reply.headers,
  });
  response.write(half);
  await finishBroken(response, reply.fault);
}

async function sendStream(response: ServerResponse, reply: StubReply, message: StubMessage): Promise<void> {
  const send = (event: Record<string, unknown>): unknown =>
    response.write(`event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`);
  response.writeHead(reply.status ?? 200, { "content-type": "text/event-stream", ...reply.headers });
  const opening = {
    ...message,
    content: [],
    stop_reason: null,
    usage: { ...message.usage, output_tokens: 1 },
  };
  send({ type: "message_start", message: opening });
  send({ type: "ping" });
  const broken = reply.fault !== undefined || reply.streamError !== undefined;
  message.content.forEach((block, index) => sendBlock(send, block, index, broken));
  if (reply.streamError !== undefined) {
    send({ type: "error", error: reply.streamError });
    return void response.end();
  }
  if (reply.fault !== undefined) return finishBroken(response, reply.fault);
  send({
    type: "message_delta",
    delta: { stop_reason: message.stop_reason, stop_sequence: null },
    usage: { output_tokens: message.usage.output_tokens },
  });
  send({ type: "message_stop" });
  response.end();
}

function sendBlock(
  send: (event: Record<string, unknown>) => unknown,
  block: Record<string, string>,
  index: number,
  half: boolean,
): void {
  const [field, delta] =
    block["type"] === "thinking" ? ["thinking", "thinking_delta"] : ["text", "text_delta"];
  const text = block[field] ?? "";
  const middle = Math.ceil(text.length / 2);
  const start =
    field === "text" ? { type: "text", text: "" } : { type: "thinking", thinking: "", signature: "" };
  send({ type: "content_block_start", index, content_block: start });
  send({ type: "content_block_delta", index, delta: { type: delta, [field]: text.slice(0, middle) } });
  if (half) return;
  send({ type: "content_block_delta", index, delta: { type: delta, [field]: text.slice(middle) } });
  send({ type: "content_block_stop", index });
}

async function finishBroken(response: ServerResponse, fault: StubFault): Promise<void> {
  if (fault === "early_end") return void response.end();
  if (fault !== "cut") return;
  // The half that was written must leave before the connection is torn, or it would be a reset.
  await pause(10);
  response.socket?.destroy();
}
