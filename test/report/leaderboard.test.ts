import { expect, test } from "vitest";
import type { Leaderboard, MaybeRanking, Measure, Summary } from "../../src/records/summary.ts";
import { leaderboardLines, leadingRank, ranked, ranksMean } from "../../src/report/leaderboard.ts";
import { calibrated } from "./calibrated.ts";
import { fixture } from "./fixture.ts";

const [FIRST, SECOND] = ["recorded:llm", "recorded:llm-soft"];

/** A ranking with `best` first. */
function ranking(measure: Measure, best: string): MaybeRanking {
  const models = [FIRST, SECOND].toSorted((a, b) => Number(b === best) - Number(a === best));
  const ranks = models.map((model, index) => ({ model, mean: 1 - index, best: index + 1, worst: index + 1 }));
  return { measure, families: 12, ranks };
}

function withLeaderboard(measures: Leaderboard["measures"]): Summary {
  return { ...fixture().summary, leaderboard: { measures, slices: [], cautions: [] } };
}

test("models are told apart by right verdicts, whatever the composite says", () => {
  const summary = withLeaderboard([ranking("composite", FIRST), ranking("verdict_right", SECOND)]);
  expect(ranked(summary).map(({ model }) => model)).toEqual([SECOND, FIRST]);
  expect(leadingRank(summary.leaderboard, SECOND)).toBe("1");
  expect(ranksMean(summary)).toContain("by right verdicts");
});

test("the composite stands in where no verdict ranks anybody, and a reason where nothing does", () => {
  const none: MaybeRanking = {
    measure: "verdict_right",
    families: 0,
    ranks: null,
    reason: "no verdict is asked for",
  };
  const summary = withLeaderboard([ranking("composite", SECOND), none]);
  expect(ranked(summary)[0]?.model).toBe(SECOND);
  expect(ranksMean(summary)).toContain("by composite");
  expect(ranksMean(withLeaderboard([none]))).toBe("Nobody is ranked: no verdict is asked for.");
});

test("the composite says how much of it rests on doubtful graders", () => {
  const { summary } = calibrated();
  const line = leaderboardLines(summary, summary.models).find(({ name }) => name === "Composite");
  expect(line?.cells[0]?.note).toBe("4 of its 4 dimensions are weak or unproven");
  const plain = fixture().summary;
  const sound = leaderboardLines(plain, plain.models).find(({ name }) => name === "Composite");
  expect(sound?.cells[0]?.note).toBe("");
});
