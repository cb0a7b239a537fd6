import { errorBody, messageOf, type StubReply, tokensOf } from "./messagesReply.ts";
import type { MessagesBody, SeenRequest } from "./messagesServer.ts";

/** The stub's Message Batches: made and asked after over HTTP, ended when the test says so. */
export interface BatchDesk {
  /** Batches by id, in the order they were made. */
  all: Map<string, StubBatch>;
  /** Ends a batch (default: all of them): every request is answered by the stub's script. */
  end: (id?: string) => Promise<void>;
  /** The reply to a batch request; undefined where the path is no batch's. */
  answer: (request: SeenRequest) => StubReply | undefined;
}

/** A batch as the stub keeps it. */
export interface StubBatch {
  id: string;
  requests: { custom_id: string; params: MessagesBody }[];
  ended: boolean;
  /** How many times it was asked after. */
  polls: number;
  /** Lines of the results, unordered; empty until it ended. */
  results: unknown[];
}

/** Opens the desk. `script` answers each request of a batch that ends; `polls` ends a batch by itself. */
export function openBatchDesk(
  script: (request: SeenRequest) => Promise<StubReply>,
  polls: number | undefined,
): BatchDesk {
  const all = new Map<string, StubBatch>();
  const end = async (id?: string): Promise<void> => {
    const batches = [...all.values()].filter(
      (batch) => !batch.ended && (id === undefined || batch.id === id),
    );
    for (const batch of batches) {
      const lines = await Promise.all(
        batch.requests.map(async ({ custom_id, params }, index) => {
          const path = `/v1/messages/batches/${batch.id}`;
          const reply = await script({ index, method: "POST", path, headers: {}, body: params });
          return { custom_id, result: resultOf(reply, params, index) };
        }),
      );
      // Results come in no order that says anything: odd ones first, backwards.
      batch.results = [
        ...lines.filter((_, at) => at % 2 === 1).toReversed(),
        ...lines.filter((_, at) => at % 2 === 0),
      ];
      batch.ended = true;
    }
  };
  return { all, end, answer: (request) => answerBatch(request, all, end, polls) };
}

function answerBatch(
  request: SeenRequest,
  all: Map<string, StubBatch>,
  end: (id: string) => Promise<void>,
  polls: number | undefined,
): StubReply | undefined {
  const [, id, results] = /^\/v1\/messages\/batches(?:\/([^/]+)(\/results)?)?$/.exec(request.path) ?? [null];
  if (!request.path.startsWith("/v1/messages/batches")) return undefined;
  if (request.method === "POST" && id === undefined) {
    const requests = request.body?.["requests"] as StubBatch["requests"];
    const batch = { id: `msgbatch_${all.size + 1}`, requests, ended: false, polls: 0, results: [] };
    all.set(batch.id, batch);
    return { body: describe(batch) };
  }
  const batch = all.get(id ?? "");
  if (batch === undefined) return { status: 404, body: errorBody("not_found_error", `no batch ${id}`) };
  if (results !== undefined) {
    const lines = batch.results.map((line) => `${JSON.stringify(line)}\n`).join("");
    return { body: lines, contentType: "application/x-jsonl" };
  }
  batch.polls += 1;
  // Its end shows from the next question on.
  const described = describe(batch);
  if (polls !== undefined && batch.polls >= polls) void end(batch.id);
  return { body: described };
}

function resultOf(reply: StubReply, params: MessagesBody, index: number): unknown {
  if (reply.batch === "unreadable") return { type: "succeeded" };
  if (reply.batch !== undefined) return { type: reply.batch };
  if ((reply.status ?? 200) >= 400) return { type: "errored", error: reply.body };
  const input = tokensOf(JSON.stringify(params.messages));
  const usage = {
    input_tokens: input,
    output_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
  return { type: "succeeded", message: messageOf(reply, params.model, index, usage) };
}

function describe({ id, requests, ended, results }: StubBatch): unknown {
  const tally = (type: string): number =>
    results.filter((line) => (line as { result: { type: string } }).result.type === type).length;
  return {
    id,
    type: "message_batch",
    processing_status: ended ? "ended" : "in_progress",
    request_counts: {
      processing: ended ? 0 : requests.length,
      succeeded: tally("succeeded"),
      errored: tally("errored"),
      expired: tally("expired"),
      canceled: tally("canceled"),
    },
    created_at: "2026-01-01T00:00:00Z",
    expires_at: "2026-01-02T00:00:00Z",
    ended_at: ended ? "2026-01-01T01:00:00Z" : null,
    archived_at: null,
    cancel_initiated_at: null,
    results_url: ended ? `/v1/messages/batches/${id}/results` : null,
  };
}
