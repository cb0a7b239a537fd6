import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { planSamples } from "../../src/executor/plan.ts";
import { replayOf } from "../../src/executor/replay.ts";
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

describe("replayOf", () => {
  test("answers each scenario as often as it was recorded, numbering the repeats", async () => {
    const { replies, replay, missing } = await replayed({
      recordings: { a: [line("s1", "q", "one", 1)], b: [line("s1", "q", "two", 2)] },
      scenarios: [scenario("s1", "q")],
    });
    expect(replies).toEqual(["s1 1 one", "s1 2 two"]);
    expect([replay.repeats, replay.models, missing]).toEqual([2, ["recorded:llm"], []]);
  });

  test("one arm alone becomes repeat 1", async () => {
    const { replies } = await replayed({
      recordings: { a: [line("s1", "q", "one", 1)], b: [line("s1", "q", "two", 2)] },
      arm: "b",
      scenarios: [scenario("s1", "q")],
    });
    expect(replies).toEqual(["s1 1 two"]);
  });

  test("recordings of two models answer for one model each", async () => {
    const { replies, replay } = await replayed({
      recordings: {
        a: [line("s1", "q", "one", 1), { ...line("s1", "q", "other", 1), model: "x:y" }],
      },
      scenarios: [scenario("s1", "q")],
    });
    expect(replay.models).toEqual(["recorded:llm", "x:y"]);
    expect(replies).toEqual(["s1 1 one", "s1 1 other"]);
  });

  test("keeps what the recording says of itself beyond the known fields", async () => {
    const { transcripts } = await replayed({
      recordings: { a: [{ ...line("s1", "q", "one", 1), response: "8ac9" }] },
      scenarios: [scenario("s1", "q")],
    });
    expect(transcripts[0]).toHaveProperty("response", "8ac9");
  });

  test("a scenario whose text was edited since is left out and named", async () => {
    const { replies, missing } = await replayed({
      recordings: { a: [line("s1", "q", "one", 1), line("s2", "q", "two", 1)] },
      scenarios: [scenario("s1", "q, edited"), scenario("s2", "q")],
    });
    expect(replies).toEqual(["s2 1 two"]);
    expect(missing).toEqual([expect.stringMatching(/^s1: 0 of 1 repeats; its text was edited/)]);
  });

  test("an attachment is part of what was sent, and so of what must not have changed", async () => {
    const sent = "q\n\n--- pasted: Annex ---\nMR-04\n--- end ---";
    const recordings = { a: [line("s1", sent, "one", 1)] };
    expect((await replayed({ recordings, scenarios: [attached("MR-04")] })).replies).toHaveLength(1);
    expect((await replayed({ recordings, scenarios: [attached("MR-05")] })).replies).toHaveLength(0);
  });

  test("more repeats than were recorded are missing, not made up", async () => {
    const { replies, missing } = await replayed({
      recordings: { a: [line("s1", "q", "one", 1)] },
      scenarios: [scenario("s1", "q")],
      repeats: 3,
    });
    expect(replies).toHaveLength(1);
    expect(missing).toEqual(["s1: 1 of 3 repeats; it was not recorded that often."]);
  });

  test("a persona that was never recorded has no replay", async () => {
    const recordings = await openRecordings(recorded({ a: [line("s1", "q", "one", 1)] }));
    expect(replayOf(recordings, { ...PERSONA, sha256: "b".repeat(64) })).toBeNull();
  });
});

describe("openRecordings", () => {
  test("names file and line of a bad record", async () => {
    const folder = recorded({ a: [line("s1", "q", "one", 1)] });
    writeFileSync(
      join(folder, "broken.jsonl"),
      `${JSON.stringify(line("s1", "q", "one", 1))}\n{"scenario":\n\n`,
    );
    await expect(openRecordings(folder)).rejects.toThrow(/broken\.jsonl:2:\d+: JSON/);
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

async function replayed(options: {
  recordings: Record<string, object[]>;
  arm?: string;
  scenarios: Scenario[];
  repeats?: number;
}) {
  const replay = replayOf(await openRecordings(recorded(options.recordings), options.arm), PERSONA);
  if (replay === null) throw new Error("no replay");
  const { scenarios, repeats = replay.repeats } = options;
  const plan = { scenarios, models: replay.models, repeats, shard: null };
  const transcripts = [...planSamples(plan)].flatMap((sample) => replay.find(sample) ?? []);
  const replies = transcripts.map((one) => `${one.scenario} ${one.repeat} ${one.turns[0]?.assistant}`);
  return { replay, transcripts, replies, missing: replay.missing(plan) };
}

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
