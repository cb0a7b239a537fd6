import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lineParts, openParts } from "../../src/files/lineParts.ts";

const folder = mkdtempSync(join(tmpdir(), "dealbench-lines-"));
const file = join(folder, "lines.jsonl");
afterAll(() => rmSync(folder, { recursive: true }));

test("finds lines of any length, whole, without those that are empty", () => {
  const lines = Array.from({ length: 3_000 }, (_, index) =>
    index % 10 === 0 ? "" : `${index} ${"é".repeat(index % 700)}`,
  );
  lines.push("long ".repeat(200_000), "last, without a newline");
  writeFileSync(file, lines.join("\n"));
  const wanted = lines.filter((line) => line !== "");
  const { count, at } = lineParts(file);
  expect(count).toBe(wanted.length);
  const parts = openParts(file);
  try {
    expect(wanted.findIndex((line, index) => parts.read(at(index)).toString("utf8") !== line)).toBe(-1);
  } finally {
    parts.close();
  }
});

test("says what is wrong with a file that cannot be read", () => {
  expect(() => lineParts(join(folder, "none.jsonl"))).toThrow("none.jsonl");
});
