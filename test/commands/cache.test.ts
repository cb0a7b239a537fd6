import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test, vi } from "vitest";
import { cacheCommand } from "../../src/commands/cache.ts";
import { openReplyStore } from "../../src/executor/store/replyStore.ts";
import { requestKey } from "../../src/executor/requestKey.ts";
import { dealbench, dealbenchHere, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const SONNET = "anthropic:claude-sonnet-5";
const HAIKU = "anthropic:claude-haiku-5-5";

describe("cache stats", () => {
  test("counts replies, requests, tokens and cost by model", async () => {
    const file = await filled();
    const { code, stdout } = await run("stats", "--cache", file);
    expect(code).toBe(0);
    const [heading, , columns, sonnet, haiku] = stdout.split("\n");
    expect(heading).toMatch(/^5 replies to 3 requests, .* MB|kB: /);
    expect(columns?.split(/ {2,}/)).toEqual([
      "model",
      "replies",
      "requests",
      "input tokens",
      "output tokens",
      "paid",
      "size",
      "kept",
    ]);
    expect(sonnet?.split(/ {2,}/).slice(0, 6)).toEqual([SONNET, "4", "2", "4,000", "2,000", "$2.0000"]);
    expect(haiku?.split(/ {2,}/).slice(0, 6)).toEqual([HAIKU, "1", "1", "1,000", "500", "$0 and 1 unknown"]);
  });

  test("prints one JSON object", async () => {
    const file = await filled();
    const { replies, requests, models } = JSON.parse(
      (await run("stats", "--cache", file, "--json")).stdout,
    ) as {
      replies: number;
      requests: number;
      models: object[];
    };
    expect({ replies, requests }).toEqual({ replies: 5, requests: 3 });
    expect(models[1]).toMatchObject({ model: HAIKU, output_tokens: 500, cost_usd: 0, unpriced: 1 });
  });

  test("is content with no cache, and makes none", async () => {
    const folder = temporaryFolder();
    const { code, stdout } = await run("stats", "--cache", join(folder, "none.sqlite"));
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${join(folder, "none.sqlite")}: no reply is kept.\n`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("finds damage that no lookup has met, and says what became of the file", async () => {
    const file = await filled(300);
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 8 * 4096, 9 * 4096);
    writeFileSync(file, bytes);
    const warned = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { code, stdout } = await run("stats", "--cache", file);
    expect(code).toBe(0);
    expect(stdout).toContain("no reply is kept");
    expect(warned.mock.calls.join("")).toMatch(
      /^warning: .* is damaged; it was set aside as .*\.damaged-.* and a new one was begun\.\n$/,
    );
    warned.mockRestore();
    expect(readdirSync(dirname(file)).some((name) => name.includes(".damaged-"))).toBe(true);
  });

  test("refuses a database that is no cache", async () => {
    const file = join(temporaryFolder(), "theirs.sqlite");
    const db = new DatabaseSync(file);
    db.exec("CREATE TABLE customers (name TEXT)");
    db.close();
    const { code, stderr } = await run("stats", "--cache", file);
    expect(code).toBe(2);
    expect(stderr).toContain("theirs.sqlite: is a database, but no response cache");
  });

  test.each([["stats"], ["prune", "--all"]])(
    "cache %s refuses a file that never was a cache, and leaves it as it was",
    async (...args) => {
      const folder = temporaryFolder();
      const file = join(folder, "README.md");
      writeFileSync(file, "# Ours\n");
      const { code, stdout, stderr } = await run(...args, "--cache", file);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/README\.md: is no response cache, .*--cache or DEALBENCH_CACHE/);
      expect(readFileSync(file, "utf8")).toBe("# Ours\n");
      expect(readdirSync(folder)).toEqual(["README.md"]);
      writeFileSync(file, "");
      expect(await run(...args, "--cache", file)).toMatchObject({ code: 0, stderr: "" });
      expect([readFileSync(file, "utf8"), readdirSync(folder)]).toEqual(["", ["README.md"]]);
    },
  );

  test("takes the file from DEALBENCH_CACHE, else from the working folder", async () => {
    const file = await filled();
    const cwd = temporaryFolder();
    const [named, usual] = await Promise.all([
      dealbench(["cache", "stats"], { cwd, env: { DEALBENCH_CACHE: file } }),
      dealbench(["cache", "stats"], { cwd, env: { DEALBENCH_CACHE: "" } }),
    ]);
    expect(named.stdout).toContain("5 replies");
    expect(usual.stdout).toBe("reports/.cache/replies.sqlite: no reply is kept.\n");
    expect([named.stderr, usual.stderr]).toEqual(["", ""]);
  });
});

describe("cache prune", () => {
  test("removes replies of one model and leaves the others", async () => {
    const file = await filled();
    const { code, stdout } = await run("prune", "--cache", file, "--model", SONNET);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^4 replies removed from /);
    expect(await keptModels(file)).toEqual([HAIKU]);
  });

  test("removes what is older than an age", async () => {
    const file = await filled();
    const db = new DatabaseSync(file);
    db.prepare("UPDATE replies SET created_at = created_at - ? WHERE model = ?").run(31 * 86_400_000, HAIKU);
    db.close();
    expect((await run("prune", "--cache", file, "--older-than", "5w")).stdout).toMatch(/^0 replies removed/);
    expect((await run("prune", "--cache", file, "--older-than", "30d", "--model", SONNET)).stdout).toMatch(
      /^0 replies/,
    );
    expect((await run("prune", "--cache", file, "--older-than", "30d")).stdout).toMatch(/^1 reply removed/);
    expect(await keptModels(file)).toEqual([SONNET]);
  });

  test("gives the room back", async () => {
    const file = await filled(500);
    const { stdout } = await run("prune", "--cache", file, "--all", "--json");
    const pruned = JSON.parse(stdout) as { removed: number; bytes_before: number; bytes_after: number };
    expect(pruned.removed).toBe(505);
    expect(pruned.bytes_after).toBeLessThan(pruned.bytes_before / 5);
    expect(await keptModels(file)).toEqual([]);
  });

  test("removes nothing unless told what", async () => {
    const file = await filled();
    const { code, stderr } = await run("prune", "--cache", file);
    expect(code).toBe(2);
    expect(stderr).toContain("say what to remove: --older-than <age>, --model <id>, both, or --all");
    const age = await dealbenchHere(["cache", "prune", "--cache", file, "--older-than", "a month"]);
    const both = await dealbenchHere(["cache", "prune", "--cache", file, "--all", "--model", SONNET]);
    expect([age.code, both.code]).toEqual([2, 2]);
    expect(age.stderr).toContain("expected a whole number of hours, days or weeks: 12h, 30d, 8w");
    expect(both.stderr).toContain("cannot be used with");
    expect(await keptModels(file)).toEqual([SONNET, HAIKU]);
  });
});

function run(...args: string[]) {
  return runCommand(cacheCommand(), args);
}

async function keptModels(file: string): Promise<string[]> {
  const stats = JSON.parse((await run("stats", "--cache", file, "--json")).stdout) as {
    models: { model: string }[];
  };
  return stats.models.map(({ model }) => model);
}

/** A cache with two requests to one model, twice each, one to another whose cost is unknown, and so many more. */
async function filled(more = 0): Promise<string> {
  const file = join(temporaryFolder(), "cache", "replies.sqlite");
  mkdirSync(dirname(file));
  const store = await openReplyStore(file, { onWarning: () => {} });
  const keep = (model: string, content: string, repeat: number, costUsd: number | null): void => {
    const request = {
      model,
      system: "You are a sales director.",
      messages: [{ role: "user" as const, content }],
      parameters: { maxTokens: 1000, effort: null },
      schema: null,
    };
    const usage = {
      inputTokens: 1000,
      outputTokens: 500,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
    };
    const reply = {
      outcome: "ok" as const,
      text: `Disqualify. ${"x".repeat(500)}`,
      stopReason: "end_turn",
      usage,
    };
    const how = {
      latencyMs: 1,
      queuedMs: 0,
      requestId: null,
      attempts: 1,
      cached: false,
      costUsd,
      error: null,
    };
    store.put(requestKey(request, repeat), { ...reply, ...how }, { request, repeat });
  };
  for (const content of ["a", "b"]) for (const repeat of [1, 2]) keep(SONNET, content, repeat, 0.5);
  keep(HAIKU, "a", 1, null);
  for (let index = 0; index < more; index++) keep("simulated:director", String(index), 1, 0);
  store.close();
  return file;
}
