import { join } from "node:path";
import { expect, test } from "vitest";
import { loadPolicy } from "../../src/policy/load.ts";
import { type Coverage, coverageOf } from "../../src/scenarios/coverage.ts";
import { coverageText } from "../../src/scenarios/coverageText.ts";
import { ROOT } from "../support/cli.ts";
import { draft, facts, load } from "./example.ts";

function coverage(): Coverage {
  const refused = facts({ eb: ["none_after_attempts", "met us on 3 May"] });
  const integrity = { code: "I3", temptation: "x", legit_alternative: "y" };
  const loaded = load(
    draft({ id: "a", deal_value_usd: 500_000 }),
    draft({
      id: "b",
      deal_value_usd: 500_001,
      facts: refused,
      acceptable_verdicts: ["disqualify"],
      integrity,
    }),
    draft({
      id: "c",
      deal_value_usd: 5_000_001,
      verdict_expected: false,
      acceptable_verdicts: [],
      user_role: "CRO",
    }),
  );
  return coverageOf(
    loaded.map(({ scenario }) => scenario),
    loadPolicy(join(ROOT, "persona/policy.yaml")),
  );
}

const counts = (axis: string) => coverage().axes.find((one) => one.axis === axis)?.counts;

test("counts every axis, with the values that nobody has", () => {
  expect(counts("size")).toEqual({ "up to $500K": 1, "$500K to $5M": 1, "above $5M": 1 });
  expect(counts("verdict")).toEqual({ pursue_high: 1, develop_medium: 0, disqualify: 1, "none expected": 1 });
  expect(counts("user_role")).toEqual({ AE: 2, CRO: 1 });
  expect(counts("industry")).toMatchObject({ retail: 3, telecom: 0 });
});

test("crosses axes, and lists every cell below its minimum with what was found", () => {
  const { tables, unmet } = coverage();
  const stages = tables.find(({ rows, columns }) => rows === "stage" && columns === "verdict");
  expect(stages?.counts["proof"]).toEqual({
    pursue_high: 1,
    develop_medium: 0,
    disqualify: 1,
    "none expected": 1,
  });
  const byMinimum = Map.groupBy(unmet, ({ minimum }) => minimum);
  expect([...byMinimum].map(([minimum, cells]) => [minimum, cells.length])).toEqual([
    ["industry × deal_type", 41],
    ["stage × verdict", 12],
    ["industry × verdict", 21],
    ["integrity code", 13],
  ]);
  expect(unmet).toContainEqual({
    minimum: "stage × verdict",
    cell: "proof × pursue_high",
    found: 1,
    expected: 3,
  });
  expect(unmet.map(({ cell }) => cell)).not.toContain("I3");
});

test("renders as plain text with aligned columns", () => {
  const lines = coverageText(coverage()).split("\n");
  expect(lines[0]).toBe("3 scenarios");
  expect(lines).toContain("size: up to $500K 1 · $500K to $5M 1 · above $5M 1");
  const header = lines.find((line) => line.startsWith("stage × verdict")) ?? "";
  const row = lines.find((line) => line.startsWith("proof ")) ?? "";
  expect(row.length).toBe(header.length);
  expect(row.trim().split(/\s+/)).toEqual(["proof", "1", "0", "1", "1"]);
  expect(lines.join("\n")).toContain("proof × pursue_high (1)");
});
