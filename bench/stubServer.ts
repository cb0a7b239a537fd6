import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { Replies } from "./generatedRun.ts";

/**
 * A bare stand-in for the Messages API in a process of its own, so that its work is not the client's: answers each call
 * after the milliseconds given as its first argument, streamed where that is asked for, with the same message; or, where
 * a file of replies to briefs is its second argument, with those to the first turn, one after the other. Tells its port
 * to the parent process and, whenever that sends a message, how many calls have come since the last one.
 */
const delayMs = Number(process.argv[2] ?? "50");
const TEXT = "Disqualify: no economic buyer, no pain, no budget. ".repeat(40);
const byBrief = process.argv[3] === undefined ? null : repliesIn(process.argv[3]);
const MESSAGE = {
  id: "msg_bench",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5",
  content: [{ type: "text", text: TEXT }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: {
    input_tokens: 900,
    output_tokens: 500,
    cache_read_input_tokens: 3_300,
    cache_creation_input_tokens: 0,
  },
};
/** The vendor says with every answer what is left of an account's limits. */
const LIMITS = {
  "anthropic-ratelimit-requests-limit": "100000",
  "anthropic-ratelimit-requests-remaining": "99999",
};
const WHOLE = Buffer.from(JSON.stringify(MESSAGE));
const STREAMED = streamOf(TEXT);
let calls = 0;

const server = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.once("end", () => {
    calls++;
    const asked = Buffer.concat(chunks);
    const streamed = asked.includes('"stream":true');
    const body = byBrief ? bodyFor(textFor(asked, byBrief), streamed) : streamed ? STREAMED : WHOLE;
    setTimeout(() => {
      response.writeHead(200, {
        "content-type": streamed ? "text/event-stream" : "application/json",
        "content-length": String(body.length),
        "request-id": "req_bench",
        ...LIMITS,
      });
      response.end(body);
    }, delayMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("message", () => {
  process.send?.(calls);
  calls = 0;
});
process.once("disconnect", () => process.exit());

function repliesIn(file: string): Map<string, { replies: string[]; next: number }> {
  const briefs = JSON.parse(readFileSync(file, "utf8")) as Replies[];
  return new Map(briefs.map(({ user, replies }) => [user, { replies, next: 0 }]));
}

function textFor(asked: Buffer, known: Map<string, { replies: string[]; next: number }>): string {
  const { messages } = JSON.parse(asked.toString("utf8")) as { messages: { content: unknown }[] };
  const content = messages[0]?.content;
  const brief = known.get(Array.isArray(content) ? textOf(content) : String(content));
  return brief?.replies[brief.next++ % brief.replies.length] ?? TEXT;
}

function textOf(blocks: readonly { text?: string }[]): string {
  return blocks.map(({ text = "" }) => text).join("");
}

function bodyFor(text: string, streamed: boolean): Buffer {
  return streamed
    ? streamOf(text)
    : Buffer.from(JSON.stringify({ ...MESSAGE, content: [{ type: "text", text }] }));
}

function streamOf(text: string): Buffer {
  const events: Record<string, unknown>[] = [
    { type: "message_start", message: { ...MESSAGE, content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text } },
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: 500 },
    },
    { type: "message_stop" },
  ];
  return Buffer.from(
    events.map((event) => `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`).join(""),
  );
}
