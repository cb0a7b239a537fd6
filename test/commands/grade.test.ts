import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dealbench, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";

const CORE = join(ROOT, "scenarios", "core.csv");

test("a leaderboard of two sets of recordings is graded from one file of them", async () => {
  const folder = temporaryFolder();
  const replies = join(folder, "all.jsonl");
  const named = ["soft", "v1.0.0-a"].flatMap((arm) =>
    readFileSync(join(ROOT, "recordings", `${arm}.jsonl`), "utf8")
      .split("\n")
      .filter((line) => line.includes('"scenario":"hc-newlogo-cp01'))
      .map((line) => `${line.replace('"model":"recorded:llm"', `"model":"${arm}"`)}\n`),
  );
  writeFileSync(replies, named.join(""));
  const args = ["grade", "--responses", replies, "--out", join(folder, "all")];
  const { code, stdout } = await dealbenchHere(args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Rank +Verdict right/);
  expect(stdout).toMatch(/^ +soft +\S/m);
});

describe("dealbench grade", () => {
  test("grades foreign transcripts into the folder a run writes", async () => {
    const { folder, result } = await grade([
      { scenario: "hc-newlogo-cp01a", turns: [{ assistant: "Disqualify. The CFO refused." }] },
    ]);
    expect(result.code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([
      "grades.jsonl",
      "junit.xml",
      "report.html",
      "run.json",
      "summary.json",
      "summary.md",
      "transcripts.jsonl",
    ]);
    const verdicts = grades(folder).find(({ dimension }) => dimension === "disqualification")?.details
      .verdicts;
    expect(verdicts).toEqual(["disqualify"]);
  });

  test("an error is never a score: a run of errors fails with exit 4 and says so", async () => {
    const turn = { assistant: "", outcome: "error" };
    const { folder, result } = await grade([{ scenario: "hc-newlogo-cp01a", turns: [turn] }], dealbench);
    expect(result.code).toBe(4);
    expect(grades(folder).every(({ score }) => score === null)).toBe(true);
    expect(result.stdout).not.toMatch(/\b0 %/);
  });

  test("an empty reply is the model's fault and scores nothing", async () => {
    const { folder, result } = await grade([{ scenario: "hc-newlogo-cp01a", turns: [{ assistant: "" }] }]);
    expect(result.code).toBe(0);
    expect(grades(folder).find(({ dimension }) => dimension === "disqualification")?.score).toBe(0);
  });

  test("scenarios may come as JSON or YAML", async () => {
    const folder = temporaryFolder();
    const id = "ps-displacement-e19-clearance";
    const yaml = `${id}.yaml`;
    writeFileSync(
      join(folder, "r.jsonl"),
      JSON.stringify({ scenario: id, turns: [{ assistant: "Walk away." }] }),
    );
    const args = [
      "--scenarios",
      join(ROOT, "scenarios", "conversations", yaml),
      "--responses",
      join(folder, "r.jsonl"),
    ];
    expect((await dealbenchHere(["grade", ...args, "--out", join(folder, "out")])).code).toBe(0);
  });

  test("bad responses are all listed, with exit 2 and nothing written", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "r.jsonl");
    writeFileSync(
      file,
      `{"scenario":"nope","turns":[{"assistant":"x"}]}\n{oops\n{"scenario":"hc-newlogo-cp01a"}\n{"scenario":"nor this","turns":[{"assistant":"x"}]}\n`,
    );
    const out = join(folder, "out");
    const { code, stderr } = await dealbenchHere([
      "grade",
      "--scenarios",
      CORE,
      "--responses",
      file,
      "--out",
      out,
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /r\.jsonl:1 scenario: found "nope"[\s\S]*r\.jsonl:2:\d+: JSON[\s\S]*r\.jsonl:3 turns[\s\S]*r\.jsonl:4 scenario/,
    );
    expect(existsSync(out)).toBe(false);
  });

  test("an occupied --out is left alone", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine.txt"), "mine");
    writeFileSync(
      join(folder, "r.jsonl"),
      JSON.stringify({ scenario: "hc-newlogo-cp01a", turns: [{ assistant: "Walk." }] }),
    );
    const args = ["grade", "--scenarios", CORE, "--responses", join(folder, "r.jsonl"), "--out", folder];
    const { code, stderr } = await dealbenchHere(args);
    expect(code).toBe(2);
    expect(stderr).toContain("exists and is not empty");
    expect(readdirSync(folder).sort()).toEqual(["mine.txt", "r.jsonl"]);
  });

  test("a misspelt key is not an empty reply: the line is refused", async () => {
    const { folder, result } = await grade([
      { scenario: "hc-newlogo-cp01a", turns: [{ assistent: "Walk." }] },
    ]);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/r\.jsonl:1 turns\.0\.assistant/);
    expect(existsSync(folder)).toBe(false);
  });

  test("an --out that is a file is refused before any work, and left alone", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "r.jsonl");
    writeFileSync(file, JSON.stringify({ scenario: "hc-newlogo-cp01a", turns: [{ assistant: "Walk." }] }));
    const { code, stderr } = await dealbenchHere([
      "grade",
      "--scenarios",
      CORE,
      "--responses",
      file,
      "--out",
      file,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("is a file, expected a new or empty folder");
    expect(stderr).not.toMatch(/replies graded|^\s+at /m);
    expect(readFileSync(file, "utf8")).toContain("Walk.");
  });

  test("neither a run folder nor responses, or both, is wrong use", async () => {
    expect((await dealbenchHere(["grade"])).code).toBe(2);
    expect((await dealbenchHere(["grade", "reports/x", "--responses", "y.jsonl"])).code).toBe(2);
  });

  test("a run folder is graded again in place, from its transcripts alone", async () => {
    const folder = join(temporaryFolder(), "run");
    await dealbenchHere(["run", "--filter", "cp01", "--out", folder]);
    const before = readFileSync(join(folder, "grades.jsonl"), "utf8");
    writeFileSync(join(folder, "grades.jsonl"), "");
    const { code } = await dealbenchHere(["grade", folder]);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, "grades.jsonl"), "utf8") === before).toBe(true);
  });
});

async function grade(transcripts: object[], start = dealbenchHere) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "r.jsonl"), transcripts.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const out = join(folder, "out");
  const args = ["grade", "--scenarios", CORE, "--responses", join(folder, "r.jsonl"), "--out", out];
  return { folder: out, result: await start(args) };
}

function grades(folder: string) {
  return readFileSync(join(folder, "grades.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as { dimension: string; score: number | null; details: { verdicts?: string[] } },
    );
}
