import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/records/errors.ts";
import type { Transcript } from "../../src/records/transcript.ts";
import { streamPromptfoo } from "../../src/runs/fromPromptfoo.ts";
import { startForeignNotes } from "../../src/runs/transcripts.ts";
import { temporaryFolder } from "../support/cli.ts";

const SCENARIOS = new Map([
  ["a", { turns: ["Brief a"] }],
  ["talk", { turns: ["One", "Two"] }],
]);

function row(fields: Record<string, unknown>): Record<string, unknown> {
  return {
    testIdx: 0,
    promptIdx: 0,
    vars: { scenario: "a" },
    provider: { id: "openai:gpt-5" },
    prompt: { raw: '[{"role":"system","content":"Persona"}]', label: "main" },
    response: { output: "Disqualify." },
    failureReason: 0,
    ...fields,
  };
}

async function read(rows: Record<string, unknown>[], prompt?: string, name = "out.jsonl") {
  const file = join(temporaryFolder(), name);
  const text = name.endsWith(".json")
    ? JSON.stringify({ results: { results: rows } })
    : rows.map((one) => `${JSON.stringify(one)}\n`).join("");
  writeFileSync(file, text);
  const noted = startForeignNotes();
  const transcripts: Transcript[] = [];
  try {
    for await (const transcript of streamPromptfoo(file, SCENARIOS, noted, prompt))
      transcripts.push(transcript);
    return { transcripts, notes: noted.all(), problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { transcripts: [], notes: [], problems: error.problems.map(({ message }) => message) };
  }
}

describe("results of promptfoo", () => {
  test.each(["out.jsonl", "out.json"])("become transcripts with the persona's hash (%s)", async (name) => {
    const { transcripts } = await read([row({})], undefined, name);
    expect(transcripts).toMatchObject([
      {
        scenario: "a",
        model: "openai:gpt-5",
        repeat: 1,
        persona: { version: "main", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        turns: [{ user: "Brief a", assistant: "Disqualify.", outcome: "ok" }],
      },
    ]);
  });

  test("number repeats along the test numbers, whatever the order of the rows", async () => {
    const { transcripts } = await read([
      row({ testIdx: 5, response: { output: "second" } }),
      row({ testIdx: 3, response: { output: "first" } }),
    ]);
    const byRepeat = transcripts.map(({ repeat, turns }) => [repeat, turns[0]?.assistant]);
    expect(byRepeat).toEqual([
      [2, "second"],
      [1, "first"],
    ]);
  });

  test("refuse a test that occurs twice: its repeat cannot be told", async () => {
    const { problems } = await read([row({}), row({})]);
    expect(problems).toEqual([expect.stringContaining("found test 0 of a a second time")]);
  });

  test("keep promptfoo's errors as errors, and a failed assertion as a reply", async () => {
    const { transcripts, notes } = await read([
      row({ testIdx: 0, response: { error: "429" }, error: "429", failureReason: 2 }),
      row({ testIdx: 1, error: "directness: 0.2", failureReason: 1 }),
    ]);
    expect(transcripts.map(({ turns }) => turns[0]?.outcome)).toEqual(["error", "ok"]);
    expect(notes.join(" ")).toContain("1 of 2 rows are errors of the call");
  });

  test("ask for the prompt where there are several, and take the one that is named", async () => {
    const rows = [row({}), row({ promptIdx: 1, prompt: { raw: "", label: "edited" } })];
    expect((await read(rows)).problems).toEqual([
      expect.stringMatching(/found 2 prompts, expected one: choose with --prompt.*"main", "edited"/),
    ]);
    const { transcripts } = await read(rows, "edit");
    expect(transcripts.map(({ persona }) => persona)).toEqual([
      { name: "edited", version: "edited", sha256: null },
    ]);
    expect((await read(rows, "x")).problems).toEqual([expect.stringContaining('found 0 prompts like "x"')]);
  });

  test("refuse a scenario that is not there, and one reply to a conversation", async () => {
    const { problems } = await read([
      row({ vars: { scenario: "nope" } }),
      row({ testIdx: 1, vars: { scenario: "talk" } }),
    ]);
    expect(problems).toEqual([
      expect.stringContaining('found "nope", expected the id of one of the 2 scenarios'),
      expect.stringContaining("found one reply, expected 2: talk is a conversation"),
    ]);
  });

  test("say what is wrong with a file that is none", async () => {
    expect((await read([])).problems).toEqual([
      expect.stringContaining("expected the output of promptfoo eval"),
    ]);
    expect((await read([{ vars: {} }])).problems.length).toBeGreaterThan(0);
  });
});
