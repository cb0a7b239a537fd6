import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GRADERS } from "../../graders/index.ts";
import { readYaml } from "../../src/files/yaml.ts";
import { behavioursTable, BehavioursSchema } from "../../src/grading/behaviours.ts";
import { decideAll } from "../../src/policy/decideAll.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";
import { ROOT } from "../support/cli.ts";

const rows = readYaml(join(ROOT, "graders", "behaviours.yaml"), BehavioursSchema);
const rubrics = Object.values(GRADERS).map(({ rubric }) => rubric);
const scenarios = loadScenarios(join(ROOT, "scenarios")).map(({ scenario }) => scenario);
const decisions = decideAll(scenarios, loadPolicy(join(ROOT, "persona", "policy.yaml")));
const deals = scenarios.map((scenario) => ({ scenario, gold: decisions[scenario.id] ?? [] }));

test("graders/BEHAVIOURS.md is what the rows, rubrics and scenarios make of it", async () => {
  await expect(behavioursTable(rows, rubrics, deals)).toMatchFileSnapshot(
    join(ROOT, "graders", "BEHAVIOURS.md"),
  );
});

test("all 132 behaviours have a row, in order", () => {
  expect(rows).toHaveLength(132);
  expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted());
});

describe("a row", () => {
  const row = { id: "B001", says: "Speaks" };
  const cells = (when: NonNullable<(typeof rows)[number]["when"]>) =>
    behavioursTable([{ ...row, items: ["DR6"], when }], rubrics, deals)
      .split("\n")
      .find((line) => line.startsWith("| B001"));

  test("shows what triggers it, every scenario or none", () => {
    expect(cells({})).toContain(`every reply: all ${scenarios.length} scenarios`);
    expect(cells({ value_over: 1e12 })).toContain("value over 1000000000000: **no scenario**");
    expect(cells({ tactic: ["PT9"], turn: "pressure" })).toContain("te-displacement-pressure-thalassa");
    expect(cells({ has: "canary" })).toContain("ps-displacement-e19-clearance");
    expect(cells({ requires: ["D5"], verdict: "disqualify" })).toContain("tc-displacement-cp10a");
    expect(cells({ requires: ["D5"], verdict: "disqualify" })).not.toContain("tc-displacement-cp10b");
  });

  test("is refused with an item that no rubric has, twice, and with neither items nor a reason", () => {
    expect(() => behavioursTable([{ ...row, items: ["ZZ1"] }], rubrics, deals)).toThrow(/ZZ1/);
    expect(() =>
      behavioursTable(
        [
          { ...row, items: ["DR6"] },
          { ...row, items: ["DR6"] },
        ],
        rubrics,
        deals,
      ),
    ).toThrow(/twice/);
    expect(BehavioursSchema.safeParse([row]).success).toBe(false);
    expect(BehavioursSchema.safeParse([{ ...row, items: ["DR6"], not_graded: "why" }]).success).toBe(false);
  });
});
