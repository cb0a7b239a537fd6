import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { heldOut, inPart } from "../../src/grading/split.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";
import { ROOT } from "../support/cli.ts";

const scenarios = loadScenarios(join(ROOT, "scenarios")).map(({ scenario }) => scenario);
const families = [...new Set(scenarios.map(({ family }) => family))];

describe("the split into development and held-out families", () => {
  test("is fixed: these families are where they were when the rules were tuned", () => {
    expect(["cp01", "cp03", "cp05", "cp10", "cp12", "cp14", "cp18", "cp23"].filter(heldOut)).toEqual([]);
    expect(
      ["cp08", "fs-displacement-update-atlasmerran", "te-displacement-pressure-thalassa"].filter(
        (family) => !heldOut(family),
      ),
    ).toEqual([]);
  });

  test("holds out 11 of the 27 shipped families", () => {
    expect(families).toHaveLength(27);
    expect(families.filter(heldOut)).toHaveLength(11);
  });

  test('puts every family in one part and all in "all"', () => {
    for (const family of families) {
      expect(inPart(family, "dev")).not.toBe(inPart(family, "heldout"));
      expect(inPart(family, "all")).toBe(true);
    }
  });
});
