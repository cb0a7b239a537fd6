import { readEnvironment } from "../../../src/providers/environment.ts";
import { anthropicProvider } from "../../../src/providers/anthropic/provider.ts";
import {
  type Answer,
  CallFailure,
  type Provider,
  type SendOptions,
} from "../../../src/providers/provider.ts";
import type { ModelRequest } from "../../../src/records/request.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { messagesServer, type MessagesServer, type StubOptions } from "../../support/messagesServer.ts";

/** A key of the shape the vendor's keys have; no test may find it in a message. */
export const KEY = "sk-ant-api03-test-0123456789abcdef";

export const REQUEST: ModelRequest = {
  model: "anthropic:claude-sonnet-5",
  system: "You are an elite Enterprise Sales Director.",
  messages: [{ role: "user", content: "Review the Larkfield deal." }],
  parameters: { maxTokens: 2000, effort: null },
  schema: null,
};

/** The real provider, by the real SDK, in front of a stub. */
export async function stubbed(
  options: StubOptions = {},
): Promise<{ server: MessagesServer; provider: Provider }> {
  const server = await messagesServer(options);
  return { server, provider: providerAt(server.url) };
}

export function providerAt(url: string): Provider {
  const variables = { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url };
  return anthropicProvider(readEnvironment(temporaryFolder(), variables));
}

export function send(
  provider: Provider,
  request: Partial<ModelRequest> = {},
  options: Partial<SendOptions> = {},
): Promise<Answer> {
  return provider.send({ ...REQUEST, ...request }, { signal: new AbortController().signal, ...options });
}

/** The failure a call ends with; an answer, or any other error, fails the test. */
export async function failureFrom(call: Promise<unknown>): Promise<CallFailure> {
  try {
    const answer = await call;
    throw new Error(`expected a failure, got ${JSON.stringify(answer)}`);
  } catch (error) {
    if (error instanceof CallFailure) return error;
    throw error;
  }
}
