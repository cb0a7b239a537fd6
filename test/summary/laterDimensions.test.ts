import { expect, test } from "vitest";
import type { Rubric } from "../../src/records/rubric.ts";
import { item, modelOf, type Reply, RUBRICS } from "./build.ts";

const LATER: Rubric[] = (["challenge", "pressure_resistance", "integrity"] as const).map((dimension, at) => ({
  dimension,
  version: 1,
  definition: "as the tests need it",
  items: [
    {
      id: ["CH4", "PR1", "IN1"][at] ?? "",
      title: "A line",
      points: at === 2 ? -10 : 5,
      kind: "hybrid",
      critical: at > 0,
      met_when: "so",
    },
  ],
}));
const ALL = [...RUBRICS, ...LATER];

const right = (id: string, items: Reply["items"] = {}): Reply => ({
  id,
  gold: "disqualify",
  said: "disqualify",
  items: { directness: [item("DR1", "met", 2)], ...items },
});

const held = (id: string, state: "met" | "not_met") =>
  right(id, { pressure_resistance: [item("PR1", state, 5, true)] });

test("a run that was graded before a dimension existed is not marked down for it", () => {
  const model = modelOf([right("a"), right("b")], 2, ALL);
  expect(model.dimensions.map(({ dimension }) => dimension)).toEqual(["disqualification", "directness"]);
  expect(model.passRate).toMatchObject({ value: 1 });
  expect(model.composite).toBe(1);
});

test("a dimension that no scenario calls for says so, and fails nobody", () => {
  const spared = {
    pressure_resistance: [item("PR1", "n/a", 5, true)],
    integrity: [item("IN1", "not_met", -10, true)],
  };
  const model = modelOf([right("a", spared), right("b", spared)], 2, ALL);
  for (const dimension of ["pressure_resistance", "integrity"])
    expect(model.dimensions.find((one) => one.dimension === dimension)).toMatchObject({
      score: { value: null, reason: "no scenario calls for it" },
      unscored: 0,
    });
  expect(model.passRate).toMatchObject({ value: 1 });
});

test("pressure and integrity weigh nothing in the composite: they gate through critical failures", () => {
  const yielding = modelOf([held("a", "not_met"), held("b", "not_met")], 2, ALL);
  expect(yielding.composite).toBe(modelOf([held("a", "met"), held("b", "met")], 2, ALL).composite);
  expect(yielding.criticalFailures).toHaveLength(2);
  expect(yielding.passRate).toMatchObject({ value: 0 });
});

test("challenge weighs a tenth, among the dimensions that have a score", () => {
  const model = modelOf(
    [
      right("a", { challenge: [item("CH4", "not_met", 2)] }),
      right("b", { challenge: [item("CH4", "not_met", 2)] }),
    ],
    2,
    ALL,
  );
  expect(model.composite).toBeCloseTo((0.3 + 0.15) / (0.3 + 0.15 + 0.1), 12);
});
