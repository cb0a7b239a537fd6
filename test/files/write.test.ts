import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeAtomic } from "../../src/files/write.ts";
import { DealbenchError, EXIT } from "../../src/records/errors.ts";
import { temporaryFolder } from "../support/cli.ts";

describe("writeAtomic", () => {
  test("replaces a file, makes missing folders and leaves nothing else behind", () => {
    const folder = temporaryFolder();
    const file = join(folder, "deep", "down", "a.txt");
    writeAtomic(file, "old");
    writeAtomic(file, "new €");
    expect(readFileSync(file, "utf8")).toBe("new €");
    expect(readdirSync(join(folder, "deep", "down"))).toEqual(["a.txt"]);
  });

  test("leaves what stands there untouched when it cannot write, and exits 4", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "taken"));
    writeFileSync(join(folder, "taken", "inside.txt"), "kept");
    expect(failureOf(() => writeAtomic(join(folder, "taken"), "text"))).toMatchObject({
      exitCode: EXIT.incomplete,
    });
    expect(readFileSync(join(folder, "taken", "inside.txt"), "utf8")).toBe("kept");
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  test("says which file was not written when a folder of its path is a file", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "kept");
    const target = join(folder, "file", "a.txt");
    expect(failureOf(() => writeAtomic(target, "text"))?.message).toBe(
      `${target}: not written: ${join(folder, "file")} is a file, expected a folder`,
    );
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("kept");
  });

  test("a folder below /proc is refused instead of being tried for ever", () => {
    expect(failureOf(() => writeAtomic("/proc/x/y/a.txt", "text"))?.message).toMatch(/not written: ENOENT/);
  });
});

function failureOf(call: () => void): DealbenchError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof DealbenchError) return error;
    throw error;
  }
}
