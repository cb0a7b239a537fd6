import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a vendor's stub answers: a status with an error, a torn connection, silence, or (undefined) a good reply. */
export type VendorFault = number | "reset" | "silence" | undefined;

export interface VendorServer {
  url: string;
  requests: { path: string; authorization: string | undefined; body: Record<string, unknown> }[];
}

/** A loopback stub that is OpenAI-shaped (`/v1/chat/completions`) and Ollama-shaped (`/api/chat`); the faults are met one a request. */
export async function vendorServer(
  faults: VendorFault[] = [],
  reply = "Disqualify it.",
): Promise<VendorServer> {
  const requests: VendorServer["requests"] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const path = incoming.url ?? "";
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}") as Record<string, unknown>;
    requests.push({ path, authorization: incoming.headers.authorization, body });
    const fault = faults.shift();
    if (fault === "silence") return;
    if (fault === "reset") {
      response.destroy();
      return;
    }
    const headers = {
      "content-type": "application/json",
      "x-request-id": `req_${requests.length}`,
      "retry-after": "2",
    };
    response.writeHead(fault ?? 200, headers);
    if (fault !== undefined)
      response.end(
        JSON.stringify({ error: { message: `no, and not with ${incoming.headers.authorization}` } }),
      );
    else response.end(JSON.stringify(path.startsWith("/api/") ? ollamaReply(reply) : openaiReply(reply)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function openaiReply(content: string): unknown {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: {
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_tokens_details: { cached_tokens: 60 },
    },
  };
}

function ollamaReply(content: string): unknown {
  return {
    message: { role: "assistant", content },
    done: true,
    done_reason: "stop",
    prompt_eval_count: 90,
    eval_count: 6,
  };
}
