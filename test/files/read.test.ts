import { chmodSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeUtf8, readText } from "../../src/files/read.ts";
import { temporaryFolder } from "../support/cli.ts";
import { problemsOf } from "../support/problems.ts";

describe("readText", () => {
  test("reads UTF-8 and leaves the byte-order mark out", () => {
    const file = join(temporaryFolder(), "a.txt");
    writeFileSync(file, "\uFEFFnaïve €\n");
    expect(readText(file)).toBe("naïve €\n");
  });

  test("says that a missing file is missing and a folder a folder", () => {
    const folder = temporaryFolder();
    expect(problemsOf(() => readText(join(folder, "none.txt")))).toEqual([
      `${join(folder, "none.txt")}: no such file; check the path`,
    ]);
    expect(problemsOf(() => readText(folder, { maxBytes: 1e9 }))).toEqual([
      `${folder}: is a folder, expected a file`,
    ]);
  });

  test("refuses a file above its limit without reading it", () => {
    const file = join(temporaryFolder(), "big.yaml");
    writeFileSync(file, "");
    truncateSync(file, 50 * 1024 * 1024);
    expect(problemsOf(() => readText(file, { maxBytes: 1024 * 1024 }))).toEqual([
      `${file}: is 50.0 MB, expected at most 1.0 MB; split it into several files`,
    ]);
  });

  test("names the folder or file that may not be read", () => {
    const folder = join(temporaryFolder(), "locked");
    mkdirSync(folder);
    writeFileSync(join(folder, "a.txt"), "x");
    chmodSync(join(folder, "a.txt"), 0);
    // The superuser may read everything, and then there is nothing to refuse.
    const expected =
      process.getuid?.() === 0 ? [] : [`${join(folder, "a.txt")}: cannot be read: permission denied`];
    expect(problemsOf(() => readText(join(folder, "a.txt")))).toEqual(expected);
  });
});

describe("decodeUtf8", () => {
  test("fault 41: points at the first byte that is not UTF-8", () => {
    expect(problemsOf(() => decodeUtf8(latin1("a,b\nx,caf\xe9\n"), "f.csv"))).toEqual([
      "f.csv:2:6: found a byte 0xe9 that is not UTF-8, expected UTF-8 text; save the file as UTF-8",
    ]);
  });

  test("is not misled by a byte-order mark or a genuine replacement character before it", () => {
    const bytes = Buffer.concat([Buffer.from("\uFEFF\uFFFD ok"), latin1("\xfc")]);
    expect(problemsOf(() => decodeUtf8(bytes, "f.csv"))).toEqual([
      "f.csv:1:5: found a byte 0xfc that is not UTF-8, expected UTF-8 text; save the file as UTF-8",
    ]);
  });

  test("takes a genuine replacement character", () => {
    expect(decodeUtf8(Buffer.from("a\uFFFDb"), "f.csv")).toBe("a\uFFFDb");
  });
});

function latin1(text: string): Buffer {
  return Buffer.from(text, "latin1");
}
