import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const DOCS = resolve(import.meta.dirname, "..", "docs");

/** The rows of the table: the fault's number and the test files that are said to hold it. */
const ROWS = readFileSync(join(DOCS, "reliability.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const number = /^\| (\d+) \|/.exec(line)?.[1];
    if (number === undefined) return [];
    return [
      { fault: Number(number), files: [...line.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? "") },
    ];
  });

describe("docs/reliability.md", () => {
  test("has every fault once, in order", () => {
    expect(ROWS.map(({ fault }) => fault)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
  });

  test.each(ROWS)("fault $fault is held by tests that name it", ({ fault, files }) => {
    expect(files).not.toEqual([]);
    const without = files.filter((file) => !namesFault(join(DOCS, file), fault));
    expect(without).toEqual([]);
  });
});

/** Whether a test of the file has the fault's number in its title: "fault 12: …", "fault 23, 24: …". */
function namesFault(file: string, fault: number): boolean {
  if (!existsSync(file)) return false;
  const titles = readFileSync(file, "utf8").matchAll(/["'`](?:[^"'`\n]*: )?faults? (\d+(?:, \d+)*)\b/g);
  return [...titles].some((match) => match[1]?.split(", ").includes(String(fault)));
}
