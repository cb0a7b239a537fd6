import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openJournal } from "../../src/files/journal.ts";
import { temporaryFolder } from "../support/cli.ts";

function appended(before: string | null): string {
  const file = join(temporaryFolder(), "deep", "journal.jsonl");
  if (before !== null) {
    mkdirSync(join(file, ".."));
    writeFileSync(file, before);
  }
  const journal = openJournal(file);
  journal.append({ n: 2 });
  const text = readFileSync(file, "utf8");
  journal.close();
  return text;
}

test("makes the file and its folder, and what was appended is there at once", () => {
  expect(appended(null)).toBe('{"n":2}\n');
  expect(appended('{"n":1}\n')).toBe('{"n":1}\n{"n":2}\n');
});

test("a last line without newline is ended when it is whole, taken out when it is torn", () => {
  expect(appended('{"n":1}\n{"é":1}')).toBe('{"n":1}\n{"é":1}\n{"n":2}\n');
  expect(appended('{"n":1}\n{"é')).toBe('{"n":1}\n{"n":2}\n');
});

test("a path that cannot be written is told", () => {
  expect(() => openJournal(temporaryFolder())).toThrow(/not written: /);
});
