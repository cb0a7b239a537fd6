import { expect, test } from "vitest";
import { type CorrectableReply, correctScores } from "../../src/grading/correct.ts";
import { scoreItems } from "../../src/grading/score.ts";
import type { Grade, GradedItem } from "../../src/records/grade.ts";
import { predictionPowered } from "../../src/statistics/corrected.ts";

type State = GradedItem["state"];

const item = (id: string, state: State, points: number): GradedItem => ({
  id,
  state,
  points,
  critical: false,
  by: "checker",
  evidence: [],
  reason: "",
});

const grade = (dimension: Grade["dimension"], items: GradedItem[]): Grade => ({
  scenario: "s",
  model: "m",
  repeat: 1,
  dimension,
  ...scoreItems(items),
  items,
  details: {},
});

/** A reply whose directness is graded on three lines, with what is said of DR1 and DR2 where it is labelled. */
function reply(
  verdict: State,
  directness: readonly [State, State, State],
  said: Record<string, "met" | "not_met" | "n/a"> | null,
): CorrectableReply {
  const [first, second, third] = directness;
  return {
    model: "m",
    grades: [
      grade("disqualification", [item("DC1", verdict, 6)]),
      grade("directness", [item("DR1", first, 3), item("DR2", second, 2), item("DR5", third, 1)]),
    ],
    said: said && new Map(Object.entries(said)),
  };
}

/** 12 labelled replies and 28 others; the graders pass every third that fails by the labels. */
const labelled = Array.from({ length: 12 }, (_, index) => {
  const good = index % 3 === 0;
  return reply(good || index % 3 === 1 ? "met" : "not_met", ["met", "met", "not_met"], {
    DC1: good ? "met" : "not_met",
    DR1: good ? "met" : "not_met",
    DR2: "met",
  });
});
const rest = Array.from({ length: 28 }, (_, index) =>
  reply(index % 3 === 2 ? "not_met" : "met", ["met", "met", "not_met"], null),
);
const find = (replies: readonly CorrectableReply[], criterion: string) => {
  const found = correctScores(replies).find((one) => one.criterion === criterion);
  if (!found) throw new Error(`no ${criterion}`);
  return found;
};

test("the share of right verdicts is corrected by PPI++, beside what the graders have", () => {
  const { raw, corrected, reason } = find([...labelled, ...rest], "verdict_right");
  const expected = predictionPowered(
    labelled.map((_, index) => Number(index % 3 === 0)),
    labelled.map((_, index) => Number(index % 3 !== 2)),
    rest.map((_, index) => Number(index % 3 !== 2)),
    0.95,
  );
  expect(raw).toMatchObject({ read: 40, replies: 40 });
  expect(raw.value).toBeCloseTo(27 / 40, 10);
  expect(corrected?.value).toBeCloseTo(expected.estimate, 10);
  expect(corrected?.low).toBeCloseTo(expected.low, 10);
  expect(corrected?.value).toBeLessThan(raw.value ?? 0);
  expect(reason).toBeNull();
});

test("a dimension's score takes the labelled lines as labelled and the others as graded", () => {
  const { raw, corrected, lines } = find([...labelled, ...rest], "directness");
  expect(lines).toEqual(["DR1", "DR2"]);
  expect(raw.value).toBeCloseTo(5 / 6, 10);
  // Labels: a third of the replies 5/6, two thirds 2/6; the graders say 5/6 throughout and so help nothing.
  expect(corrected?.value).toBeCloseTo((5 / 6 + 2 * (2 / 6)) / 3, 10);
  expect(corrected?.lambda).toBe(0);
});

test("a reply that no grader could read is in the corrected score and not in the raw one", () => {
  const unread = rest.map((one, index) => (index < 8 ? reply("ungraded", ["met", "met", "met"], null) : one));
  const { raw, corrected } = find([...labelled, ...unread], "verdict_right");
  expect(raw).toMatchObject({ read: 32, replies: 40 });
  expect(corrected).not.toBeNull();
});

test("replies labelled in part are left out and counted; too few labels, and labels of all, say so", () => {
  const inPart = reply("met", ["met", "met", "met"], { DR1: "met" });
  expect(find([...labelled, inPart, ...rest], "directness")).toMatchObject({ labelled: 12, incomplete: 1 });
  expect(find([...labelled.slice(0, 9), ...rest], "verdict_right")).toMatchObject({
    corrected: null,
    reason: "9 labelled replies, at least 10 are needed",
  });
  expect(find(labelled, "verdict_right").reason).toBe(
    "all replies are labelled: the labels' own mean is 0.33",
  );
});
