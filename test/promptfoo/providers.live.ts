import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readEnvironment } from "../../src/providers/environment.ts";
import { CallFailure } from "../../src/providers/provider.ts";
import { providerOf } from "../../src/providers/resolve.ts";
import type { ModelRequest } from "../../src/records/request.ts";
import type { Answer, SendOptions } from "../../src/providers/provider.ts";
import { temporaryFolder } from "../support/cli.ts";
import { vendorServer } from "./vendorServer.ts";

const KEY = "sk-test-0123456789abcdef";

/** One call through promptfoo itself. Its providers read the process's variables. */
function call(
  id: string,
  variables: Record<string, string> = {},
  change: Partial<ModelRequest> = {},
  options: Partial<SendOptions> = {},
): Promise<Answer> {
  for (const [name, value] of Object.entries(variables)) {
    process.env[name] = value;
    onTestFinished(() => void delete process.env[name]);
  }
  const provider = providerOf(`promptfoo:${id}`, { environment: readEnvironment(temporaryFolder()) });
  const request: ModelRequest = {
    model: `promptfoo:${id}`,
    system: "You are a sales director.",
    messages: [
      { role: "user", content: "Review it." },
      { role: "assistant", content: "It is dead." },
      { role: "user", content: "Sure?" },
    ],
    parameters: { maxTokens: 500, effort: null },
    schema: null,
    ...change,
  };
  return provider.send(request, { signal: AbortSignal.timeout(60_000), ...options });
}

async function failure(answer: Promise<unknown>): Promise<CallFailure> {
  return answer.then(
    (value) => expect.fail(`expected a failure, got ${JSON.stringify(value)}`),
    (error: unknown) => (error instanceof CallFailure ? error : Promise.reject(error as Error)),
  );
}

test("echo gives back the conversation as promptfoo was handed it", async () => {
  const { text, outcome } = await call("echo");
  expect(outcome).toBe("ok");
  expect(JSON.parse(text)).toEqual([
    { role: "system", content: "You are a sales director." },
    { role: "user", content: "Review it." },
    { role: "assistant", content: "It is dead." },
    { role: "user", content: "Sure?" },
  ]);
});

describe("exec", () => {
  test("a command answers", async () => {
    const id = script("console.log(JSON.parse(process.argv[2]).at(-1).content.toUpperCase())");
    expect((await call(id)).text).toBe("SURE?");
  });

  test("a command that fails is a failure, told without the prompt", async () => {
    const failed = await failure(call(script('console.error("no licence"); process.exit(3)')));
    expect(failed.message).toContain("no licence");
    expect(failed.message).not.toContain("sales director");
  });
});

describe("an OpenAI-shaped vendor", () => {
  test("an answer, with cached tokens counted apart, and nothing sent that was not asked for", async () => {
    const { url, requests } = await vendorServer();
    const answer = await call("openai:chat:gpt-4o", { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1` });
    expect(answer).toMatchObject({
      outcome: "ok",
      text: "Disqualify it.",
      stopReason: "stop",
      requestId: "req_1",
    });
    expect(answer.usage).toMatchObject({ inputTokens: 40, outputTokens: 5, cacheReadInputTokens: 60 });
    expect(answer.latencyMs).toBeGreaterThan(0);
    expect(requests[0]).toMatchObject({ path: "/v1/chat/completions", authorization: `Bearer ${KEY}` });
    expect(requests[0]?.body).not.toHaveProperty("temperature");
    expect(requests[0]?.body["messages"]).toHaveLength(4);
  });

  test("room and effort reach a reasoning model, a schema its format", async () => {
    const { url, requests } = await vendorServer([], '{"met":true}');
    const schema = {
      type: "object",
      properties: { met: { type: "boolean" } },
      required: ["met"],
      additionalProperties: false,
    };
    const variables = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1` };
    const parameters = { maxTokens: 700, effort: "low" as const };
    const answer = await call("openai:chat:gpt-5", variables, { schema, parameters });
    expect(JSON.parse(answer.text)).toEqual({ met: true });
    expect(requests[0]?.body).toMatchObject({
      max_completion_tokens: 700,
      reasoning_effort: "low",
      response_format: { type: "json_schema", json_schema: { schema } },
    });
  });

  test.each([
    [429, "rate_limited"],
    [500, "server"],
    [503, "server"],
    [401, "denied"],
    [403, "denied"],
    [400, "bad_request"],
    [404, "bad_request"],
    ["reset", "network"],
  ] as const)("%s is %s, in one attempt, and shows no key", async (fault, kind) => {
    const { url, requests } = await vendorServer([fault]);
    const failed = await failure(
      call("openai:chat:gpt-4o", { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1` }),
    );
    expect(failed).toMatchObject({ kind, ...(fault === "reset" ? {} : { status: fault }) });
    expect(failed.message).not.toContain("0123456789abcdef");
    expect(requests).toHaveLength(1);
    expect(failed.retryAfterMs).toBe(fault === "reset" ? null : 2000);
  });

  test("repeats are asked again, not answered from a cache", async () => {
    const { url, requests } = await vendorServer();
    const variables = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${url}/v1` };
    for (let repeat = 0; repeat < 3; repeat++) await call("openai:chat:gpt-4o", variables);
    expect(requests).toHaveLength(3);
  });
});

describe("an Ollama-shaped vendor", () => {
  test("an answer, with room", async () => {
    const { url, requests } = await vendorServer();
    const answer = await call("ollama:chat:llama3", { OLLAMA_BASE_URL: url });
    expect(answer).toMatchObject({ outcome: "ok", text: "Disqualify it." });
    expect(answer.usage).toMatchObject({ inputTokens: 90, outputTokens: 6 });
    expect(requests[0]).toMatchObject({ path: "/api/chat", body: { options: { num_predict: 500 } } });
  });

  test("a model that is not there fails its request, and a silent one ends with the signal", async () => {
    const { url } = await vendorServer([404, "silence"]);
    expect((await failure(call("ollama:chat:llama3", { OLLAMA_BASE_URL: url }))).kind).toBe("bad_request");
    const signal = AbortSignal.timeout(500);
    const late = await failure(call("ollama:chat:llama3", { OLLAMA_BASE_URL: url }, {}, { signal }));
    expect(late.kind).toBe("timeout");
  });
});

test("an id that promptfoo does not know is told in its words", async () => {
  const failed = await failure(call("nonsense:model"));
  expect(failed.kind).toBe("bad_request");
  expect(failed.message).toContain("Could not identify provider: nonsense:model");
});

/** The promptfoo id of a program with this source. */
function script(source: string): string {
  const path = join(temporaryFolder(), "model.mjs");
  writeFileSync(path, source);
  return `exec:${process.execPath} ${path}`;
}
