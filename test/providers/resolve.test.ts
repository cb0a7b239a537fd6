import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Environment, readEnvironment } from "../../src/providers/environment.ts";
import { openProviders, providerOf } from "../../src/providers/resolve.ts";
import { DealbenchError } from "../../src/records/errors.ts";
import { temporaryFolder } from "../support/cli.ts";

function environment(variables: Record<string, string> = {}, file?: string): Environment {
  const folder = temporaryFolder();
  if (file !== undefined) writeFileSync(join(folder, ".env"), file);
  return readEnvironment(folder, variables);
}

/** The message a model id is refused with. */
function refusal(
  id: string,
  variables: Record<string, string> = {},
  promptfooFolders: string[] = [],
): string {
  try {
    return `resolved to ${providerOf(id, { environment: environment(variables), promptfooFolders }).name}`;
  } catch (error) {
    if (error instanceof DealbenchError) return error.message;
    throw error;
  }
}

function installedPromptfoo(): string {
  const folder = join(temporaryFolder(), "promptfoo");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "promptfoo", version: "0.123.1" }));
  return folder;
}

test("an anthropic model needs a key, from the process or from .env", () => {
  expect(refusal("anthropic:claude-sonnet-5")).toMatch(
    /ANTHROPIC_API_KEY is not set.*\.env.*simulated:director/,
  );
  expect(refusal("anthropic:claude-sonnet-5", { ANTHROPIC_API_KEY: "" })).toContain("is not set");
  expect(refusal("anthropic:claude-sonnet-5", { ANTHROPIC_API_KEY: "k1" })).toBe("resolved to anthropic");
  expect(refusal("anthropic:claude-sonnet-5", { ANTHROPIC_AUTH_TOKEN: "t1" })).toBe("resolved to anthropic");
  const filed = environment({}, "ANTHROPIC_API_KEY=from-file # a comment\n");
  expect(providerOf("anthropic:claude-sonnet-5", { environment: filed }).name).toBe("anthropic");
});

test("a vendor behind promptfoo needs promptfoo, then its key", () => {
  const folders = [installedPromptfoo()];
  expect(refusal("promptfoo:openai:gpt-5")).toMatch(/promptfoo is not installed.*npm run promptfoo:install/);
  expect(refusal("promptfoo:openai:gpt-5", {}, folders)).toContain("OPENAI_API_KEY is not set");
  expect(refusal("promptfoo:google:gemini-3", {}, folders)).toContain(
    "GOOGLE_API_KEY or GEMINI_API_KEY is not set",
  );
  expect(refusal("promptfoo:google:gemini-3", { GEMINI_API_KEY: "k" }, folders)).toBe(
    "resolved to promptfoo",
  );
  expect(refusal("promptfoo:ollama:chat:llama3", {}, folders)).toBe("resolved to promptfoo");
});

test.each([
  ["claude-sonnet-5", "did you mean anthropic:claude-sonnet-5?"],
  ["openai:gpt-5", "promptfoo:openai:gpt-5"],
  ["anthropic:", "found no model after the colon"],
  ["promptfoo:", "found no model after the colon"],
  ["anthropic: claude", "found no model after the colon"],
  ["simulated:intern", "expected simulated:director"],
  ["recorded:llm", "cannot be called"],
  ["", "found no"],
])('"%s" is refused with what was found and what is expected', (id, words) => {
  const message = refusal(id, { ANTHROPIC_API_KEY: "k" });
  expect(message).toContain(`model "${id}"`);
  expect(message).toContain(words);
});

test("a missing key never shows another", () => {
  expect(refusal("nobody:x", { ANTHROPIC_API_KEY: "sk-ant-secret-value" })).not.toContain("secret");
});

test("callers of one model share its provider, and accounts differ by key", () => {
  const open = openProviders({ environment: environment({ ANTHROPIC_API_KEY: "key-one" }) });
  expect(open("anthropic:claude-sonnet-5")).toBe(open("anthropic:claude-sonnet-5"));
  expect(open("anthropic:claude-opus-5").account).toBe(open("anthropic:claude-sonnet-5").account);
  const other = openProviders({ environment: environment({ ANTHROPIC_API_KEY: "key-two" }) });
  expect(other("anthropic:claude-opus-5").account).not.toBe(open("anthropic:claude-opus-5").account);
});

test("the process's variables win over those of .env; empty ones are none", () => {
  const { get, sourceOf, file } = environment(
    { A: "process", B: "" },
    "A=file\nB=\"file with spaces\"\nexport C='quoted'\nD=\n",
  );
  expect([get("A"), get("B"), get("C"), get("D"), get("E")]).toEqual([
    "process",
    "file with spaces",
    "quoted",
    undefined,
    undefined,
  ]);
  expect([sourceOf("A"), sourceOf("B"), sourceOf("E")]).toEqual(["environment", ".env", null]);
  expect(file?.names).toEqual(["A", "B", "C", "D"]);
  expect(environment().file).toBeNull();
});
