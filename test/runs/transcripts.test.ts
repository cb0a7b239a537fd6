import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readForeignTranscripts } from "../../src/runs/transcripts.ts";
import { temporaryFolder } from "../support/cli.ts";

const IDS = new Set(["s1", "s2"]);

describe("readForeignTranscripts", () => {
  test("needs only scenario and turns[].assistant, and says unknown for the rest", async () => {
    const { transcripts, notes } = await read(`{"scenario":"s1","turns":[{"assistant":"Walk."}]}`);
    expect(transcripts[0]).toMatchObject({
      model: "unknown",
      persona: { name: "unknown", version: "unknown", sha256: null },
      repeat: 1,
      costUsd: null,
      turns: [{ user: "", assistant: "Walk.", outcome: "ok", latencyMs: null }],
    });
    expect(notes).toEqual([]);
  });

  test("an empty or null reply is empty, not ok", async () => {
    const { transcripts } = await read(
      `{"scenario":"s1","turns":[{"assistant":null}]}\n{"scenario":"s2","turns":[{"assistant":"  \\n"}]}`,
    );
    expect(transcripts.map(({ turns }) => turns[0]?.outcome)).toEqual(["empty", "empty"]);
  });

  test("numbers repeated samples on, and says so", async () => {
    const line = `{"scenario":"s1","turns":[{"assistant":"Walk."}]}`;
    const { transcripts, notes } = await read(`${line}\n${line}\n\n${line}`);
    expect(transcripts.map(({ repeat }) => repeat)).toEqual([1, 2, 3]);
    expect(notes).toEqual([expect.stringContaining("2 transcripts repeated")]);
  });

  test("lists every bad line at once", async () => {
    const bad = `{"scenario":"s1","turns":[]}\nnot json\n{"turns":[{"assistant":"x"}]}\n{"scenario":"s1","turns":[{"assistant":"ok"}]}`;
    await expect(read(bad)).rejects.toThrow(/:1 turns: .*\n.*:2: JSON: .*\n.*:3 scenario: /);
  });

  test("names the line of a scenario that is not there", async () => {
    await expect(
      read(`{"scenario":"s1","turns":[{"assistant":"x"}]}\n{"scenario":"../x","turns":[{"assistant":"x"}]}`),
    ).rejects.toThrow(/:2 scenario: found "\.\.\/x", expected the id of one of the 2 scenarios/);
  });

  test("an empty file is not a run without findings", async () => {
    await expect(read("\n\n")).rejects.toThrow(/holds no transcript/);
  });

  test("a missing file is one clear message", async () => {
    await expect(readForeignTranscripts(join(temporaryFolder(), "none.jsonl"), IDS)).rejects.toThrow(
      /none\.jsonl: no such file/,
    );
  });

  test("a byte-order mark and CRLF line ends do no harm", async () => {
    const { transcripts } = await read(`\uFEFF{"scenario":"s1","turns":[{"assistant":"Walk."}]}\r\n`);
    expect(transcripts).toHaveLength(1);
  });
});

function read(text: string) {
  const file = join(temporaryFolder(), "responses.jsonl");
  writeFileSync(file, text);
  return readForeignTranscripts(file, IDS);
}
