import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A bare stand-in for the Messages API in a process of its own, so that its work is not the client's: answers each call
 * with the same message after the milliseconds given as its argument, streamed where that is asked for. Tells its port to
 * the parent process.
 */
const delayMs = Number(process.argv[2] ?? "50");
const TEXT = "Disqualify: no economic buyer, no pain, no budget. ".repeat(40);
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
const EVENTS: Record<string, unknown>[] = [
  { type: "message_start", message: { ...MESSAGE, content: [], stop_reason: null } },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: TEXT } },
  { type: "content_block_stop", index: 0 },
  {
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 500 },
  },
  { type: "message_stop" },
];
const WHOLE = Buffer.from(JSON.stringify(MESSAGE));
const STREAMED = Buffer.from(
  EVENTS.map((event) => `event: ${String(event["type"])}\ndata: ${JSON.stringify(event)}\n\n`).join(""),
);

const server = createServer((incoming, response) => {
  let streamed = false;
  incoming.on("data", (chunk: Buffer) => (streamed ||= chunk.includes('"stream":true')));
  incoming.once("end", () => {
    setTimeout(() => {
      const body = streamed ? STREAMED : WHOLE;
      response.writeHead(200, {
        "content-type": streamed ? "text/event-stream" : "application/json",
        "content-length": String(body.length),
        "request-id": "req_bench",
      });
      response.end(body);
    }, delayMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
