import { expect, test } from "vitest";
import { canaryOf, canaryScenarios } from "../../src/regression/canary.ts";
import { armOf, POLICY } from "../summary/comparison/arms.ts";
import { staleness } from "../../src/pipeline/regress/check.ts";
import { corpus } from "./sides.ts";

/** Twenty scenarios with three banked replies and a fresh one each. */
function pairs(banked: number, fresh: number) {
  return corpus(20).map((scenario) => ({
    scenario,
    a: armOf([1, 2, 3].map((repeat) => ({ scenario: scenario.id, repeat, directness: banked }))).samples,
    b: armOf([{ scenario: scenario.id, repeat: 4, directness: fresh }]).samples,
  }));
}

test("fresh replies that are like the banked ones leave the bank alone", () => {
  expect(canaryOf(pairs(0.8, 0.8), POLICY)).toMatchObject({ drifted: [], looked: 2 });
});

test.each([
  { banked: 0.9, fresh: 0.5 },
  { banked: 0.5, fresh: 0.9 },
])("a drift from $banked to $fresh is seen, whichever way it goes", ({ banked, fresh }) => {
  const { drifted } = canaryOf(pairs(banked, fresh), POLICY);
  expect(drifted.map(({ criterion }) => criterion)).toEqual(["directness"]);
  expect(drifted[0]?.p).toBeLessThanOrEqual(POLICY.alpha);
});

test("what cannot be read says nothing of a drift", () => {
  expect(canaryOf(pairs(0.9, 0.1).slice(0, 3), POLICY)).toEqual({ drifted: [], looked: 0 });
});

test("some twenty scenarios are asked, the same for the same seed", () => {
  const [one, again, other] = [1, 1, 2].map((seed) => canaryScenarios(corpus(36), seed).map(({ id }) => id));
  expect(one).toHaveLength(20);
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
});

test("a bank is checked when it is old or the code changed, and not otherwise", () => {
  const at = new Date("2026-11-26T12:00:00.000Z");
  const state = { checkedAt: "2026-11-20T12:00:00.000Z", code: "x" };
  expect(staleness(state, { at, code: "x" })).toBeNull();
  expect(staleness(state, { at, code: "y" })).toContain("changed");
  expect(staleness({ ...state, checkedAt: "2026-10-01T12:00:00.000Z" }, { at, code: "x" })).toContain(
    "56 days ago",
  );
});
