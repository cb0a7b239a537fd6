import { expect, test } from "vitest";
import type { CalibrationRecord } from "../../../src/records/calibration.ts";
import { compareArms } from "../../../src/summary/comparison/compare.ts";
import { linesOfBoth } from "../../../src/summary/comparison/lines.ts";
import { withoutLines } from "../../../src/summary/comparison/weak.ts";
import { armOf, POLICY, scenarios } from "./arms.ts";

const LINES = [
  { id: "DC1", dimension: "disqualification" as const, title: "The verdict is acceptable", points: 6 },
  { id: "DR1", dimension: "directness" as const, title: "Answer first", points: 3 },
  { id: "DR3", dimension: "directness" as const, title: "Few hedges", points: 2 },
  { id: "DR9", dimension: "directness" as const, title: "Buries the news", points: -3 },
];

/** A calibration in which these lines are weak in a checker's hands. */
function weak(...items: string[]): CalibrationRecord {
  return {
    part: "heldout",
    note: "",
    measuredOn: "2026-11-26",
    gradersSha256: "c".repeat(64),
    judge: null,
    replies: 36,
    families: 20,
    annotators: ["A"],
    items: items.map((item) => ({ item, by: "checker", state: "weak", why: "κ 0.37", against: [] })),
  };
}

function arm(directness: number, good: string[], bad: string[], judged: string[] = []) {
  const replies = scenarios(40, () => [{ directness, good: ["DC1", ...good], bad, judged }]);
  return { ...armOf(replies), lines: LINES };
}

function compare(
  a: ReturnType<typeof arm>,
  b: ReturnType<typeof arm>,
  calibration: CalibrationRecord,
  includeWeak = false,
) {
  const side = (one: typeof a, source: string) => ({ arm: one, stale: [], source });
  return compareArms(side(a, "a"), side(b, "b"), POLICY, { trust: { calibration, includeWeak } });
}

test("a drop in a weak line alone moves no criterion, and the line is named", () => {
  const [before, after] = [arm(1, ["DR1", "DR3"], []), arm(0.4, ["DR3"], ["DR1"])];
  const comparison = compare(before, after, weak("DR1"));
  expect(comparison.decision.verdict).toBe("not_regressed");
  expect(comparison.leftOut).toEqual([
    expect.objectContaining({ item: "DR1", by: "checker", why: "κ 0.37", critical: false }),
  ]);
  expect(comparison.notes.join()).toContain("DR1 (Answer first)");
  expect(comparison.items.find(({ id }) => id === "DR1")).toMatchObject({
    a: 1,
    b: 0,
    reliability: { checker: { state: "weak" } },
  });
  expect(compare(before, after, weak("DR1"), true).decision.regressed).toEqual(["directness"]);
});

test("both sides are scored on the lines that remain", () => {
  const before = arm(0.5, ["DR3"], ["DR1"]);
  const after = arm(0.4, ["DR1"], ["DR3"]);
  const directness = compare(before, after, weak("DR1")).criteria.find(({ name }) => name === "directness");
  expect(directness).toMatchObject({ a: 1, b: 0, verdict: "regressed" });
});

test("a line that only a judge graded is not left out for a weak checker", () => {
  const side = arm(1, ["DR1", "DR3"], [], ["DR1"]);
  expect(compare(side, side, weak("DR1")).leftOut).toEqual([]);
});

test("verdicts that cannot be believed do not gate, and are still shown", () => {
  const side = arm(1, ["DR1", "DR3"], []);
  const comparison = compare(side, side, weak("DC1"));
  const right = comparison.criteria.find(({ name }) => name === "verdict_right");
  expect(right).toMatchObject({ tier: "advisory", n: 40, a: 1 });
  expect(comparison.notes.join()).toContain(
    "Not gated, since nothing that can be believed is left of it: right verdicts",
  );
  expect(comparison.decision).toMatchObject({ verdict: "not_regressed", cleared: ["directness"] });
});

test("where no gating criterion is left nothing is decided", () => {
  const side = arm(1, ["DR1"], []);
  const comparison = compare(side, side, weak("DC1", "DR1"));
  expect(comparison.decision).toMatchObject({ verdict: "inconclusive", refused: true });
});

test("a weak critical item stops nothing, and that is said", () => {
  const a = arm(1, ["DR1", "DC9"], []);
  const failing = scenarios(40, () => [
    { good: ["DC1", "DR1"], bad: ["DC9"], critical: [{ id: "DC9", reason: "spends" }] },
    { good: ["DC1", "DR1"], bad: ["DC9"], critical: [{ id: "DC9", reason: "spends" }] },
  ]);
  const lines = [
    ...LINES,
    { id: "DC9", dimension: "disqualification" as const, title: "Spends", points: -5 },
  ];
  const comparison = compare({ ...a, lines }, { ...armOf(failing), lines }, weak("DC9"));
  expect(comparison.newlyFailing.length).toBeGreaterThan(0);
  expect(comparison.newlyFailing.every(({ gates }) => !gates)).toBe(true);
  expect(comparison.decision.verdict).toBe("not_regressed");
  expect(comparison.notes.join()).toContain("too weak to stop anything: DC9");
});

test("penalties count against the lines that remain, and a score without any line is none", () => {
  const one = arm(0.1, ["DR3"], ["DR1", "DR9"]);
  const lines = linesOfBoth(one, one);
  expect(withoutLines(one, lines, [{ item: "DR1" }]).samples[0]?.scores).toEqual({ directness: 0 });
  const none = withoutLines(one, lines, [{ item: "DR1" }, { item: "DR3" }]).samples[0];
  expect(none?.scores).toEqual({ directness: null });
  const unread = {
    ...one,
    samples: one.samples.map((sample) => ({ ...sample, good: ["DC1"], ungraded: ["DR3"] })),
  };
  expect(withoutLines(unread, lines, [{ item: "DR1" }]).samples[0]?.unscored).toEqual(["directness"]);
});
