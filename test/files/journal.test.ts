import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { openJournal } from "../../src/files/journal.ts";
import { temporaryFolder } from "../support/cli.ts";

async function appended(before: string | null): Promise<string> {
  const file = join(temporaryFolder(), "deep", "journal.jsonl");
  if (before !== null) {
    mkdirSync(join(file, ".."));
    writeFileSync(file, before);
  }
  const journal = await openJournal(file);
  await journal.append({ n: 2 });
  const text = readFileSync(file, "utf8");
  await journal.close();
  return text;
}

test("makes the file and its folder, and what was appended is there at once", async () => {
  expect(await appended(null)).toBe('{"n":2}\n');
  expect(await appended('{"n":1}\n')).toBe('{"n":1}\n{"n":2}\n');
});

test("fault 20: what was appended is kept though the process is killed before the disk has taken it", () => {
  const file = join(temporaryFolder(), "journal.jsonl");
  const module = pathToFileURL(join(import.meta.dirname, "../../src/files/journal.ts")).href;
  const program = `
    const { openJournal } = await import(${JSON.stringify(module)});
    const journal = await openJournal(${JSON.stringify(file)});
    for (let n = 1; n <= 5; n++) void journal.append({ n });
    process.kill(process.pid, "SIGKILL");`;
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program]);
  expect(signal).toBe("SIGKILL");
  expect(readFileSync(file, "utf8")).toBe('{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n{"n":5}\n');
});

test("fault 21: a last line without newline is ended when it is whole, taken out when it is torn", async () => {
  expect(await appended('{"n":1}\n{"é":1}')).toBe('{"n":1}\n{"é":1}\n{"n":2}\n');
  expect(await appended('{"n":1}\n{"é')).toBe('{"n":1}\n{"n":2}\n');
  expect(await appended('{"only')).toBe('{"n":2}\n');
});

test("fault 21: a torn line longer than what is read at once is taken out whole", async () => {
  const long = `{"text":"${"x".repeat(200_000)}`;
  expect(await appended(`{"n":1}\n${long}`)).toBe('{"n":1}\n{"n":2}\n');
  expect(await appended(`{"n":1}\n${long}"}`)).toBe(`{"n":1}\n${long}"}\n{"n":2}\n`);
});

test("tells where each record stands, those included that were appended at the same time", async () => {
  const file = join(temporaryFolder(), "journal.jsonl");
  writeFileSync(file, '{"n":0}\n');
  const journal = await openJournal(file);
  const texts = ["é", "a\nb", "\u{1F600}".repeat(500), ""];
  const spans = await Promise.all(texts.map((text) => journal.append({ text })));
  await journal.close();
  const bytes = readFileSync(file);
  for (const [at, { start, length }] of spans.entries()) {
    expect(JSON.parse(bytes.subarray(start, start + length).toString("utf8"))).toEqual({ text: texts[at] });
  }
  expect(bytes.toString("utf8").split("\n")).toHaveLength(texts.length + 2);
});

test("fault 22: a full disk is told", async () => {
  const journal = await openJournal("/dev/full");
  await expect(journal.append({ n: 1 })).rejects.toThrow(/\/dev\/full: not written: the disk is full/);
  await journal.close();
});

test("fault 31: what JSON cannot say is refused, not written as null", async () => {
  const file = join(temporaryFolder(), "journal.jsonl");
  const journal = await openJournal(file);
  await expect(async () => journal.append({ n: Number.NaN })).rejects.toThrow(/n is NaN/);
  await journal.append({ text: "\uD800" });
  await journal.close();
  expect(readFileSync(file, "utf8")).toBe('{"text":"\\ud800"}\n');
});

test("a path that cannot be written is told", async () => {
  await expect(openJournal(temporaryFolder())).rejects.toThrow(/not written: /);
});
