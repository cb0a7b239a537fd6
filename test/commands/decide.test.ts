import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideCommand } from "../../src/commands/decide.ts";
import { decide } from "../../src/policy/decide.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { codeInWords } from "../../src/report/reasons.ts";
import { ALL_GREEN, anyFacts } from "../policy/arbitrary.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const DEAL = { ...ALL_GREEN, budget: "untested", stage: "evaluation" };

function written(name: string, text: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

function decideFile(file: string, ...options: string[]) {
  return runCommand(decideCommand(), [file, ...options]);
}

describe("a facts file", () => {
  const evidence = Object.fromEntries(
    Object.entries(DEAL).map(([name, value]) => [name, { value, evidence: "as the customer wrote" }]),
  );

  test.each([
    ["plain JSON", "deal.json", JSON.stringify(DEAL)],
    [
      "YAML",
      "deal.yaml",
      Object.entries(DEAL)
        .map(([name, value]) => `${name}: ${value}`)
        .join("\n"),
    ],
    ["facts with evidence", "deal.json", JSON.stringify({ facts: evidence })],
    ["plain facts under facts", "deal.json", JSON.stringify({ facts: DEAL })],
    ["a scenario", "deal.json", JSON.stringify({ id: "x", stage: "n/a", title: "A deal", facts: evidence })],
    [
      "a file with a byte-order mark and CRLF",
      "deal.json",
      `\uFEFF${JSON.stringify(DEAL, null, 1).replaceAll("\n", "\r\n")}`,
    ],
  ])("may be %s", async (_, name, text) => {
    const { code, stdout } = await decideFile(written(name, text), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: "disqualify",
      disposition: "deprioritize",
      provisional: false,
      red: ["D3"],
      amber: [],
      ask: [],
      flags: ["G1.budget"],
      forecast_cap: "omit",
      supported_stage: "discovery",
    });
  });

  test("that leaves facts out or empty leaves them unknown", async () => {
    const left = JSON.parse((await decideFile(written("a.yaml", "stage: discovery"), "--json")).stdout);
    const empty = JSON.parse(
      (await decideFile(written("b.yaml", "stage: discovery\neb:\nvalue: null"), "--json")).stdout,
    );
    expect(left).toMatchObject({ verdict: "develop_medium", provisional: true });
    expect(left.ask).toHaveLength(9);
    expect(empty).toEqual(left);
  });

  test("may say what is known of later gates", async () => {
    const facts = { ...ALL_GREEN, stage: "close", gates: { business_case: "no", poc_criteria: "yes" } };
    const { stdout } = await decideFile(written("deal.json", JSON.stringify(facts)), "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      flags: ["G4.business_case"],
      forecast_cap: "best_case",
      supported_stage: "negotiation",
      gates_unestablished: [
        "G3.validation_plan",
        "G4.legal_engaged",
        "G5.contracts_in_legal",
        "G5.pricing_approved",
        "G5.close_date",
      ],
    });
  });
});

test("the text says verdict, reasons, forecast, stage and what to ask", async () => {
  const facts = { ...DEAL, champion: "developing", value: "unknown" };
  const { code, stdout } = await decideFile(written("deal.json", JSON.stringify(facts)));
  expect(code).toBe(0);
  expect(stdout).toContain("Verdict: disqualify, deprioritize: reopen only on a dated or named trigger\n");
  expect(stdout).toMatch(/Disqualified by:\n {2}D3: .+\n/);
  expect(stdout).toMatch(/Weak:\n {2}M3: .+\n/);
  expect(stdout).toMatch(/Noted, without moving the verdict:\n {2}G1\.pain: .+\n {2}G1\.budget: .+\n/);
  expect(stdout).toContain("Forecast cap: omit\nStage: evaluation as claimed, discovery by the facts\n");
  expect(stdout).toMatch(/Ask:\n {2}value: .+\?\n$/);
});

test("a deal without a fault says so", async () => {
  const { stdout } = await decideFile(written("deal.json", JSON.stringify(ALL_GREEN)));
  expect(stdout).toMatch(/^Verdict: pursue_high\n\nNothing speaks against it\.\n/);
});

test("every code that a decision can hold is said in words", () => {
  const policy = loadPolicy(join(ROOT, "persona", "policy.yaml"));
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { red, amber, flags } = decide(facts, policy, {
        legal_engaged: "no",
        poc_criteria: "no",
        close_date: "no",
      });
      for (const code of [...red, ...amber, ...flags])
        expect(codeInWords(code, "flag")).toMatch(/^[a-z ]*\w+ .*\w/);
    }),
  );
});

describe("bad input exits 2 and", () => {
  test("names every problem with its place, what was found and what was expected", async () => {
    const file = written(
      "deal.yaml",
      [
        "eb: limitd",
        "budgte:",
        "timeline_months: -3",
        "stakeholders: 2.5",
        "champion: {value: 3}",
        "gates: {legal: yes}",
      ].join("\n"),
    );
    const { code, stdout, stderr } = await decideFile(file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const lines = stderr.split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(
      /deal\.yaml:1:5 eb: found "limitd", expected one of: engaged, limited, .*unknown$/,
    );
    expect(lines[1]).toMatch(/deal\.yaml:2:\d+ budgte: found an unknown field, .*did you mean "budget"\?$/);
    expect(lines[2]).toMatch(/deal\.yaml:3:18 timeline_months: found -3, expected at least 0/);
    expect(lines[3]).toMatch(/deal\.yaml:4:15 stakeholders: found 2\.5, expected a whole number/);
    expect(lines[4]).toMatch(/deal\.yaml:5:19 champion\.value: found 3, expected one of: active, /);
    expect(lines[5]).toMatch(/deal\.yaml:6:\d+ gates\.legal: found an unknown field/);
  });

  test.each([
    ["a syntax error", '{"eb": "engaged",\n "budget" "none"}', /deal\.json:2:\d+: JSON: /],
    [
      "a key that comes twice",
      '{"eb": "engaged",\n"eb": "limited"}',
      /deal\.json:2:1: JSON: found the name "eb" twice/,
    ],
    ["an empty file", "", /deal\.json:1:1: JSON: found an empty text, expected a value/],
    ["a list", "[1, 2]", /deal\.json:1:1: found no object, expected an object of facts/],
    ["facts that are no object", '{"facts": "engaged"}', /deal\.json:1:11 facts: found no object/],
    ["an empty YAML file", "", /deal\.yaml:1:1: found nothing, expected an object of facts/, "deal.yaml"],
    [
      "a month that is not a number",
      "timeline_months: .nan",
      /deal\.yaml:1:18 timeline_months: found /,
      "deal.yaml",
    ],
  ])("says where: %s", async (_, text, message, name = "deal.json") => {
    const { code, stderr } = await decideFile(written(name, text));
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("names a file that is not there", async () => {
    expect(await decideFile("nowhere.json")).toMatchObject({
      code: 2,
      stderr: "nowhere.json: no such file; check the path",
    });
  });

  test("names a policy that is not there", async () => {
    const { code, stderr } = await decideFile(written("deal.json", "{}"), "--policy", "nowhere.yaml");
    expect({ code, stderr }).toEqual({ code: 2, stderr: "nowhere.yaml: no such file; check the path" });
  });
});
