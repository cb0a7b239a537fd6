import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test, vi } from "vitest";
import { gradeStoreFile, openGradeStore } from "../../../src/executor/store/gradeStore.ts";
import { openReplyStore } from "../../../src/executor/store/replyStore.ts";
import { temporaryFolder } from "../../support/cli.ts";

const KEY = "ab".repeat(32);
const OTHER = "cd".repeat(32);

async function opened(file = join(temporaryFolder(), "replies.grades.sqlite")) {
  const onWarning = vi.fn<(warning: string) => void>();
  const store = await openGradeStore(file, { onWarning });
  onTestFinished(store.close);
  return { file, store, onWarning };
}

test("it stands beside the response cache", () => {
  expect(gradeStoreFile("reports/.cache/replies.sqlite")).toBe("reports/.cache/replies.grades.sqlite");
  expect(gradeStoreFile("/var/mine")).toBe("/var/mine.grades.sqlite");
});

test("what was kept comes back to this and every later opener, the last under a key", async () => {
  const { file, store } = await opened();
  const text = `lone \ud800, 😀, ${"long ".repeat(50_000)}`;
  store.put(KEY, "first");
  expect(store.get(KEY)?.toString()).toBe("first");
  store.put(KEY, text);
  store.close();
  const again = await opened(file);
  expect(again.store.get(KEY)?.toString()).toBe(text.toWellFormed());
  expect(again.store.get(OTHER)).toBeUndefined();
});

test("fault 33: damaged entries, or one under another's key, are a miss with a warning and are gone", async () => {
  const { file, store } = await opened();
  const third = "ef".repeat(32);
  store.put(KEY, "mine");
  store.put(OTHER, "others");
  store.close();
  const next = await opened(file);
  next.store.put(third, "of a pack of its own");
  next.store.close();
  const db = new DatabaseSync(file);
  db.exec(
    `UPDATE grades SET start = (SELECT start FROM grades WHERE key = '${OTHER}') WHERE key = '${KEY}';
    UPDATE packs SET content = zeroblob(20) WHERE id = (SELECT pack FROM grades WHERE key = '${third}')`,
  );
  db.close();
  const again = await opened(file);
  expect(again.store.get(KEY)).toBeUndefined();
  // It was packed with the one that was damaged.
  expect(again.store.get(OTHER)).toBeUndefined();
  expect(again.store.get(third)).toBeUndefined();
  expect(again.onWarning).toHaveBeenCalledTimes(2);
  expect(again.store.stats().replies).toBe(0);
});

test("hundreds of entries come back whole, in any order, whoever put them", async () => {
  const { file, store } = await opened();
  const other = await opened(file);
  const keys = Array.from({ length: 400 }, (_, index) => index.toString(16).padStart(64, "0"));
  for (const [index, key] of keys.entries())
    (index % 3 === 0 ? other : { store }).store.put(key, `${key} ${"text ".repeat(index * 5)}`);
  store.close();
  other.store.close();
  const again = await opened(file);
  expect(again.store.stats().replies).toBe(400);
  for (const [index, key] of keys.toReversed().entries())
    expect(again.store.get(key)?.toString()).toBe(`${key} ${"text ".repeat((399 - index) * 5)}`);
  expect(again.onWarning).not.toHaveBeenCalled();
});

test("what was given stays what it was, whatever is put afterwards", async () => {
  const { store } = await opened();
  store.put(KEY, "mine");
  const unwritten = store.get(KEY);
  const keys = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(64, "0"));
  for (const key of keys) store.put(key, `another's ${key}`);
  const packed = store.get(KEY);
  for (const key of keys) expect(store.get(key)?.toString()).toBe(`another's ${key}`);
  expect([unwritten?.toString(), packed?.toString()]).toEqual(["mine", "mine"]);
});

test("what was put is in the file soon, though the process goes on", async () => {
  const { file, store } = await opened();
  store.put(KEY, "mine");
  const other = await opened(file);
  expect(other.store.get(KEY)).toBeUndefined();
  await vi.waitFor(() => expect(other.store.get(KEY)?.toString()).toBe("mine"), 5000);
});

test("what was put in place of others leaves nothing of them", async () => {
  const { file, store } = await opened();
  store.put(KEY, "before ".repeat(1000));
  store.close();
  const next = await opened(file);
  next.store.put(KEY, "after");
  next.store.close();
  const db = new DatabaseSync(file);
  expect(db.prepare("SELECT count(*) AS packs FROM packs").get()).toEqual({ packs: 1 });
  db.close();
});

test("what another puts in place of it while it is looked for is no damage", async () => {
  const { file } = await opened();
  const keys = Array.from({ length: 96 }, (_, index) => `${index}`.padStart(64, "0"));
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const times = 200;
  const writer = new Worker(new URL("gradeWriter.ts", import.meta.url), {
    workerData: { file, keys, counter, times },
    execArgv: [],
  });
  const isAtWork = (): boolean => writer.threadId !== -1;
  while (isAtWork() && Atomics.load(counter, 0) === 0) await setImmediate();
  const missing: string[] = [];
  const warnings: string[] = [];
  while (isAtWork()) {
    const store = await openGradeStore(file, { onWarning: (warning) => warnings.push(warning) });
    missing.push(...keys.filter((key) => !store.get(key)?.toString().startsWith(`grades ${key} `)));
    store.close();
    await setImmediate();
  }
  expect({ missing, warnings, written: counter[0] }).toEqual({ missing: [], warnings: [], written: times });
});

test("what was put in place of what had been found is found from then on, written or not", async () => {
  const { file, store } = await opened();
  store.put(KEY, "before");
  store.put(OTHER, "other");
  store.close();
  const next = await opened(file);
  expect(next.store.get(OTHER)?.toString()).toBe("other");
  next.store.put(KEY, "after");
  expect(next.store.get(KEY)?.toString()).toBe("after");
  expect(next.store.stats().replies).toBe(2);
  expect(next.store.get(KEY)?.toString()).toBe("after");
  expect(next.store.get(OTHER)?.toString()).toBe("other");
});

test("a file of the version before is begun anew", async () => {
  const file = join(temporaryFolder(), "replies.grades.sqlite");
  const db = new DatabaseSync(file);
  db.exec(`CREATE TABLE grades (key TEXT PRIMARY KEY, created_at INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
    INSERT INTO grades VALUES ('${KEY}', 1, zeroblob(20)); PRAGMA user_version = 1;`);
  db.close();
  const { store, onWarning } = await opened(file);
  expect(store.get(KEY)).toBeUndefined();
  store.put(KEY, "mine");
  expect(store.stats().replies).toBe(1);
  expect(onWarning).not.toHaveBeenCalled();
});

test("a damaged file is set aside, and costs the grades and nothing else", async () => {
  const { file, store } = await opened();
  store.put(KEY, "mine");
  store.close();
  writeFileSync(file, readFileSync(file).fill(0x5a));
  const again = await opened(file);
  expect(again.onWarning.mock.calls.join("")).toMatch(/the grade cache is damaged; it was set aside as/);
  again.store.put(KEY, "mine again");
  expect(again.store.get(KEY)?.toString()).toBe("mine again");
});

test("a response cache is no grade cache", async () => {
  const file = join(temporaryFolder(), "replies.sqlite");
  (await openReplyStore(file, { onWarning: () => {} })).close();
  await expect(openGradeStore(file, { onWarning: () => {} })).rejects.toThrow(
    /is a database, but no grade cache/,
  );
});

test("counts and removes by age", async () => {
  const { store } = await opened();
  expect(store.stats()).toMatchObject({ replies: 0, oldest: null, newest: null });
  store.put(KEY, "mine");
  expect(store.stats()).toMatchObject({ replies: 1 });
  expect(store.prune(new Date(0))).toBe(0);
  expect(store.prune(undefined)).toBe(1);
  expect(store.get(KEY)).toBeUndefined();
});
