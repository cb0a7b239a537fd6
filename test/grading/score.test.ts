import { describe, expect, test } from "vitest";
import { scoreItems } from "../../src/grading/score.ts";

const item = (state: "met" | "not_met" | "n/a" | "ungraded", points: number, critical = false) => ({
  state,
  points,
  critical,
});

describe("scoreItems", () => {
  test("divides the points of met items by the points that could be had", () => {
    const { score } = scoreItems([item("met", 3), item("not_met", 1)]);
    expect(score).toBe(0.75);
  });

  test("leaves out what does not apply and what nobody could grade", () => {
    const { score } = scoreItems([item("met", 2), item("n/a", 6), item("ungraded", 6)]);
    expect(score).toBe(1);
  });

  test("subtracts an undesirable thing that happened, and clips at 0 but keeps the raw value", () => {
    const { score, rawScore } = scoreItems([item("met", 2), item("not_met", 2), item("met", -5)]);
    expect(score).toBe(0);
    expect(rawScore).toBe(-0.75);
  });

  test("an undesirable thing that did not happen changes nothing", () => {
    expect(scoreItems([item("met", 2), item("not_met", -5)]).score).toBe(1);
  });

  test("has no score where no wanted item could be graded", () => {
    expect(scoreItems([item("ungraded", 6), item("met", -3)])).toMatchObject({ score: null, rawScore: null });
    expect(scoreItems([])).toMatchObject({ score: null });
  });

  test.each([
    ["wanted and not met", item("not_met", 6, true), true],
    ["wanted and met", item("met", 6, true), false],
    ["unwanted and met", item("met", -5, true), true],
    ["unwanted and not met", item("not_met", -5, true), false],
    ["ungraded", item("ungraded", 6, true), false],
    ["not critical", item("not_met", 6), false],
  ])("a critical item that is %s", (_, critical, fails) => {
    expect(scoreItems([item("met", 2), critical]).criticalFail).toBe(fails);
  });
});
