import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
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

test("fault 33: a damaged entry, or one under another's key, is a miss with a warning and is gone", async () => {
  const { file, store } = await opened();
  store.put(KEY, "mine");
  store.put(OTHER, "theirs");
  store.close();
  const db = new DatabaseSync(file);
  db.exec(
    `UPDATE grades SET content = (SELECT content FROM grades WHERE key = '${OTHER}') WHERE key = '${KEY}'`,
  );
  db.exec(`UPDATE grades SET content = zeroblob(20) WHERE key = '${OTHER}'`);
  db.close();
  const again = await opened(file);
  expect(again.store.get(KEY)).toBeUndefined();
  expect(again.store.get(OTHER)).toBeUndefined();
  expect(again.onWarning).toHaveBeenCalledTimes(2);
  expect(again.store.stats().replies).toBe(0);
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
