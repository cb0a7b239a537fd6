import { expect, test } from "vitest";
import { refuseDifferentGrading, refuseOtherJudge } from "../../src/comparison/compare.ts";
import { judgeHash } from "../../src/grading/judge/identity.ts";
import { armOf, scenarios } from "../summary/comparison/arms.ts";

const JUDGE = { model: "anthropic:claude-opus-5", sha256: "e".repeat(64) };

test("two judges are told apart by who they are, not by their prompts alone", () => {
  const refusal = refusalOf(judged("reports/a", JUDGE), judged("reports/b", { ...JUDGE, model: "ann" }));
  expect(refusal).toContain("The two runs differ in judge");
  expect(refusal).toContain(
    "judge: anthropic:claude-opus-5 (eeeeeeeeeeee) in reports/a, ann (eeeeeeeeeeee) in reports/b",
  );
  expect(refusal).toContain("dealbench judge run reports/b --judge anthropic:claude-opus-5 --start-over");
  expect(refusal).not.toContain("no model is called");
});

test("a run without a judge is to be judged as the other one was", () => {
  expect(refusalOf(judged("baseline main", null), judged("reports/b", JUDGE))).toContain(
    "dealbench judge run <the run folder of run> --judge anthropic:claude-opus-5",
  );
});

test("the same judge on both sides is compared", () => {
  expect(refusalOf(judged("reports/a", JUDGE), judged("reports/b", JUDGE))).toBe("");
});

test.each([1, 11, 99])("a baseline that today's judge was asked %i times about is told so", (votes) => {
  const baseline = judged("baseline main", { ...JUDGE, sha256: judgeHash(votes) });
  const now = { model: JUDGE.model, votes: 3, sha256: judgeHash(3) };
  expect(() => refuseOtherJudge(baseline, now)).toThrow(`--judge ${JUDGE.model} --judge-votes ${votes}\n`);
  expect(() => refuseOtherJudge(baseline, now)).not.toThrow("no longer today's");
});

function refusalOf(...sides: Parameters<typeof refuseDifferentGrading>): string {
  try {
    refuseDifferentGrading(...sides);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

function judged(source: string, judge: typeof JUDGE | null) {
  const arm = armOf(scenarios(2, () => [{}]));
  return { source, arm: { ...arm, run: { ...arm.run, judge } } };
}
