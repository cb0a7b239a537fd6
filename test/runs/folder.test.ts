import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TranscriptSchema, transcriptFromDisk } from "../../src/records/transcript.ts";
import { describeRun } from "../../src/runs/describe.ts";
import {
  newestRun,
  newRunId,
  readRunFolder,
  type RunFolder,
  updateRunFolder,
  writeRunFolder,
} from "../../src/runs/folder.ts";
import { temporaryFolder } from "../support/cli.ts";

const TRANSCRIPT = transcriptFromDisk(
  TranscriptSchema.parse({
    scenario: "s1",
    turns: [{ assistant: "Walk." }],
    response: "8ac9",
    note_of_mine: { kept_too: 1, asIs: 2 },
  }),
);

describe("run folder", () => {
  test("holds exactly the files of the design, each of them strict JSON", async () => {
    const folder = join(temporaryFolder(), "run");
    writeRunFolder(folder, contents());
    expect(readdirSync(folder).sort()).toEqual([
      "grades.jsonl",
      "report.html",
      "run.json",
      "summary.json",
      "transcripts.jsonl",
    ]);
    const { run, transcripts } = await readRunFolder(folder);
    expect(run).toEqual(contents().run);
    expect(transcripts).toEqual([TRANSCRIPT]);
  });

  test("writes snake_case, and keeps the extra fields of foreign transcripts", () => {
    const folder = join(temporaryFolder(), "run");
    writeRunFolder(folder, contents());
    const line = JSON.parse(readFileSync(join(folder, "transcripts.jsonl"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(line).toMatchObject({ cost_usd: null, response: "8ac9", note_of_mine: { kept_too: 1, asIs: 2 } });
    expect(line["turns"]).toMatchObject([{ stop_reason: null, latency_ms: null, outcome: "ok" }]);
  });

  test("refuses a folder that holds something, and leaves it alone", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine.txt"), "mine");
    expect(() => writeRunFolder(folder, contents())).toThrow(/exists and is not empty/);
    expect(readdirSync(folder)).toEqual(["mine.txt"]);
  });

  test("a failure half-way leaves nothing behind", () => {
    const parent = temporaryFolder();
    const broken = contents();
    broken.reports = { "report.html": undefined as unknown as string };
    expect(() => writeRunFolder(join(parent, "run"), broken)).toThrow(/not written/);
    expect(readdirSync(parent)).toEqual([]);
  });

  test("refuses NaN instead of writing null for it", () => {
    const parent = temporaryFolder();
    const broken = contents();
    broken.run.cost.incurredUsd = Number.NaN;
    expect(() => writeRunFolder(join(parent, "run"), broken)).toThrow(/NaN/);
    expect(existsSync(join(parent, "run"))).toBe(false);
  });

  test("an update replaces grades and reports but never the transcripts", () => {
    const folder = join(temporaryFolder(), "run");
    writeRunFolder(folder, contents());
    const before = readFileSync(join(folder, "transcripts.jsonl"), "utf8");
    const { transcripts: _, ...rest } = contents();
    updateRunFolder(folder, { ...rest, reports: { "report.html": "new" } });
    expect(readFileSync(join(folder, "transcripts.jsonl"), "utf8")).toBe(before);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toBe("new");
  });

  test("a torn last line of the transcripts is dropped, a torn line before it is an error", async () => {
    const folder = join(temporaryFolder(), "run");
    writeRunFolder(folder, contents());
    const file = join(folder, "transcripts.jsonl");
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, `${whole}{"scenario":"s2","tur`);
    expect((await readRunFolder(folder)).transcripts).toHaveLength(1);
    writeFileSync(file, `{"scenario":"s2","tur\n${whole}`);
    await expect(readRunFolder(folder)).rejects.toThrow(/transcripts\.jsonl:1:22: JSON/);
  });

  test("something that is no run folder is named as such", async () => {
    await expect(readRunFolder(temporaryFolder())).rejects.toThrow(/no run\.json here/);
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
  test("depends on what can change a score, not on when or where the run was made", () => {
    const base = describeRun(parts(), "0.1.0").identity.sha256;
    expect(
      describeRun({ ...parts(), startedAt: new Date(0), gitCommit: "abc", id: "other" }, "0.2.0").identity
        .sha256,
    ).toBe(base);
    expect(describeRun({ ...parts(), gradersSha256: "d".repeat(64) }, "0.1.0").identity.sha256).not.toBe(
      base,
    );
    expect(
      describeRun({ ...parts(), policy: { version: "2", sha256: "e".repeat(64) } }, "0.1.0").identity.sha256,
    ).not.toBe(base);
    const scenarios = { hashes: [{ id: "s", sha256: "f".repeat(64) }], source: "scenarios" };
    expect(describeRun({ ...parts(), scenarios }, "0.1.0").identity.sha256).not.toBe(base);
  });

  test("a run with fewer transcripts than planned is partial", () => {
    expect(describeRun({ ...parts(), planned: 2 }, "0.1.0")).toMatchObject({
      status: "partial",
      counts: { planned: 2, transcripts: 1, ok: 1 },
    });
  });

  test("an unknown cost is null, a replay costs nothing", () => {
    expect(describeRun({ ...parts(), replies: "foreign" }, "0.1.0").cost.incurredUsd).toBeNull();
    expect(describeRun(parts(), "0.1.0").cost.incurredUsd).toBe(0);
  });
});

function parts(): Parameters<typeof describeRun>[0] {
  return {
    id: "20260102T030405Z-1.0.0-ffff",
    replies: "recorded",
    persona: { name: "director", version: "1.0.0", sha256: "a".repeat(64), source: "persona.md" },
    policy: { version: "1", sha256: "b".repeat(64) },
    scenarios: { hashes: [{ id: "s", sha256: "c".repeat(64) }], source: "scenarios" },
    gradersSha256: "0".repeat(64),
    transcripts: [TRANSCRIPT],
    planned: 1,
    responsesSource: "recordings",
    gitCommit: null,
    startedAt: new Date("2026-01-02T03:04:05Z"),
    finishedAt: new Date("2026-01-02T03:04:06Z"),
    notes: [],
  };
}

function contents(): RunFolder {
  return {
    run: describeRun(parts(), "0.1.0"),
    transcripts: [TRANSCRIPT],
    grades: [],
    summary: { runId: parts().id, estimand: "population", models: [] },
    reports: { "report.html": "<!doctype html>" },
  };
}
