import { describe, expect, test } from "vitest";
import { deals, modelOf, type Reply, summaryOf } from "./build.ts";

/** Two models on the same deals: the first right on all, the second on none. */
function apart(count: number): Reply[] {
  return [
    ...deals(count, "disqualify", "disqualify", "d").map((reply) => ({ ...reply, model: "good" })),
    ...deals(count, "disqualify", "pursue", "d").map((reply, index) => ({
      ...reply,
      model: "bad",
      ...(index === 0 ? { said: "disqualify" as const } : {}),
    })),
  ];
}

const verdictRanking = (replies: Reply[]) =>
  summaryOf(replies).leaderboard?.measures.find(({ measure }) => measure === "verdict_right");

describe("the leaderboard", () => {
  test("is there only where a run has several models", () => {
    expect(summaryOf(deals(12, "disqualify", "disqualify")).leaderboard).toBeUndefined();
  });

  test("ranks models apart whose replies differ beyond chance, best first", () => {
    expect(verdictRanking(apart(12))).toEqual({
      measure: "verdict_right",
      families: 12,
      ranks: [
        { model: "good", mean: 1, best: 1, worst: 1 },
        { model: "bad", mean: expect.closeTo(1 / 12, 12), best: 2, worst: 2 },
      ],
    });
  });

  test("gives models that it cannot tell apart the same interval", () => {
    const replies = deals(12, "disqualify", "disqualify", "d").flatMap((reply, index): Reply[] => [
      { ...reply, model: "a", ...(index === 0 ? { said: "pursue" } : {}) },
      { ...reply, model: "b", ...(index === 1 ? { said: "pursue" } : {}) },
    ]);
    expect(verdictRanking(replies)?.ranks?.map(({ best, worst }) => [best, worst])).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  test("ranks nobody on fewer than ten families, and says so", () => {
    expect(verdictRanking(apart(9))).toEqual({
      measure: "verdict_right",
      families: 9,
      ranks: null,
      reason: expect.stringContaining("ranking needs 10"),
    });
  });

  test("counts scenarios of one family as one witness", () => {
    const replies = apart(12).map((reply) => ({ ...reply, family: "one" }));
    expect(verdictRanking(replies)).toMatchObject({ families: 1, ranks: null });
  });

  test("leaves out a family in which a model lost its reply, and warns of that model", () => {
    const replies = apart(12).map((reply, index) =>
      index === 0 ? { ...reply, outcome: "error" as const } : reply,
    );
    expect(verdictRanking(replies)).toMatchObject({ families: 11 });
    expect(summaryOf(replies).leaderboard?.cautions).toEqual([
      expect.stringMatching(/^good: .*8 % of its calls failed/),
    ]);
  });
});

describe("what replies took", () => {
  test("is unknown where it was not measured, never 0", () => {
    expect(modelOf(deals(2, "disqualify", "disqualify")).usage).toMatchObject({
      listUsd: null,
      incurredUsd: null,
      perVerdictUsd: null,
      latencyMs: null,
      tokens: { input: null, output: null, cacheShare: null },
    });
  });

  test("errors have a rate over all that was planned, and both bounds for the verdict", () => {
    const [first, ...others] = deals(4, "disqualify", "disqualify");
    const { outcomes, verdicts } = modelOf([{ ...(first as Reply), outcome: "error" }, ...others], 5);
    expect(outcomes).toMatchObject({ planned: 4, counts: { error: 1, missing: 0 }, errorRate: 0.25 });
    expect(verdicts.right.value).toBe(1);
    expect(verdicts.rightBounds).toEqual({ low: 0.75, high: 1 });
  });

  test("fault 37: a model whose every call failed has no score at all, and bounds from nothing to all", () => {
    const model = modelOf(deals(3, "disqualify").map((reply) => ({ ...reply, outcome: "error" as const })));
    expect(model.verdicts.right.value).toBeNull();
    expect(model.verdicts.rightBounds).toEqual({ low: 0, high: 1 });
    expect(model.composite).toBeNull();
    expect(model.headline).toContain("3 of 3 calls failed");
  });
});

test("slices name their size, and small ones say so", () => {
  const replies = deals(12, "disqualify", "disqualify").map((reply, index) => ({
    ...reply,
    value: index < 10 ? 100_000 : 2_000_000,
  }));
  const [model] = summaryOf(replies).models;
  expect(model?.slices.filter(({ by }) => by === "deal_size")).toMatchObject([
    { value: "under $250k", scenarios: 10, families: 10, small: false, right: { value: 1 } },
    { value: "$1M to $5M", scenarios: 2, families: 2, small: true },
  ]);
});
