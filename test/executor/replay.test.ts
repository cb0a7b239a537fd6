import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { replay } from "../../src/executor/replay.ts";
import { openRecordings } from "../../src/providers/recorded.ts";
import type { Persona } from "../../src/records/persona.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { temporaryFolder } from "../support/cli.ts";

const SHA = "a".repeat(64);
const PERSONA: Persona = {
  name: "director",
  description: "",
  model: null,
  version: "1.0.0",
  systemPrompt: "Be direct.",
  sha256: SHA,
  source: "persona.md",
};

describe("replay", () => {
  test("answers each scenario as often as it was recorded, numbering the repeats", async () => {
    const recordings = await openRecordings(
      recorded({ a: [line("s1", "q", "one", 1)], b: [line("s1", "q", "two", 2)] }),
    );
    const { transcripts, planned, missing } = replay(recordings, {
      persona: PERSONA,
      scenarios: [scenario("s1", "q")],
      repeats: null,
    });
    expect(transcripts.map(({ repeat, turns }) => [repeat, turns[0]?.assistant])).toEqual([
      [1, "one"],
      [2, "two"],
    ]);
    expect({ planned, missing }).toEqual({ planned: 2, missing: [] });
  });

  test("one arm alone becomes repeat 1", async () => {
    const folder = recorded({ a: [line("s1", "q", "one", 1)], b: [line("s1", "q", "two", 2)] });
    const recordings = await openRecordings(folder, "b");
    const { transcripts } = replay(recordings, {
      persona: PERSONA,
      scenarios: [scenario("s1", "q")],
      repeats: null,
    });
    expect(transcripts).toMatchObject([{ repeat: 1, turns: [{ assistant: "two" }] }]);
  });

  test("keeps what the recording says of itself beyond the known fields", async () => {
    const recordings = await openRecordings(
      recorded({ a: [{ ...line("s1", "q", "one", 1), response: "8ac9" }] }),
    );
    const { transcripts } = replay(recordings, {
      persona: PERSONA,
      scenarios: [scenario("s1", "q")],
      repeats: 1,
    });
    expect(transcripts[0]).toHaveProperty("response", "8ac9");
  });

  test("a scenario whose text was edited since is left out and named", async () => {
    const recordings = await openRecordings(
      recorded({ a: [line("s1", "q", "one", 1), line("s2", "q", "two", 1)] }),
    );
    const scenarios = [scenario("s1", "q, edited"), scenario("s2", "q")];
    const { transcripts, planned, missing } = replay(recordings, {
      persona: PERSONA,
      scenarios,
      repeats: null,
    });
    expect(transcripts.map((transcript) => transcript.scenario)).toEqual(["s2"]);
    expect(planned).toBe(2);
    expect(missing).toEqual([expect.stringMatching(/^s1: 0 of 1 repeats; its text was edited/)]);
  });

  test("an attachment is part of what was sent, and so of what must not have changed", async () => {
    const sent = "q\n\n--- pasted: Annex ---\nMR-04\n--- end ---";
    const recordings = await openRecordings(recorded({ a: [line("s1", sent, "one", 1)] }));
    const plan = { persona: PERSONA, repeats: null };
    expect(replay(recordings, { ...plan, scenarios: [attached("MR-04")] }).transcripts).toHaveLength(1);
    expect(() => replay(recordings, { ...plan, scenarios: [attached("MR-05")] })).toThrow(
      /its text was edited/,
    );
  });

  test("more repeats than were recorded are missing, not made up", async () => {
    const recordings = await openRecordings(recorded({ a: [line("s1", "q", "one", 1)] }));
    const { transcripts, planned, missing } = replay(recordings, {
      persona: PERSONA,
      scenarios: [scenario("s1", "q")],
      repeats: 3,
    });
    expect([transcripts.length, planned, missing.length]).toEqual([1, 3, 1]);
  });

  test("a persona that was never recorded is told the two ways on", async () => {
    const recordings = await openRecordings(recorded({ a: [line("s1", "q", "one", 1)] }));
    const edited = { ...PERSONA, sha256: "b".repeat(64) };
    expect(() =>
      replay(recordings, { persona: edited, scenarios: [scenario("s1", "q")], repeats: null }),
    ).toThrow(/No recording for director 1\.0\.0[\s\S]*1\. .*--persona[\s\S]*2\. [\s\S]*dealbench grade/);
  });
});

describe("openRecordings", () => {
  test("names file and line of a bad record", async () => {
    const folder = recorded({ a: [line("s1", "q", "one", 1)] });
    writeFileSync(
      join(folder, "broken.jsonl"),
      `${JSON.stringify(line("s1", "q", "one", 1))}\n{"scenario":\n\n`,
    );
    await expect(openRecordings(folder)).rejects.toThrow(/broken\.jsonl:2: JSON/);
  });

  test("says what arms there are when asked for one that is not", async () => {
    await expect(openRecordings(recorded({ a: [] }), "x")).rejects.toThrow(
      /recorded:x: no such recording.*one of: a/,
    );
  });

  test("an empty or missing folder is one clear message", async () => {
    await expect(openRecordings(join(temporaryFolder(), "nowhere"))).rejects.toThrow(/holds no recordings/);
  });
});

function attached(text: string): Scenario {
  return scenario("s1", "q", [{ name: "Annex", kind: "rfp", untrusted: true, text }]);
}

function recorded(files: Record<string, object[]>): string {
  const folder = join(temporaryFolder(), "recordings");
  mkdirSync(folder);
  for (const [name, lines] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.jsonl`), lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
  }
  return folder;
}

function line(id: string, user: string, assistant: string, repeat: number) {
  return {
    scenario: id,
    model: "recorded:llm",
    persona: { name: "director", version: "1.0.0", sha256: SHA },
    repeat,
    turns: [{ user, assistant }],
  };
}

function scenario(id: string, text: string, attachments: Scenario["attachments"] = []): Scenario {
  return {
    id,
    turns: [{ role: "user", kind: "brief", tactic: null, text }],
    attachments,
  } as unknown as Scenario;
}
