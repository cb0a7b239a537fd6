import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { openReplyStore, replyStoreFile } from "../../../src/executor/store/replyStore.ts";
import { requestKey } from "../../../src/executor/requestKey.ts";
import { DealbenchError } from "../../../src/records/errors.ts";
import type { ModelReply, ModelRequest } from "../../../src/records/request.ts";
import { temporaryFolder } from "../../support/cli.ts";

const WRITER = fileURLToPath(new URL("./replyWriter.ts", import.meta.url));

describe("keeping replies", () => {
  test("a reply comes back as it was, marked as paid for earlier, to this and every later opener", async () => {
    const { store, file, reopen } = await opened();
    const asked = { request: request("hello"), repeat: 1 };
    const key = requestKey(asked.request, 1);
    const paid = reply({
      text: "lone \ud800, NUL \u0000, 😀, <script>",
      latencyMs: 812,
      attempts: 3,
      queuedMs: 40,
    });
    store.put(key, paid, asked);
    const kept = { ...paid, cached: true, attempts: 0, queuedMs: 0 };
    expect(store.get(key)).toEqual(kept);
    store.close();
    const again = await reopen();
    expect(again.get(key)).toEqual(kept);
    expect(existsSync(file)).toBe(true);
  });

  test("a repeat is an entry of its own, and a request's repeats can be listed", async () => {
    const { store } = await opened();
    const one = request("hello");
    for (const repeat of [3, 1])
      store.put(requestKey(one, repeat), reply({ text: `#${repeat}` }), { request: one, repeat });
    expect(store.get(requestKey(one, 2))).toBeUndefined();
    expect(store.get(requestKey(one, 3))?.text).toBe("#3");
    expect(store.repeatsOf(request("hello"))).toEqual([1, 3]);
    expect(store.repeatsOf(request("other"))).toEqual([]);
  });

  test.each(["model", "system", "messages", "parameters", "schema"] as const)(
    "a different %s is a different entry",
    async (field) => {
      const { store } = await opened();
      const one = request("hello");
      const other = {
        ...one,
        ...{
          model: { model: "anthropic:other" },
          system: { system: "You are someone else." },
          messages: { messages: [{ role: "user" as const, content: "hello " }] },
          parameters: { parameters: { maxTokens: 1000, effort: "high" as const } },
          schema: { schema: { type: "object" } },
        }[field],
      };
      store.put(requestKey(one, 1), reply({}), { request: one, repeat: 1 });
      expect(store.get(requestKey(other, 1))).toBeUndefined();
    },
  );

  test.each(["refused", "truncated", "empty", "error"] as const)(
    "a reply with outcome %s is not kept",
    async (outcome) => {
      const { store } = await opened();
      const asked = { request: request("hello"), repeat: 1 };
      const key = requestKey(asked.request, 1);
      store.put(key, reply({ outcome, text: outcome === "error" ? "" : "I can't" }), asked);
      expect(store.get(key)).toBeUndefined();
      store.put(key, reply({ text: "whole" }), asked);
      expect(store.get(key)?.text).toBe("whole");
    },
  );

  test("the first answer stays", async () => {
    const { store, reopen } = await opened();
    const asked = { request: request("hello"), repeat: 1 };
    const key = requestKey(asked.request, 1);
    store.put(key, reply({ text: "first" }), asked);
    store.close();
    const again = await reopen();
    again.put(key, reply({ text: "second" }), asked);
    again.close();
    expect((await reopen()).get(key)?.text).toBe("first");
  });

  test.each([
    ["a cost that is no number", { costUsd: Number.NaN }],
    ["half a token", { usage: { ...USAGE, outputTokens: 0.5 } }],
  ])("a reply with %s is left out with a warning, and others are still kept", async (_, broken) => {
    const { store, warnings } = await opened();
    const asked = { request: request("hello"), repeat: 1 };
    store.put(requestKey(asked.request, 1), reply(broken), asked);
    expect(store.get(requestKey(asked.request, 1))).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining("was not kept")]);
    fill(store, 3);
    expect(store.repeatsOf(request("2"))).toEqual([1]);
  });

  test("fault 40: neither the request nor what a provider adds reaches the disk", async () => {
    const { store, file } = await opened();
    const asked = { request: { ...request("a secret deal"), system: "a secret persona" }, repeat: 1 };
    const extra = { headers: { authorization: "Bearer sk-secret" } };
    const usage = { ...reply({}).usage, key: "sk-secret" } as unknown as ModelReply["usage"];
    store.put(requestKey(asked.request, 1), { ...reply({ usage }), ...extra }, asked);
    store.close();
    const bytes = filesBeside(file)
      .map((name) => readFileSync(name, "latin1"))
      .join("");
    expect(bytes).toContain("Disqualify");
    expect(bytes).not.toContain("secret");
  });

  test("the place is the one asked for, else the environment's, else under reports/", () => {
    expect(replyStoreFile("mine.sqlite", { DEALBENCH_CACHE: "env.sqlite" })).toBe("mine.sqlite");
    expect(replyStoreFile(undefined, { DEALBENCH_CACHE: "env.sqlite" })).toBe("env.sqlite");
    expect(replyStoreFile(undefined, { DEALBENCH_CACHE: "" })).toBe("reports/.cache/replies.sqlite");
  });
});

describe("damage", () => {
  test.each([
    ["its text was changed", "UPDATE replies SET reply = replace(reply, 'Disqualify', 'Pursue')"],
    ["its checksum was changed", "UPDATE replies SET checksum = 'x'"],
    ["its text was cut", "UPDATE replies SET reply = substr(reply, 1, 20)"],
    ["it stands under another key", "UPDATE replies SET key = :other, reply = reply"],
  ])("an entry is missing, with a warning, and can be kept anew when %s", async (_, change) => {
    const { store, file, warnings, reopen } = await opened();
    const asked = { request: request("hello"), repeat: 1 };
    const moved = change.includes(":other");
    const key = requestKey(asked.request, moved ? 2 : 1);
    store.put(requestKey(asked.request, 1), reply({}), asked);
    store.close();
    const db = new DatabaseSync(file);
    db.prepare(change).run(moved ? { other: key } : {});
    db.close();
    const again = await reopen();
    expect(again.get(key)).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining("a kept reply is damaged")]);
    again.put(key, reply({ text: "paid again" }), asked);
    again.close();
    expect((await reopen()).get(key)?.text).toBe("paid again");
  });

  test.each([
    ["has lost its header but for its first word", (file: string) => overwrite(file, 8, 100)],
    ["has lost its end", (file: string) => truncateSync(file, 3 * 4096)],
  ])("a file that %s is set aside and a new one begun", async (_, damage) => {
    const { store, file, warnings, reopen } = await opened();
    fill(store, 200);
    store.close();
    damage(file);
    const again = await reopen();
    expect(again.get(requestKey(request("5"), 1))).toBeUndefined();
    expect(again.stats().replies).toBe(0);
    fill(again, 3);
    again.close();
    expect(warnings).toEqual([
      expect.stringMatching(/is damaged; it was set aside as .*\.damaged-\d{8}T\d{6}Z/),
    ]);
    expect(filesBeside(file).filter((name) => name.includes(".damaged-"))).not.toEqual([]);
    expect((await reopen()).stats().replies).toBe(3);
  });

  test.each([
    ["never was a database", (file: string) => writeFileSync(file, "not a database\n".repeat(1000))],
    ["is shorter than a database's first word", (file: string) => writeFileSync(file, "hi")],
    ["no longer says that it is one", (file: string) => overwrite(file, 0, 100)],
  ])("a file that %s is refused and left as it was", async (_, change) => {
    const { store, file, warnings, reopen } = await opened();
    fill(store, 20);
    store.close();
    change(file);
    const before = readFileSync(file);
    await expect(reopen()).rejects.toThrow(
      /is no response cache, nor any SQLite database; name another file/,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    expect([filesBeside(file), warnings]).toEqual([[file], []]);
  });

  test("fault 33: bytes overwritten anywhere give a right answer or none, and never an exception", async () => {
    const { store, file } = await opened();
    fill(store, 200);
    store.close();
    const whole = readFileSync(file);
    for (let page = 0; page * 4096 < whole.length; page += 3) {
      const copy = join(temporaryFolder(), "replies.sqlite");
      const bytes = Buffer.from(whole);
      bytes.fill(0x5a, page * 4096 + 8, page * 4096 + 700);
      writeFileSync(copy, bytes);
      const damaged = await openReplyStore(copy, { onWarning: () => {} });
      for (let index = 0; index < 200; index++) {
        const found = damaged.get(requestKey(request(`${index}`), 1));
        expect([undefined, `Disqualify ${index}`]).toContain(found?.text);
      }
      fill(damaged, 200);
      expect(damaged.get(requestKey(request("7"), 1))?.text).toBe("Disqualify 7");
      damaged.close();
    }
  });

  test("another program's database is refused and left as it was", async () => {
    const file = join(temporaryFolder(), "theirs.sqlite");
    const db = new DatabaseSync(file);
    db.exec("CREATE TABLE customers (name TEXT)");
    db.close();
    const before = readFileSync(file);
    await expect(openReplyStore(file, { onWarning: () => {} })).rejects.toThrow(
      /no response cache; name another file/,
    );
    expect(readFileSync(file)).toEqual(before);
  });

  test("a place that cannot be is refused before anything is spent", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const asked = openReplyStore(join(folder, "file", "replies.sqlite"), { onWarning: () => {} });
    await expect(asked).rejects.toThrow(DealbenchError);
    await expect(asked).rejects.toThrow(/cannot be opened.*--cache or DEALBENCH_CACHE/);
  });

  test("a full disk ends the keeping and not the run", async () => {
    const { store, file, warnings } = await opened();
    fill(store, 1);
    store.close();
    const db = new DatabaseSync(file);
    db.exec(
      `CREATE TRIGGER full BEFORE INSERT ON replies BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
    db.close();
    const again = await openReplyStore(file, { onWarning: (text) => warnings.push(text) });
    fill(again, 5);
    expect(again.repeatsOf(request("3"))).toEqual([]);
    fill(again, 5);
    again.close();
    expect(again.get(requestKey(request("3"), 1))).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringContaining("disk is full"),
      expect.stringContaining("the run goes on"),
    ]);
  });
});

describe("several processes", () => {
  test("write at once, and none loses a reply", async () => {
    const { store, file, warnings, reopen } = await opened();
    store.close();
    const writers = ["a", "b", "c"].map((name) => writer(file, name, 80));
    const codes = await Promise.all(writers.map(async (child) => (await once(child, "exit"))[0] as number));
    expect(codes).toEqual([0, 0, 0]);
    const after = await reopen();
    expect(after.stats().replies).toBe(240);
    expect(after.get(requestKey(request("b79"), 1))?.text).toBe("b79");
    expect(warnings).toEqual([]);
  });

  test("a writer killed at any moment leaves every reply that it had written, and a file that is whole", async () => {
    const { store, file, warnings, reopen } = await opened();
    store.close();
    const child = writer(file, "k", 1_000_000);
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.length > 900) child.kill("SIGKILL");
    });
    await once(child, "close");
    const written = said.split("\n").slice(0, -1);
    expect(written.length).toBeGreaterThan(50);
    const after = await reopen();
    for (const name of written) expect(after.get(requestKey(request(name), 1))?.text).toBe(name);
    expect(after.stats().replies).toBeGreaterThanOrEqual(written.length);
    expect(warnings).toEqual([]);
  });
});

async function opened() {
  const file = join(temporaryFolder(), "cache", "replies.sqlite");
  const warnings: string[] = [];
  const reopen = async () => {
    const store = await openReplyStore(file, { onWarning: (text) => warnings.push(text) });
    onTestFinished(() => store.close());
    return store;
  };
  return { store: await reopen(), file, warnings, reopen };
}

function fill(store: Awaited<ReturnType<typeof opened>>["store"], count: number): void {
  for (let index = 0; index < count; index++) {
    const asked = { request: request(`${index}`), repeat: 1 };
    store.put(requestKey(asked.request, 1), reply({ text: `Disqualify ${index}` }), asked);
  }
}

function writer(file: string, name: string, count: number) {
  return spawn(process.execPath, [WRITER, file, name, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

function filesBeside(file: string): string[] {
  return readdirSync(dirname(file)).map((name) => join(dirname(file), name));
}

function overwrite(file: string, start: number, end: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0, start, end);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

function request(content: string): ModelRequest {
  return {
    model: "anthropic:claude-sonnet-5",
    system: "You are a sales director.",
    messages: [{ role: "user", content }],
    parameters: { maxTokens: 1000, effort: null },
    schema: null,
  };
}

const USAGE = { inputTokens: 10, outputTokens: 20, cacheReadInputTokens: 0, cacheCreationInputTokens: null };

function reply(with_: Partial<ModelReply>): ModelReply {
  return {
    outcome: "ok",
    text: "Disqualify.",
    stopReason: "end_turn",
    usage: USAGE,
    latencyMs: 50,
    queuedMs: 0,
    requestId: "req_1",
    attempts: 1,
    cached: false,
    costUsd: 0.002,
    error: null,
    ...with_,
  };
}
