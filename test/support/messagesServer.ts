import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createHash } from "node:crypto";
import { onTestFinished } from "vitest";
import { type BatchDesk, openBatchDesk } from "./messagesBatches.ts";
import {
  errorBody,
  messageOf,
  sendReply,
  type StubReply,
  type StubUsage,
  tokensOf,
} from "./messagesReply.ts";

export { apiError, type StubReply } from "./messagesReply.ts";

/** A request the stub received; a batch's requests come to the script as such, too. */
export interface SeenRequest {
  /** 0-based, in order of arrival among the requests to the same path. */
  index: number;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** The parsed JSON body; null where there is none. */
  body: MessagesBody | null;
}

export interface MessagesBody {
  model: string;
  max_tokens: number;
  stream?: boolean;
  system?: string | { type: string; text: string; cache_control?: unknown }[];
  messages: { role: string; content: string | { type: string; text: string; cache_control?: unknown }[] }[];
  thinking?: { type: string };
  output_config?: { effort?: string; format?: unknown };
  [field: string]: unknown;
}

export interface StubOptions {
  /** Answers `POST /v1/messages` once the queue is empty, and each request of a batch that ends. Default: a short message. */
  reply?: StubReply | ((request: SeenRequest) => StubReply | Promise<StubReply>);
  /** Answers to the first requests of `POST /v1/messages`, in order of arrival. More can be pushed on {@link MessagesServer.queue}. */
  queue?: StubReply[];
  /** Answers any other path instead of the stub; undefined = the stub answers. */
  intercept?: (request: SeenRequest) => StubReply | undefined;
  /** Added to every answer of `POST /v1/messages`. */
  headers?: Record<string, string>;
  /** Model ids of `GET /v1/models`. */
  models?: string[];
  /** How many times a batch is asked after until it ends by itself; without it, `server.batches.end` must be called. */
  batchPolls?: number;
  /** Whether requests with `cache_control` are answered with cache usage: written the first time, read afterwards. */
  promptCache?: boolean;
  /** false = only count requests, so that a hundred thousand of them cost no memory. */
  keepRequests?: boolean;
}

export interface MessagesServer {
  /** `http://127.0.0.1:<port>`, for ANTHROPIC_BASE_URL. */
  url: string;
  /** Every request in order of arrival, whatever its path. */
  requests: SeenRequest[];
  /** Answers still to be given; tests may push more. */
  queue: StubReply[];
  /** The requests to `POST /v1/messages`. */
  messages: () => SeenRequest[];
  /** How many requests a path has had (default `/v1/messages`); counted even where they are not kept. */
  count: (path?: string) => number;
  /** The most requests to `/v1/messages` that were unanswered at the same time. */
  peakInFlight: () => number;
  /** Resolves once `count` requests to `/v1/messages` have arrived. */
  arrived: (count: number) => Promise<void>;
  batches: BatchDesk;
  close: () => Promise<void>;
}

/** Starts a stub of the Messages API on a free port of 127.0.0.1. Inside a test it is closed when the test ends. */
export async function messagesServer(options: StubOptions = {}): Promise<MessagesServer> {
  const server = await startMessagesServer(options);
  onTestFinished(server.close);
  return server;
}

/** Starts the stub outside of a test; the caller closes it. */
export async function startMessagesServer(options: StubOptions = {}): Promise<MessagesServer> {
  const requests: SeenRequest[] = [];
  const queue = [...(options.queue ?? [])];
  const counts = new Map<string, number>();
  const cached = new Set<string>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let inFlight = 0;
  let peak = 0;

  const script = async (request: SeenRequest): Promise<StubReply> =>
    typeof options.reply === "function" ? options.reply(request) : (options.reply ?? {});
  const batches = openBatchDesk(script, options.batchPolls);

  const answer = async (request: SeenRequest, response: ServerResponse): Promise<void> => {
    const { body, path, index } = request;
    if (path === "/v1/messages" && body !== null) {
      const reply = queue.shift() ?? (await script(request));
      const usage = usageOf(body, options.promptCache === true ? cached : null);
      const headers = { "request-id": `req_${index}`, ...options.headers, ...reply.headers };
      const message = reply.body === undefined ? messageOf(reply, body.model, index, usage) : null;
      return sendReply(response, { ...reply, headers }, message, body.stream === true);
    }
    const reply = options.intercept?.(request) ?? otherReply(request, options, batches);
    return sendReply(response, reply, null, false);
  };

  const receive = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await bodyOf(incoming);
    const path = new URL(incoming.url ?? "/", "http://stub").pathname;
    const index = counts.get(path) ?? 0;
    counts.set(path, index + 1);
    const body = text === "" ? null : (JSON.parse(text) as MessagesBody);
    const request = { index, method: incoming.method ?? "", path, headers: incoming.headers, body };
    if (options.keepRequests !== false) requests.push(request);
    if (path === "/v1/messages") {
      peak = Math.max(peak, ++inFlight);
      response.once("close", () => inFlight--);
      for (const { count, resolve } of waiting) if (index + 1 >= count) resolve();
    }
    await answer(request, response);
  };

  const server = createServer((incoming, response) => {
    receive(incoming, response).catch((error: unknown) => {
      // A client that went away, or a script that threw: the client sees a broken connection, not a hanging one.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    queue,
    messages: () => requests.filter(({ path }) => path === "/v1/messages"),
    count: (path = "/v1/messages") => counts.get(path) ?? 0,
    peakInFlight: () => peak,
    arrived: (count) =>
      new Promise((resolve) => {
        if ((counts.get("/v1/messages") ?? 0) >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    batches,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The text of a request's last turn, whether it is marked for the cache or not. */
export function lastTurn({ body }: SeenRequest): string {
  const content = body?.messages.at(-1)?.content ?? "";
  return typeof content === "string" ? content : content.map(({ text }) => text).join("");
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Input usage as the API reports it: what stands before the last cache mark is read as far as an earlier request marked it, and
 * written for the rest; what follows the mark is plain input.
 */
function usageOf(body: MessagesBody, cached: Set<string> | null): StubUsage {
  const blocks = [body.system ?? "", ...body.messages.map(({ content }) => content)].flatMap((content) =>
    typeof content === "string" ? [{ text: content, marked: false }] : content.map(blockOf),
  );
  const prefixes = blocks.map(({ marked }, index) => {
    const text = blocks
      .slice(0, index + 1)
      .map((block) => block.text)
      .join("\u0000");
    const key = createHash("sha256").update(`${body.model} ${text}`).digest("hex");
    return { key, tokens: tokensOf(text), marked };
  });
  const total = prefixes.at(-1)?.tokens ?? 0;
  const marks = cached === null ? [] : prefixes.filter(({ marked }) => marked);
  const longest = marks.at(-1)?.tokens ?? 0;
  const read = Math.max(
    0,
    ...prefixes
      .filter(({ key, tokens }) => tokens <= longest && cached?.has(key))
      .map(({ tokens }) => tokens),
  );
  for (const { key } of marks) cached?.add(key);
  return {
    input_tokens: total - longest,
    output_tokens: 0,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: longest - read,
  };
}

function blockOf(block: { text: string; cache_control?: unknown }): { text: string; marked: boolean } {
  return { text: block.text, marked: block.cache_control !== undefined && block.cache_control !== null };
}

function otherReply(request: SeenRequest, options: StubOptions, batches: BatchDesk): StubReply {
  if (request.path === "/v1/messages/count_tokens" && request.body !== null)
    return { body: { input_tokens: usageOf(request.body, null).input_tokens } };
  if (request.path === "/v1/models") {
    const data = (options.models ?? ["claude-sonnet-5", "claude-haiku-4-5"]).map(modelInfo);
    return {
      body: { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null },
    };
  }
  return (
    batches.answer(request) ?? {
      status: 404,
      body: errorBody("not_found_error", `the stub knows no ${request.path}`),
    }
  );
}

function modelInfo(id: string): { id: string } & Record<string, unknown> {
  return {
    id,
    type: "model",
    display_name: id,
    created_at: "2026-01-01T00:00:00Z",
    lifecycle: "active",
    deprecated_at: null,
    retires_at: null,
    line: null,
    capabilities: null,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
  };
}

/** How many requests each batch held, in the order of submission. */
export function batchSizes({ batches }: MessagesServer): number[] {
  return [...batches.all.values()].map(({ requests }) => requests.length);
}
