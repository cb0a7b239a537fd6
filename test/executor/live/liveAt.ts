import { onTestFinished } from "vitest";
import type { LiveEvent } from "../../../src/executor/live/events.ts";
import type { Executor, ReplyStore } from "../../../src/executor/executor.ts";
import { liveExecutor, type LiveOptions } from "../../../src/executor/live/live.ts";
import { anthropicProvider } from "../../../src/providers/anthropic/provider.ts";
import { readEnvironment } from "../../../src/providers/environment.ts";
import type { Provider } from "../../../src/providers/provider.ts";
import type { ModelReply, ModelRequest } from "../../../src/records/request.ts";
import { temporaryFolder } from "../../support/cli.ts";

export interface Lane extends Executor {
  /** Everything the lane told of, in order. */
  events: LiveEvent[];
  /** Events of one kind. */
  told: <K extends LiveEvent["kind"]>(kind: K) => Extract<LiveEvent, { kind: K }>[];
}

/** A live lane over the real SDK to a server on loopback, with pauses of milliseconds. Closed when the test ends. */
export function laneAt(url: string, options: Partial<LiveOptions> = {}): Lane {
  const events: LiveEvent[] = [];
  const provider = providerAt(url);
  const executor = liveExecutor({
    providerOf: () => provider,
    onEvent: (event) => events.push(event),
    attemptTimeoutMs: 5_000,
    ...options,
    retry: { baseMs: 2, maxPauseMs: 10, ...options.retry },
  });
  onTestFinished(executor.close);
  return {
    ...executor,
    events,
    told: <K extends LiveEvent["kind"]>(kind: K) =>
      events.filter((event): event is Extract<LiveEvent, { kind: K }> => event.kind === kind),
  };
}

/** The vendor's provider, pointed at a server on loopback, without a prompt cache: no call waits for another. */
function providerAt(url: string): Provider {
  const { promptCacheMs: _none, ...provider } = cachingProviderAt(url);
  return provider;
}

/** The vendor's provider as it is, pointed at a server on loopback. */
export function cachingProviderAt(url: string): Provider {
  const variables = { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: url };
  return anthropicProvider(readEnvironment(temporaryFolder(), variables));
}

/** A request for a reply to one message. */
export function asking(content: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: "anthropic:claude-sonnet-5",
    system: "Be direct.",
    messages: [{ role: "user", content }],
    parameters: { maxTokens: 1_000, effort: null },
    schema: null,
    ...changes,
  };
}

/** Asks so many different questions at once. */
export function askMany(lane: Executor, count: number): Promise<ModelReply[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => lane.ask(asking(`Deal ${index}`), 1)));
}

/** A store in memory, open to the test's eyes. */
export function memoryStore(): ReplyStore & { kept: Map<string, ModelReply> } {
  const kept = new Map<string, ModelReply>();
  return { kept, get: (key) => kept.get(key), put: (key, reply) => void kept.set(key, reply) };
}
