import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lineParts, openParts } from "../../src/files/lineParts.ts";
import { openScratch } from "../../src/files/scratchFile.ts";
import { temporaryFolder } from "../support/cli.ts";

describe("openScratch", () => {
  test("is out of sight until it is committed, and then whole", () => {
    const file = join(temporaryFolder(), "deep", "a.txt");
    const scratch = openScratch(file);
    scratch.append("one ");
    scratch.append(Buffer.from("two"));
    expect(existsSync(file)).toBe(false);
    scratch.commit();
    expect(readFileSync(file, "utf8")).toBe("one two");
  });

  test("reads any part again, also what is not written yet", () => {
    const scratch = openScratch(join(temporaryFolder(), "a.txt"));
    const parts = Array.from({ length: 30 }, (_, index) => scratch.append(`${index} é`.repeat(10_000)));
    const fourth = parts[3];
    if (!fourth) throw new Error("no fourth part");
    expect(scratch.read(fourth).toString("utf8")).toBe("3 é".repeat(10_000));
    const last = scratch.append("the last");
    expect(scratch.read(last).toString("utf8")).toBe("the last");
    scratch.discard();
  });

  test("leaves what stood there before, and nothing of itself, when it is discarded", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.txt"), "before");
    const scratch = openScratch(join(folder, "a.txt"));
    scratch.append("after");
    scratch.discard();
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  test("names the file when its folder cannot be made", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    expect(() => openScratch(join(folder, "file", "a.txt"))).toThrow(/not written/);
  });
});

test("lineParts finds lines of any length, and leaves out empty ones", () => {
  const file = join(temporaryFolder(), "a.jsonl");
  const lines = ["first", "x".repeat(5_000_000), "é\u2028é", "last without an end"];
  writeFileSync(file, lines.join("\n\n"));
  const found = lineParts(file);
  const texts = openParts(file);
  expect(found.count).toBe(4);
  expect(lines.map((_, index) => texts.read(found.at(index)).toString("utf8"))).toEqual(lines);
  texts.close();
});
