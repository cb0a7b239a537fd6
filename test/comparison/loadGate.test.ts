import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GRADERS } from "../../graders/index.ts";
import { loadGate } from "../../src/comparison/loadGate.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { problemsOf } from "../support/problems.ts";

const SHIPPED = join(ROOT, "persona", "gate.yaml");

test("the shipped policy gates on few criteria and names critical items that the rubrics have", () => {
  const gate = loadGate(SHIPPED);
  expect(gate.gating.map(({ criterion }) => criterion)).toContain("directness");
  expect(gate.gating.length).toBeLessThanOrEqual(5);
  const critical = Object.values(GRADERS).flatMap(({ rubric }) =>
    rubric.items.filter((item) => item.critical || item.id === "DR4").map(({ id }) => id),
  );
  expect(critical).toEqual(expect.arrayContaining(gate.critical.items));
});

test("every problem is named with its place", () => {
  const file = edited((text) =>
    text
      .replace("estimand: corpus", "estimand: world")
      .replace("minimum_n: 20", "minimum_n: 1")
      .replace("items: [DC6,", "items: [dc6,")
      .replace("criterion: groundedness", "criterion: grounding"),
  );
  const problems = problemsOf(() => loadGate(file));
  expect(problems).toHaveLength(4);
  for (const [field, found] of [
    ["estimand", '"world"'],
    ["minimum_n", "1"],
    ["critical.items.0", '"dc6"'],
    ["advisory.0.criterion", '"grounding"'],
  ]) {
    expect(problems.join("\n")).toMatch(
      new RegExp(String.raw`gate\.yaml:\d+:\d+ ${field}: found ${found}, expected`),
    );
  }
});

test("weights sum to 1, and no criterion stands in the tiers twice", () => {
  const weights = edited((text) => text.replace("weight: 0.3", "weight: 0.4"));
  expect(problemsOf(() => loadGate(weights)).join()).toContain(
    "gating: found a list of 3, expected weights that sum to 1",
  );
  const twice = edited((text) => text.replace("criterion: action_plan", "criterion: directness"));
  expect(problemsOf(() => loadGate(twice)).join()).toContain(
    'advisory.2.criterion: found "directness", expected every criterion once',
  );
});

function edited(edit: (text: string) => string): string {
  const file = join(temporaryFolder(), "gate.yaml");
  writeFileSync(file, edit(readFileSync(SHIPPED, "utf8")));
  return file;
}
