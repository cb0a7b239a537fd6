import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readEnvironment } from "../../src/providers/environment.ts";
import type { Provider } from "../../src/providers/provider.ts";
import { providerOf } from "../../src/providers/resolve.ts";
import type { ModelRequest } from "../../src/records/request.ts";
import { temporaryFolder } from "../support/cli.ts";
import { failureFrom, REQUEST } from "./anthropic/api.ts";

const KEY = "sk-test-0123456789abcdef";

/** A package in promptfoo's place, whose one provider answers by this function body: `prompt`, `config`, `options` → response. */
function standIn(body: string, id = "openai:chat:gpt-5"): Provider {
  const folder = join(temporaryFolder(), "promptfoo");
  mkdirSync(folder);
  const manifest = {
    name: "promptfoo",
    version: "0.0.0",
    type: "module",
    exports: { ".": { import: "./entry.js" } },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const callApi = `async callApi(prompt, context, options) { ${body} }`;
  writeFileSync(
    join(folder, "entry.js"),
    `export default { async loadApiProvider(id, { options: { config } }) { return { ${callApi} }; } };`,
  );
  const environment = readEnvironment(temporaryFolder(), { OPENAI_API_KEY: KEY });
  return providerOf(`promptfoo:${id}`, {
    environment,
    promptfooFolders: [join(folder, "..", "nothing"), folder],
  });
}

function send(provider: Provider, change: Partial<ModelRequest> = {}, signal = AbortSignal.timeout(20_000)) {
  return provider.send({ ...REQUEST, model: "promptfoo:openai:chat:gpt-5", ...change }, { signal });
}

describe("what is handed to promptfoo", () => {
  test("system and turns as messages, room under every name, no retry, no sampling of ours", async () => {
    const provider = standIn("return { output: JSON.stringify({ prompt: JSON.parse(prompt), config }) };");
    const { prompt, config } = JSON.parse((await send(provider)).text) as {
      prompt: unknown;
      config: unknown;
    };
    expect(prompt).toEqual([{ role: "system", content: REQUEST.system }, ...REQUEST.messages]);
    expect(config).toMatchObject({
      maxRetries: 0,
      omitDefaults: true,
      max_tokens: 2000,
      max_completion_tokens: 2000,
      num_predict: 2000,
    });
    expect(config).not.toHaveProperty("reasoning_effort");
    expect(config).not.toHaveProperty("temperature");
  });

  test("a schema goes where the vendor takes one, and into words where not", async () => {
    const schema = { type: "object", properties: { met: { type: "boolean" } } };
    const echo = "return { output: JSON.stringify({ prompt, config }) };";
    const formal = (await send(standIn(echo), { schema })).text;
    expect(formal).toContain('"response_format":{"type":"json_schema"');
    expect(formal).not.toContain("Answer with one JSON object");
    const worded = (await send(standIn(echo, "ollama:chat:llama3"), { schema })).text;
    expect(worded).not.toContain("response_format");
    expect(worded).toContain("Answer with one JSON object");
  });
});

test.each([
  [
    'return { output: "Kill it.", finishReason: "stop" }',
    { outcome: "ok", text: "Kill it.", stopReason: "stop" },
  ],
  ["return { output: { met: true } }", { outcome: "ok", text: '{"met":true}' }],
  ['return { output: "Half", finishReason: "length" }', { outcome: "truncated" }],
  ['return { output: "No.", isRefusal: true }', { outcome: "refused" }],
  ['return { error: "I cannot help.", output: "", isRefusal: true }', { outcome: "refused" }],
  ['return { output: "", finishReason: "content_filter" }', { outcome: "refused" }],
  ['return { output: "" }', { outcome: "empty", usage: null }],
  ["return {}", { outcome: "empty", usage: null }],
])("%s is read as %o", async (body, expected) => {
  expect(await send(standIn(body))).toMatchObject(expected);
});

test("cached tokens are part of promptfoo's prompt tokens and apart in ours", async () => {
  const usage = "{ prompt: 100, completion: 7, completionDetails: { cacheReadInputTokens: 60 } }";
  const { usage: counted } = await send(standIn(`return { output: "x", tokenUsage: ${usage} }`));
  expect(counted).toEqual({
    inputTokens: 40,
    outputTokens: 7,
    cacheReadInputTokens: 60,
    cacheCreationInputTokens: null,
  });
});

test.each([
  ["API error: 500 Internal Server Error", "server", 500],
  ["API error: 401 Unauthorized", "denied", 401],
  ["Request failed with status code 503", "server", 503],
  ["Rate limit exceeded: HTTP 429 Too Many Requests (code: y) [retry after 0s]", "rate_limited", 429],
  ["429 You exceeded your current quota (insufficient_quota)", "denied", 429],
  ["HTTP 529: overloaded", "overloaded", 529],
  ["Overloaded, please try later", "overloaded", null],
  ["Request timed out after 300000 ms", "timeout", null],
  ["API call error: TypeError: fetch failed (Cause: SocketError: other side closed)", "network", null],
  ["connect ECONNREFUSED 127.0.0.1:11434", "network", null],
  ["OpenAI API key is not set.", "denied", null],
  ["Unexpected token < in JSON at position 0", "bad_reply", null],
  ["API error: 404 Not Found", "bad_request", 404],
  ["Ollama API error: 404 Not Found: no such model", "bad_request", 404],
  ["Something nobody has seen", "server", null],
])("the string %s is %s", async (error, kind, status) => {
  const failure = await failureFrom(send(standIn(`return { error: ${JSON.stringify(error)} }`)));
  expect(failure).toMatchObject({ kind, status });
  expect(failure.message).toContain("promptfoo:openai:chat:gpt-5: ");
  expect(failure.message.includes("check OPENAI_API_KEY")).toBe(kind === "denied");
});

test("a status beside the string wins over what the string looks like, and its wait is read", async () => {
  const http = '{ status: 429, headers: { "retry-after": "3" } }';
  const body = `return { error: "no luck with 500 tokens", metadata: { http: ${http} } }`;
  expect(await failureFrom(send(standIn(body)))).toMatchObject({
    kind: "rate_limited",
    status: 429,
    retryAfterMs: 3000,
  });
});

test("what is thrown is a failure too, and neither shows the key", async () => {
  const words = `invalid key ${KEY} in Bearer ${KEY}`;
  for (const body of [`return { error: "${words}" }`, `throw new Error("${words}")`]) {
    const failure = await failureFrom(send(standIn(body)));
    expect(failure.message).toContain("[redacted]");
    expect(`${failure.message} ${failure.stack}`).not.toContain("0123456789abcdef");
  }
});

test("a failed command is told by what it printed, not by its command line", async () => {
  const body = 'throw new Error("Command failed: node model.mjs [the whole prompt]\\nno licence\\n")';
  const { message } = await failureFrom(send(standIn(body, "exec:node model.mjs")));
  expect(message).toContain("the command failed: no licence");
  expect(message).not.toContain("whole prompt");
});

test("a provider that heeds no signal is left behind by it", async () => {
  const silent = standIn("return new Promise(() => {})");
  expect((await failureFrom(send(silent, {}, AbortSignal.timeout(50)))).kind).toBe("timeout");
  const controller = new AbortController();
  const call = send(silent, {}, controller.signal);
  controller.abort(new Error("interrupted"));
  await expect(call).rejects.toThrow("interrupted");
});
