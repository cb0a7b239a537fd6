import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dealbench, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";

const RUN_FILES = [
  "grades.jsonl",
  "junit.xml",
  "report.html",
  "run.json",
  "summary.json",
  "summary.md",
  "transcripts.jsonl",
];

describe("dealbench run", () => {
  test("grades the recorded replies, ends with the path of the report, and quotes only what was said", async () => {
    const reports = temporaryFolder();
    const { code, stdout } = await dealbenchHere(["run", "--no-cache", "--reports", reports]);
    expect(code).toBe(0);
    expect(stdout).toContain("no model was called");
    const report = stdout.trimEnd().split("\n").at(-1) ?? "";
    expect(report).toMatch(/report\.html$/);
    const folder = join(report, "..");
    expect(readdirSync(folder).sort()).toEqual(RUN_FILES);
    const run = read(join(folder, "run.json"));
    expect(run).toMatchObject({
      status: "complete",
      counts: { planned: 72, transcripts: 72, ok: 72, error: 0 },
      identity: { repeats: 2, judge: null, scenarios: { count: 36 } },
    });
    const replies = new Map(
      lines(join(folder, "transcripts.jsonl")).map((one) => [`${one.scenario} ${one.repeat}`, one.turns]),
    );
    const grades = lines(join(folder, "grades.jsonl"));
    const spans = grades.flatMap((grade) =>
      grade.items.flatMap((item: { evidence: Span[] }) =>
        item.evidence.map((span) => ({ span, turns: replies.get(`${grade.scenario} ${grade.repeat}`) })),
      ),
    );
    expect(spans.length).toBeGreaterThan(500);
    for (const { span, turns } of spans) {
      expect(turns[span.turn - 1].assistant.slice(span.start, span.end)).toBe(span.quote);
    }
    expect(new Set(grades.map(({ dimension }) => dimension)).size).toBe(8);
    const verdicts = grades
      .filter(({ dimension }) => dimension === "disqualification")
      .map(({ details }) => details.verdicts);
    expect(verdicts.every((list: unknown[]) => list.length >= 1)).toBe(true);
  });

  test("the same run twice has one identity and the same grades", async () => {
    const reports = temporaryFolder();
    const args = ["run", "--filter", "cp01", "--reports", reports];
    await Promise.all([dealbench(args), dealbench(args)]);
    const [a = "", b = ""] = readdirSync(reports).map((name) => join(reports, name));
    expect(readdirSync(reports)).toHaveLength(2);
    expect(read(join(a, "run.json")).identity.sha256).toBe(read(join(b, "run.json")).identity.sha256);
    const grades = [a, b].map((folder) => readFileSync(join(folder, "grades.jsonl"), "utf8"));
    expect(grades[0] === grades[1]).toBe(true);
  });

  test("an edited persona is told all ways on, and nothing is written", async () => {
    const folder = temporaryFolder();
    const persona = join(folder, "edited.md");
    const text = readFileSync(join(ROOT, "persona", "enterprise-sales-director.md"), "utf8");
    writeFileSync(persona, text.replace("Be direct", "Be kind"));
    const { code, stderr } = await dealbenchHere([
      "run",
      "--persona",
      persona,
      "--reports",
      join(folder, "reports"),
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /No recording for enterprise-sales-director[\s\S]*Ways on:[\s\S]*--persona persona[\s\S]*--model anthropic:[\s\S]*ANTHROPIC_API_KEY[\s\S]*--model simulated:director[\s\S]*dealbench grade/,
    );
    expect(stderr).not.toContain("    at ");
    expect(existsSync(join(folder, "reports"))).toBe(false);
  });

  test("recordings of another persona are told, with the persona that they are of and the recordings of this one", async () => {
    const reports = join(temporaryFolder(), "reports");
    const { code, stderr } = await dealbenchHere(["run", "--model", "recorded:soft", "--reports", reports]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "1. this persona's own recordings:  --model recorded:v1.0.0-a or recorded:v1.0.0-b",
    );
    expect(stderr).toContain("2. a persona that was recorded there:  --persona persona/variants/soft.md");
    expect(existsSync(reports)).toBe(false);
  });

  test("the soft variant has recordings of its own", async () => {
    const { code, stdout } = await dealbenchHere([
      "run",
      "--persona",
      join(ROOT, "persona", "variants", "soft.md"),
      "--filter",
      "cp01",
      "--reports",
      temporaryFolder(),
      "--json",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).summary.models[0].verdicts.expected).toBe(2);
  });

  test("one arm of the recordings can be replayed alone", async () => {
    const folder = join(temporaryFolder(), "run");
    expect(
      (await dealbenchHere(["run", "--model", "recorded:v1.0.0-b", "--filter", "cp01", "--out", folder]))
        .code,
    ).toBe(0);
    expect(read(join(folder, "run.json")).counts).toMatchObject({ planned: 2, transcripts: 2 });
  });

  test("--json prints one object and nothing else", async () => {
    const { stdout, stderr } = await dealbenchHere([
      "run",
      "--filter",
      "cp01",
      "--reports",
      temporaryFolder(),
      "--json",
    ]);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      status: "complete",
      report: expect.stringMatching(/report\.html$/),
    });
  });

  test("works from another folder", async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await dealbench(["run", "--filter", "cp01"], { cwd });
    expect(code).toBe(0);
    expect(existsSync(join(cwd, stdout.trimEnd().split("\n").at(-1) ?? ""))).toBe(true);
  });
});

interface Span {
  turn: number;
  start: number;
  end: number;
  quote: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- test code walks JSON of every shape
type Json = any;

function read(file: string): Json {
  return JSON.parse(readFileSync(file, "utf8"));
}

function lines(file: string): Json[] {
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
