import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { strictJson } from "../../src/files/jsonl.ts";
import { runToDisk } from "../../src/records/run.ts";
import { TranscriptSchema, transcriptFromDisk } from "../../src/records/transcript.ts";
import { beginRun, endRun, type RunParts } from "../../src/runs/describe.ts";
import { newestRun, newRunId, readRunFolder, refuseUnfinished } from "../../src/runs/folder.ts";
import { tallyOf } from "../../src/runs/tally.ts";
import { temporaryFolder } from "../support/cli.ts";

const TRANSCRIPT = transcriptFromDisk(
  TranscriptSchema.parse({
    scenario: "s1",
    turns: [{ assistant: "Walk.", usage: { input_tokens: 10, output_tokens: 2 } }],
    attempts: 3,
    cost_usd: 0.5,
  }),
);
const LINE = `{"scenario":"s1","turns":[{"assistant":"Walk."}],"note_of_mine":{"kept_too":1}}\n`;

describe("run folder", () => {
  test("comes back as it was written, with the fields of others", async () => {
    const folder = written(LINE);
    const { run, transcripts } = await readRunFolder(folder);
    expect(run).toEqual(beginRun(parts()));
    expect(transcripts).toMatchObject([{ scenario: "s1", note_of_mine: { kept_too: 1 } }]);
  });

  test("a torn last line of the transcripts is dropped, a torn line before it is an error", async () => {
    expect((await readRunFolder(written(`${LINE}{"scenario":"s2","tur`))).transcripts).toHaveLength(1);
    await expect(readRunFolder(written(`{"scenario":"s2","tur\n${LINE}`))).rejects.toThrow(
      /transcripts\.jsonl:1:22: JSON/,
    );
  });

  test("something that is no run folder is named as such", async () => {
    await expect(readRunFolder(temporaryFolder())).rejects.toThrow(/no run\.json here/);
  });

  test("fault 27: a run that only began has no grades to be shown, and what to do is said", () => {
    expect(() => refuseUnfinished("reports/x", beginRun(parts()))).toThrow(
      /reports\/x: is an unfinished run; continue it with: dealbench run --resume reports\/x/,
    );
  });
});

describe("run ids", () => {
  test("sort by time and are safe as folder names", () => {
    const early = newRunId(new Date("2026-01-02T03:04:05Z"), "1.0.0", "ffff");
    const late = newRunId(new Date("2026-01-02T03:04:06Z"), "../1", "0000");
    expect(early).toBe("20260102T030405Z-1.0.0-ffff");
    expect(late).not.toContain("/");
    expect([late, early].sort()).toEqual([early, late]);
  });

  test("the newest run is found among other folders", () => {
    const reports = temporaryFolder();
    for (const name of ["20260102T030405Z-1.0.0-aaaa", "20260103T030405Z-1.0.0-aaaa", "example"])
      mkdirSync(join(reports, name));
    writeFileSync(join(reports, "20260102T030405Z-1.0.0-aaaa", "run.json"), "{}");
    expect(newestRun(reports)).toBe(join(reports, "20260102T030405Z-1.0.0-aaaa"));
    expect(newestRun(join(reports, "none"))).toBeUndefined();
  });
});

describe("identity", () => {
  test.each([
    ["persona", { persona: { name: "director", version: "1.0.0", sha256: "d".repeat(64) } }],
    ["policy", { policy: { version: "2", sha256: "e".repeat(64) } }],
    ["scenarios", { scenarios: [{ id: "s", sha256: "f".repeat(64) }] }],
    ["graders", { gradersSha256: "d".repeat(64) }],
    ["models", { models: [{ id: "x:y", parameters: { max_tokens: 5 } }] }],
    ["parameters", { models: [{ id: "a:b", parameters: { max_tokens: 6 } }] }],
    ["repeats", { repeats: 2 }],
  ] satisfies [string, Partial<RunParts>][])("changes with the %s", (_, changed) => {
    expect(beginRun({ ...parts(), ...changed }).identity.sha256).not.toBe(beginRun(parts()).identity.sha256);
  });

  test("does not change with when, where or by which shard the run was made", () => {
    const elsewhere = { startedAt: new Date(0), gitCommit: "abc", id: "other", shard: { index: 1, of: 4 } };
    expect(beginRun({ ...parts(), ...elsewhere }).identity.sha256).toBe(beginRun(parts()).identity.sha256);
  });
});

describe("a run that ended", () => {
  test("is partial with fewer transcripts than planned, else complete", () => {
    const run = beginRun({ ...parts(), planned: 2 });
    expect(endRun(run, tallyOf([TRANSCRIPT]), new Date())).toMatchObject({
      status: "partial",
      counts: { planned: 2, transcripts: 1, ok: 1 },
    });
    expect(endRun(run, tallyOf([TRANSCRIPT, TRANSCRIPT]), new Date()).status).toBe("complete");
  });

  test("an unknown cost is null, a replay costs nothing", () => {
    const unknown = tallyOf([TRANSCRIPT, { ...TRANSCRIPT, costUsd: null }]);
    expect(endRun(beginRun(parts()), unknown, new Date()).cost.incurredUsd).toBeNull();
    const replay = beginRun({ ...parts(), replies: "recorded" });
    expect(endRun(replay, unknown, new Date()).cost.incurredUsd).toBe(0);
  });

  test("fault 26: what was asked again counts in cost, tokens and attempts, and not in the outcomes", () => {
    const run = { ...beginRun(parts()), superseded: tallyOf([TRANSCRIPT]) };
    const { counts, cost } = endRun(run, tallyOf([TRANSCRIPT]), new Date());
    expect(counts).toMatchObject({ transcripts: 1, ok: 1 });
    expect(cost).toMatchObject({ incurredUsd: 1, inputTokens: 20, outputTokens: 4, attempts: 6 });
  });
});

function parts(): RunParts {
  return {
    id: "20260102T030405Z-1.0.0-ffff",
    replies: "live",
    persona: { name: "director", version: "1.0.0", sha256: "a".repeat(64) },
    policy: { version: "1", sha256: "b".repeat(64) },
    scenarios: [{ id: "s", sha256: "c".repeat(64) }],
    gradersSha256: "0".repeat(64),
    models: [{ id: "a:b", parameters: { max_tokens: 5 } }],
    repeats: 1,
    personaSource: "persona.md",
    scenariosSource: "scenarios",
    responsesSource: null,
    dealbenchVersion: "0.1.0",
    gitCommit: null,
    startedAt: new Date("2026-01-02T03:04:05Z"),
    notes: [],
    planned: 1,
    shard: null,
  };
}

function written(transcripts: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "run.json"), strictJson(runToDisk(beginRun(parts()))));
  writeFileSync(join(folder, "transcripts.jsonl"), transcripts);
  return folder;
}
