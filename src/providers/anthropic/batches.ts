import type { Anthropic } from "@anthropic-ai/sdk";
import type { MessageBatchIndividualResponse } from "@anthropic-ai/sdk/resources/messages";
import { type BatchClient, type BatchResult, CallFailure } from "../provider.ts";
import { readMessage } from "./answer.ts";
import { apiFailure, failureOf } from "./failure.ts";
import { messageParams } from "./params.ts";

/** The vendor's limits: 100,000 requests or 256 MB. */
const MOST = { requests: 100_000, bytes: 256_000_000 };

/** Message Batches: half the price, within 24 hours, results kept for 29 days. */
export function batchClient(client: () => Promise<Anthropic>, secrets: readonly string[]): BatchClient {
  const call = async <T>(
    signal: AbortSignal | undefined,
    make: (api: Anthropic) => Promise<T>,
  ): Promise<T> => {
    try {
      return await make(await client());
    } catch (error) {
      throw failureOf(error, signal, secrets);
    }
  };
  return {
    most: MOST,
    create: (requests, signal) =>
      call(signal, async (api) => {
        const entries = requests.map(({ customId, request }) => ({
          custom_id: customId,
          params: messageParams(request),
        }));
        return (await api.messages.batches.create({ requests: entries }, optionsOf(signal))).id;
      }),
    status: (id, signal) =>
      call(signal, async (api) => {
        const batch = await api.messages.batches.retrieve(id, {}, optionsOf(signal));
        const { processing, ...finished } = batch.request_counts;
        const done = Object.values(finished).reduce((sum, count) => sum + count, 0);
        return {
          ended: batch.processing_status === "ended",
          processing,
          done,
          expiresAt: batch.expires_at,
          gone: Boolean(batch.archived_at),
        };
      }),
    results: (id, signal) => results(client, id, signal, secrets),
  };
}

function optionsOf(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

async function* results(
  client: () => Promise<Anthropic>,
  id: string,
  signal: AbortSignal | undefined,
  secrets: readonly string[],
): AsyncGenerator<BatchResult> {
  try {
    const lines = await (await client()).messages.batches.results(id, {}, optionsOf(signal));
    for await (const line of lines) yield readResult(line, secrets);
  } catch (error) {
    throw failureOf(error, signal, secrets);
  }
}

function readResult(line: MessageBatchIndividualResponse, secrets: readonly string[]): BatchResult {
  const { custom_id: customId, result } = line;
  if (result.type === "succeeded") {
    try {
      return { customId, answer: readMessage(result.message, null, secrets) };
    } catch (error) {
      return { customId, failure: failureOf(error, undefined, secrets), mayBeBilled: true };
    }
  }
  if (result.type === "errored")
    return { customId, failure: apiFailure({ body: result.error, requestId: null, secrets }) };
  const said =
    result.type === "canceled"
      ? "the batch was canceled at the vendor before this request was answered"
      : `the batch ended before this request was answered (${result.type})`;
  const kind = result.type === "canceled" ? "canceled" : "timeout";
  return { customId, failure: new CallFailure(kind, `anthropic: ${said}`) };
}
