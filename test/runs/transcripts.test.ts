import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startForeignNotes, streamForeign } from "../../src/runs/transcripts.ts";
import { temporaryFolder } from "../support/cli.ts";

const ASKED = new Map([
  ["s1", { turns: ["Shall we pursue?"] }],
  ["s2", { turns: ["Shall we pursue?\n\n--- pasted: Annex ---\nMR-04\n--- end ---"] }],
  ["talk", { turns: ["Shall we?", "And now?"] }],
]);

describe("streamForeign", () => {
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
    await expect(read(bad)).rejects.toThrow(/:1 turns: .*\n.*:2:1: JSON: found "not", .*\n.*:3 scenario: /);
  });

  test("names the line of a scenario that is not there", async () => {
    await expect(
      read(`{"scenario":"s1","turns":[{"assistant":"x"}]}\n{"scenario":"../x","turns":[{"assistant":"x"}]}`),
    ).rejects.toThrow(/:2 scenario: found "\.\.\/x", expected the id of one of the 3 scenarios/);
  });

  test("an empty file is not a run without findings", async () => {
    await expect(read("\n\n")).rejects.toThrow(/holds no transcript/);
  });

  test("a missing file is one clear message", async () => {
    await expect(readAll(join(temporaryFolder(), "none.jsonl"))).rejects.toThrow(/none\.jsonl: no such file/);
  });

  test("a byte-order mark and CRLF line ends do no harm", async () => {
    const { transcripts } = await read(`\uFEFF{"scenario":"s1","turns":[{"assistant":"Walk."}]}\r\n`);
    expect(transcripts).toHaveLength(1);
  });

  test("more or fewer turns than the scenario has are refused, all of them at once", async () => {
    const two = `{"scenario":"s1","turns":[{"assistant":"x"},{"assistant":"y"}]}`;
    const one = `{"scenario":"talk","turns":[{"assistant":"x"}]}`;
    await expect(read(`${two}\n${one}`)).rejects.toThrow(
      /:1 turns: found 2 turns, expected 1: s1 has 1 user turn\n.*:2 turns: found 1 turn, expected 2: talk has 2 user turns/,
    );
  });

  test("a conversation may break off with a reply that is not whole", async () => {
    const { transcripts } = await read(
      `{"scenario":"talk","turns":[{"assistant":"x","outcome":"truncated"}]}`,
    );
    expect(transcripts).toHaveLength(1);
  });

  test("replies to another brief are noted with their lines; line breaks and pasted files do not matter", async () => {
    const { notes } = await read(
      [
        lineAsked("s1", "Shall we\n  pursue?"),
        lineAsked("s2", "Shall we pursue?"),
        lineAsked("s1", "How are you?"),
        lineAsked("s1", ""),
      ].join("\n"),
    );
    expect(notes).toContainEqual(
      "1 transcript answered another brief than the scenario's, by which they are graded: line 3 (s1).",
    );
  });
});

function lineAsked(scenario: string, user: string): string {
  return JSON.stringify({ scenario, turns: [{ user, assistant: "Walk." }] });
}

function read(text: string) {
  const file = join(temporaryFolder(), "responses.jsonl");
  writeFileSync(file, text);
  return readAll(file);
}

async function readAll(file: string) {
  const noted = startForeignNotes();
  const transcripts = [];
  for await (const transcript of streamForeign(file, ASKED, noted))
    transcripts.push(noted.number(transcript));
  return { transcripts, notes: noted.all() };
}
