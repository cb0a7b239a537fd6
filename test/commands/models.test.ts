import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dealbench, temporaryFolder } from "../support/cli.ts";
import { apiError, messagesServer } from "../support/messagesServer.ts";

const KEY = "sk-ant-test-0123456789abcdef";
const NO_KEYS = {
  ANTHROPIC_API_KEY: "",
  ANTHROPIC_AUTH_TOKEN: "",
  ANTHROPIC_BASE_URL: "",
  OPENAI_API_KEY: "",
  MISTRAL_API_KEY: "",
};

interface Listed {
  models: {
    id: string;
    callable: boolean;
    why: string;
    max_input_tokens: number | null;
    input_usd_per_mtok: number | null;
  }[];
}

/** A working folder in which promptfoo seems to be installed, with this `.env`. */
function workingFolder(env = ""): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "node_modules", "promptfoo"), { recursive: true });
  writeFileSync(join(folder, "node_modules", "promptfoo", "package.json"), '{"version":"0.123.1"}');
  if (env !== "") writeFileSync(join(folder, ".env"), env);
  return folder;
}

describe("models", () => {
  test("without a key: what is missing, and what can be run all the same", async () => {
    const { code, stdout } = await dealbench(["models"], { cwd: workingFolder(), env: NO_KEYS });
    expect(code).toBe(0);
    expect(stdout).toMatch(/missing +anthropic:… +ANTHROPIC_API_KEY is not set/);
    expect(stdout).toMatch(/missing +promptfoo:openai:… +OPENAI_API_KEY is not set/);
    expect(stdout).toMatch(/callable +promptfoo:ollama:… +not checked: it needs a server/);
    expect(stdout).toMatch(/callable +recorded:llm .*72 transcripts of persona 1\.0\.0/);
    expect(stdout).toMatch(/callable +simulated:director/);
  });

  test("with a key in .env: the vendor's list, limits and prices; the key is never shown", async () => {
    const server = await messagesServer({ models: ["claude-sonnet-5", "claude-of-next-year"] });
    const cwd = workingFolder(`ANTHROPIC_API_KEY=${KEY}\nMISTRAL_API_KEY=${KEY}\n`);
    const env = { ...NO_KEYS, ANTHROPIC_BASE_URL: server.url };
    const [text, json] = await Promise.all([
      dealbench(["models"], { cwd, env }),
      dealbench(["models", "--json"], { cwd, env }),
    ]);
    expect(text.stdout).toMatch(/callable +anthropic:claude-sonnet-5 +200k tokens in, 64k out · \$\d/);
    expect(text.stdout).toContain("ANTHROPIC_API_KEY from .env");
    expect(text.stdout).toMatch(/anthropic:claude-of-next-year .*price unknown/);
    expect(text.stdout + text.stderr + json.stdout).not.toContain("0123456789abcdef");
    const { models } = JSON.parse(json.stdout) as Listed;
    const line = (id: string) => models.find((model) => model.id === id);
    expect(line("anthropic:claude-sonnet-5")).toMatchObject({ callable: true, max_input_tokens: 200_000 });
    expect(line("anthropic:claude-sonnet-5")?.input_usd_per_mtok).toBeGreaterThan(0);
    expect(line("anthropic:claude-of-next-year")?.input_usd_per_mtok).toBeNull();
    expect(line("promptfoo:mistral:…")).toMatchObject({ callable: true, why: "MISTRAL_API_KEY from .env" });
  });

  test("a vendor that refuses or breaks is told as such, and the rest is listed", async () => {
    const refusing = await messagesServer({
      intercept: () => apiError(401, "authentication_error", `bad ${KEY}`),
    });
    const broken = await messagesServer({ intercept: () => ({ fault: "reset" }) });
    const [refused, unreached] = await Promise.all(
      [refusing, broken].map(({ url }) =>
        dealbench(["models"], {
          cwd: workingFolder(),
          env: { ...NO_KEYS, ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: url },
        }),
      ),
    );
    expect(refused?.code).toBe(0);
    expect(refused?.stdout).toMatch(
      /missing +anthropic:… .*401 authentication_error.*check ANTHROPIC_API_KEY/,
    );
    expect(refused?.stdout).not.toContain(KEY);
    expect(unreached?.stdout).toMatch(/callable +anthropic:… .*could not be listed/);
    expect(unreached?.stdout).toContain("simulated:director");
  });
});

test("doctor says which keys it found and where, and promptfoo's version; none of it is needed", async () => {
  const cwd = workingFolder(`OPENAI_API_KEY=${KEY}\n`);
  const { code, stdout } = await dealbench(["doctor", "--json"], { cwd, env: NO_KEYS });
  const { checks } = JSON.parse(stdout) as { checks: { name: string; needed: boolean; detail: string }[] };
  const check = (name: string) => checks.find((one) => one.name === name);
  expect(code).toBe(0);
  expect(check("keys")).toMatchObject({ ok: true, needed: false });
  expect(check("keys")?.detail).toBe("OPENAI_API_KEY (.env); .env read: 1 names");
  expect(check("promptfoo")).toMatchObject({ ok: true, needed: false });
  expect(check("promptfoo")?.detail).toMatch(/^0\.123\.1 in /);
  expect(stdout).not.toContain(KEY);
});
