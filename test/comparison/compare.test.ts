import { expect, test } from "vitest";
import { refuseDifferentGrading } from "../../src/comparison/compare.ts";
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
