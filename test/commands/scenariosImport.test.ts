import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/files/csv.ts";
import { dealbench, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";

const CRM = join(ROOT, "test/scenarios/import/crm");
const SALESFORCE = [
  join(CRM, "salesforce.csv"),
  "--industry",
  "Food & Beverage=retail",
  "--as-of",
  "2026-03-02",
];

/** Imports the Salesforce report in this process, and returns the scenario file. */
async function importHere(...more: string[]): Promise<string> {
  const out = join(temporaryFolder(), "deals.csv");
  const { code, stderr } = await dealbenchHere(["scenarios", "import", ...SALESFORCE, "--out", out, ...more]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return out;
}

/** Rewrites cells of a scenario file's first row, by header. */
function edit(file: string, cells: Record<string, string>): void {
  const { header, rows } = parseCsv(readFileSync(file, "utf8"), file);
  const names = header.map(({ text }) => text);
  const table = rows.map((row, index) =>
    row.map(({ text }, column) => (index === 0 ? (cells[names[column] ?? ""] ?? text) : text)),
  );
  const lines = [names, ...table].map((row) =>
    row.map((text) => `"${text.replaceAll('"', '""')}"`).join(","),
  );
  writeFileSync(file, `${lines.join("\n")}\n`);
}

/** What an import that is refused says. */
async function refusal(...args: string[]): Promise<string> {
  const { code, stderr } = await dealbenchHere(["scenarios", "import", ...args]);
  expect(code).toBe(2);
  return stderr;
}

describe("dealbench scenarios import", () => {
  test("writes drafts that check finds fine and run plays, and no reply to them is graded on a verdict", async () => {
    const out = await importHere();
    const folder = dirname(out);
    const check = await dealbenchHere(["scenarios", "check", "--scenarios", out]);
    expect(check).toEqual({ code: 0, stdout: "2 scenarios fine\n", stderr: "" });
    const played = await dealbench(
      ["run", "--scenarios", "deals.csv", "--model", "simulated:director", "--out", "run"],
      { cwd: folder, env: { DEALBENCH_CACHE: join(folder, "cache.sqlite") } },
    );
    expect(played.code).toBe(0);
    expect(played.stdout + played.stderr).toContain("No verdict was asked for; 2 replies score");
    const grades = readFileSync(join(folder, "run/grades.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map(
        (line) =>
          JSON.parse(line) as {
            dimension: string;
            score: number | null;
            items: { id: string; state: string }[];
          },
      );
    const verdicts = grades.filter(({ dimension }) => dimension === "disqualification");
    expect(verdicts.map(({ score }) => score)).toEqual([null, null]);
    expect(
      verdicts.flatMap(({ items }) => items).filter(({ state }) => state === "met" || state === "not_met"),
    ).toEqual([]);
    expect(grades.some(({ score }) => score !== null)).toBe(true);
  });

  test("prints what became of columns and rows, as text and as JSON", async () => {
    const out = join(temporaryFolder(), "deals.csv");
    const args = [
      "scenarios",
      "import",
      ...SALESFORCE,
      "--out",
      out,
      "--omit",
      "Lead Source",
      "--omit",
      "Next step",
    ];
    const { stdout } = await dealbenchHere(args);
    expect(stdout).toBe(`2 deals written to ${out}

Columns:
  Account Name       account
  Opportunity Name   name of the deal
  Amount             amount
  Stage              stage
  Close Date         date
  Probability (%)    line of the message
  Type               type of deal
  Account Industry   industry
  Opportunity Owner  owner
  Primary Contact    people at the customer
  Competitor(s)      competitors
  Created Date       date
  Last Activity      date
  Description        line of the message
Left out: Next Step, Lead Source
Skipped: 4 rows
  1 won or lost (line 4); --closed keeps those that are won or lost
  3 of a single cell, as in notes under a report (lines 8, 9, 10)

These are drafts: all facts but the stage are unknown, and no reply is graded on its verdict. To have one graded, fill in its facts with
evidence, its acceptable_verdicts, and verdict_expected true (docs/scenarios-import.md), then check:
  dealbench scenarios check --scenarios ${out}
  dealbench run --scenarios ${out} --model simulated:director
`);
    const json = await dealbenchHere([...args, "--replace", "--json", "--anonymise"]);
    const told: unknown = JSON.parse(json.stdout);
    expect(told).toMatchObject({
      file: out,
      deals: [{ line: 2 }, { line: 5 }],
      omitted: ["Next Step", "Lead Source"],
      skipped: [
        { why: "closed", lines: [4] },
        { why: "note", lines: [8, 9, 10] },
      ],
      warnings: [],
      replaced: { accounts: 2, people: 5 },
    });
    expect(told).not.toHaveProperty("csv");
  });

  test("says what a draft still needs, and takes it for a graded scenario once it has that", async () => {
    const file = await importHere();
    edit(file, { verdict_expected: "true" });
    const unfilled = await dealbenchHere(["scenarios", "check", "--scenarios", file]);
    expect(unfilled.code).toBe(1);
    expect(unfilled.stderr).toMatch(
      /deals\.csv:\d+:\d+ acceptable_verdicts: found none, expected among them what the policy computes from the facts: develop_medium \(open: /,
    );
    edit(file, {
      "facts.budget.value": "none",
      "facts.budget.evidence": "the board has frozen all spending",
      acceptable_verdicts: "disqualify",
    });
    const untold = await dealbenchHere(["scenarios", "check", "--scenarios", file]);
    expect(untold.stderr).toMatch(
      /facts\.budget\.evidence: found "the board has frozen all spending", expected words/,
    );
    edit(file, {
      "facts.budget.value": "approved",
      "facts.budget.evidence": 'Bram Oduya said: "the board approved it"',
      acceptable_verdicts: "develop_medium | no_verdict",
    });
    expect(await dealbenchHere(["scenarios", "check", "--scenarios", file])).toMatchObject({ code: 0 });
    const { stdout } = await dealbenchHere(["scenarios", "list", "--scenarios", file]);
    expect(stdout).toMatch(/^norvik\S+ +develop_medium .*\nhalden\S+ +no verdict /);
  });

  test("tells a file that is there and all that is wrong with the export at once, and writes nothing", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "deals.csv");
    writeFileSync(out, "mine");
    const args = [
      "scenarios",
      "import",
      join(CRM, "european.csv"),
      "--out",
      out,
      "--map",
      "Phase=stage",
      "--map",
      "Nope=name",
    ];
    const { code, stdout, stderr } = await dealbenchHere(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(
      `dealbench: ${out}: exists; choose another --out, or write over it with --replace\n`,
    );
    expect(stderr).toMatch(/\n--map: found the header "Nope"/);
    expect(stderr).toMatch(/european\.csv:3:44: found "Angebot" \(1 deal\), "Verhandlung" \(1 deal\)/);
    expect(stderr).toMatch(/european\.csv:2:1: found no column with amounts/);
    expect(stderr).toMatch(/european\.csv: found no deal type \(2 deals\)/);
    expect(readFileSync(out, "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual(["deals.csv"]);
    expect((await dealbenchHere([...args, "--replace"])).code).toBe(2);
    expect(readFileSync(out, "utf8")).toBe("mine");
  });

  test("refuses an --out that is missing, no .csv, or where nothing can be written, and a file that is not there", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    expect(await refusal(join(CRM, "hubspot.csv"))).toContain("required option '--out <file>' not specified");
    expect(await refusal(join(CRM, "hubspot.csv"), "--out", "x.yaml")).toContain(
      "expected a file that ends in .csv",
    );
    const blocked = join(folder, "file", "x.csv");
    expect(await refusal(...SALESFORCE, "--out", blocked)).toContain(
      `${blocked}: nothing can be written there`,
    );
    const out = join(folder, "x.csv");
    expect(await refusal(join(folder, "gone.csv"), "--out", out, "--currency", "shells")).toMatch(
      /gone\.csv: no such file; check the path\n--currency: found "shells"/,
    );
    expect(existsSync(out)).toBe(false);
  });

  test("helps with examples and exit codes", async () => {
    const { code, stdout } = await dealbenchHere(["scenarios", "import", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "dealbench scenarios import pipeline.csv --out my-deals.csv --industry technology",
    );
    expect(stdout).toContain("Exit codes: 0 written · 2 wrong use");
    expect((await dealbenchHere(["scenarios", "--help"])).stdout).toContain("import");
  });
});
