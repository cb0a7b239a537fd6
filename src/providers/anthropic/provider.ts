import type { Anthropic } from "@anthropic-ai/sdk";
import { DealbenchError } from "../../records/errors.ts";
import type { ModelRequest } from "../../records/request.ts";
import { sha256 } from "../../files/hash.ts";
import type { Environment } from "../environment.ts";
import { rateLimits } from "../headers.ts";
import type { Answer, Provider, SendOptions } from "../provider.ts";
import { withoutSecrets } from "../redact.ts";
import { readMessage } from "./answer.ts";
import { batchClient } from "./batches.ts";
import { openClient, secretsOf } from "./client.ts";
import { failureOf } from "./failure.ts";
import { messageParams, MOST_TOKENS_UNSTREAMED } from "./params.ts";

/** `anthropic:<model>` by the vendor's SDK, which is loaded at the first call. Expects ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN. */
export function anthropicProvider(environment: Environment): Provider {
  const secrets = secretsOf(environment);
  let opened: Promise<Anthropic> | undefined;
  const client = (): Promise<Anthropic> => (opened ??= openClient(environment));
  return {
    name: "anthropic",
    account: `anthropic ${hostOf(environment)} ${sha256(secrets.join(" ")).slice(0, 8)}`,
    promptCacheMs: 5 * 60_000,
    send: async (request, options) => send(await client(), request, options, secrets),
    countTokens: async (request, signal) => {
      const { max_tokens: _room, ...counted } = messageParams(request);
      try {
        const count = await (await client()).messages.countTokens(counted, signal ? { signal } : {});
        return count.input_tokens;
      } catch (error) {
        throw failureOf(error, signal, secrets);
      }
    },
    batches: batchClient(client, secrets),
  };
}

function hostOf(environment: Environment): string {
  const address = environment.get("ANTHROPIC_BASE_URL") ?? "https://api.anthropic.com";
  if (URL.canParse(address)) return new URL(address).host;
  throw new DealbenchError(
    `ANTHROPIC_BASE_URL: "${withoutSecrets(address, [])}" is no address, expected one like https://api.anthropic.com; correct or unset it`,
  );
}

async function send(
  client: Anthropic,
  request: ModelRequest,
  { signal, onFirstToken, sentAgain }: SendOptions,
  secrets: readonly string[],
): Promise<Answer> {
  signal.throwIfAborted();
  const params = messageParams(request, sentAgain);
  const streamed = onFirstToken !== undefined || params.max_tokens > MOST_TOKENS_UNSTREAMED;
  const started = performance.now();
  try {
    const { body, response } = streamed
      ? await stream(client, params, signal, onFirstToken)
      : await client.messages
          .create(params, { signal })
          .withResponse()
          .then(({ data, response: answered }) => ({ body: data as unknown, response: answered }));
    const latencyMs = performance.now() - started;
    const limits = rateLimits(response.headers);
    const message = readMessage(body, response.headers.get("request-id"), secrets);
    return { ...message, latencyMs, ...(limits === undefined ? {} : { limits }) };
  } catch (error) {
    throw failureOf(error, signal, secrets);
  }
}

async function stream(
  client: Anthropic,
  params: Parameters<Anthropic["messages"]["stream"]>[0],
  signal: AbortSignal,
  onFirstToken: (() => void) | undefined,
): Promise<{ body: unknown; response: Response }> {
  const events = client.messages.stream(params, { signal });
  let first = true;
  events.on("streamEvent", ({ type }) => {
    if (type === "content_block_delta" && first) {
      first = false;
      onFirstToken?.();
    }
  });
  const { response } = await events.withResponse();
  return { body: await events.finalMessage(), response };
}
