import { expect, test } from "vitest";
import { labelQuestions, unanswered } from "../../src/grading/labelling.ts";
import type { Grade, GradedItem } from "../../src/records/grade.ts";
import { itemLabelFromDisk, ItemLabelSchema } from "../../src/records/label.ts";
import type { Rubric } from "../../src/records/rubric.ts";
import { fixtureScenario } from "../support/replies.ts";

const scenario = fixtureScenario("lakeridge");
const code = scenario.requiredReasons[0]?.code ?? "";
const STATES = { DC1: "met", [`DC3.${code}`]: "ungraded", DC9: "n/a" } as const;

const rubric: Rubric = {
  dimension: "disqualification",
  version: 1,
  definition: "d",
  items: ["DC1", "DC3", "DC9"].map((id) => ({
    id,
    title: `title of ${id}`,
    points: id === "DC9" ? -5 : 2,
    kind: "hybrid",
    critical: false,
    met_when: `when ${id}`,
  })),
};

const replies = Array.from({ length: 30 }, (_, index) => {
  const items = Object.entries(STATES).map(([id, state]): GradedItem => ({
    id,
    state,
    points: 2,
    critical: false,
    by: "checker",
    evidence: [],
    reason: "",
  }));
  const grade: Grade = {
    scenario: scenario.id,
    model: "m",
    repeat: 1,
    dimension: "disqualification",
    score: null,
    rawScore: null,
    criticalFail: false,
    items,
    details: {},
  };
  return { response: `r${index}`, scenario, gold: [], grades: [grade] };
});

test("every item that applies is asked once, with what it speaks of in this scenario", () => {
  const questions = labelQuestions(replies.slice(0, 1), [rubric], () => true);
  expect(questions.map(({ item }) => item)).toEqual(["DC1", `DC3.${code}`]);
  expect(questions[0]).toMatchObject({ title: "title of DC1", definition: "when DC1", unwanted: false });
  expect(questions[0]?.about).toBe("acceptable: disqualify");
  expect(questions[1]?.about).toBe(scenario.requiredReasons[0]?.text);
  expect(labelQuestions(replies, [rubric], (line) => line === "DC9")).toEqual([]);
});

test("replies come in an order drawn by lot, whatever order they are given in", () => {
  const orderOf = (given: typeof replies) =>
    labelQuestions(given, [rubric], (line) => line === "DC1").map(({ response }) => response);
  expect(orderOf(replies)).toEqual(orderOf(replies.toReversed()));
  expect(orderOf(replies)).not.toEqual(replies.map(({ response }) => response));
  expect(new Set(orderOf(replies)).size).toBe(30);
});

test("what an annotator answered is not asked again, unsure or not; what others answered is", () => {
  const questions = labelQuestions(replies.slice(0, 1), [rubric], () => true);
  const labels = [label("kim", "DC1", "unsure"), label("lee", `DC3.${code}`, "met")];
  expect(unanswered(questions, labels, "kim").map(({ item }) => item)).toEqual([`DC3.${code}`]);
  expect(unanswered(questions, labels, "lee").map(({ item }) => item)).toEqual(["DC1"]);
});

function label(annotator: string, item: string, state: string) {
  return itemLabelFromDisk(
    ItemLabelSchema.parse({ response: "r0", scenario: scenario.id, annotator, item, state }),
  );
}
