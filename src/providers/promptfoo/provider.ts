import { sha256 } from "../../files/hash.ts";
import type { ModelRequest, Usage } from "../../records/request.ts";
import type { Environment } from "../environment.ts";
import { type Answer, CallFailure, type Provider, type SendOptions } from "../provider.ts";
import { configOf, promptOf } from "./config.ts";
import { responseFailure } from "./failure.ts";
import { type Installed, loadPromptfoo, type PromptfooApi, type PromptfooResponse } from "./module.ts";
import { keysOf, vendorOf } from "./vendors.ts";

/**
 * `promptfoo:<id>`: any vendor that promptfoo has a provider for. promptfoo is loaded at the first call. Providers of its that take no
 * `maxRetries` (Ollama's) still retry a torn connection or a 429 up to four times by themselves, within one attempt of ours.
 */
export function promptfooProvider(id: string, installed: Installed, environment: Environment): Provider {
  const secrets = keysOf(id, environment);
  const apis = new Map<string, Promise<PromptfooApi>>();
  const open = (request: ModelRequest): Promise<PromptfooApi> => {
    const config = configOf(id, request);
    const key = JSON.stringify(config);
    const known = apis.get(key) ?? loadApi(id, config, installed, environment);
    apis.set(key, known);
    return known;
  };
  return {
    name: "promptfoo",
    account: `promptfoo ${vendorOf(id)} ${sha256(secrets.join(" ")).slice(0, 8)}`,
    send: (request, options) => send(id, open, request, options, secrets),
  };
}

async function loadApi(
  id: string,
  config: object,
  installed: Installed,
  environment: Environment,
): Promise<PromptfooApi> {
  const promptfoo = await loadPromptfoo(installed, environment);
  return promptfoo.loadApiProvider(id, { options: { config } });
}

async function send(
  id: string,
  open: (request: ModelRequest) => Promise<PromptfooApi>,
  request: ModelRequest,
  { signal }: SendOptions,
  secrets: readonly string[],
): Promise<Answer> {
  signal.throwIfAborted();
  const prompt = promptOf(id, request);
  let started = performance.now();
  try {
    const api = await untilAborted(open(request), signal);
    started = performance.now();
    const context = { prompt: { raw: prompt, label: "dealbench" }, vars: {}, bustCache: true };
    const response = await untilAborted(api.callApi(prompt, context, { abortSignal: signal }), signal);
    const latencyMs = performance.now() - started;
    if (response.error !== undefined && response.error !== "" && response.isRefusal !== true)
      throw responseFailure(id, response.error, response.metadata, secrets);
    return { ...readResponse(response), latencyMs };
  } catch (error) {
    if (signal.aborted) throw abortFailure(id, signal);
    if (error instanceof CallFailure) throw error;
    throw responseFailure(id, error instanceof Error ? error.message : String(error), undefined, secrets);
  }
}

/** Not every provider of promptfoo's heeds the signal. */
async function untilAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  // It may have been aborted while promptfoo was loading, and then tells nobody any more.
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([call, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function abortFailure(id: string, signal: AbortSignal): unknown {
  const reason: unknown = signal.reason;
  const late = reason instanceof Error && reason.name === "TimeoutError";
  return late
    ? new CallFailure("timeout", `promptfoo:${id}: no complete answer in the time that was given`)
    : reason;
}

function readResponse(response: PromptfooResponse): Omit<Answer, "latencyMs"> {
  const { output, finishReason, isRefusal, tokenUsage, metadata } = response;
  const text = typeof output === "string" ? output : output == null ? "" : JSON.stringify(output);
  return {
    outcome: outcomeOf(text, finishReason, isRefusal === true),
    text,
    stopReason: finishReason ?? null,
    usage: usageOf(tokenUsage),
    requestId: metadata?.http?.headers?.["x-request-id"] ?? metadata?.responseId ?? null,
  };
}

function outcomeOf(text: string, finishReason: string | undefined, refused: boolean): Answer["outcome"] {
  if (refused || /^(refusal|content_filter|safety|prohibited_content)$/i.test(finishReason ?? ""))
    return "refused";
  if (/^(length|max_tokens|max_output_tokens)$/i.test(finishReason ?? "")) return "truncated";
  return text.trim() === "" ? "empty" : "ok";
}

/** promptfoo counts cached tokens as part of the prompt; the records count them apart. */
function usageOf(usage: PromptfooResponse["tokenUsage"]): Usage | null {
  if (usage?.prompt === undefined && usage?.completion === undefined) return null;
  const read = usage.completionDetails?.cacheReadInputTokens ?? null;
  const written = usage.completionDetails?.cacheCreationInputTokens ?? null;
  return {
    inputTokens: usage.prompt === undefined ? null : Math.max(0, usage.prompt - (read ?? 0) - (written ?? 0)),
    outputTokens: usage.completion ?? null,
    cacheReadInputTokens: read,
    cacheCreationInputTokens: written,
  };
}
