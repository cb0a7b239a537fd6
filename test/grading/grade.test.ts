import { describe, expect, test } from "vitest";
import { gradeTranscript } from "../../src/grading/grade.ts";
import { InputError } from "../../src/records/errors.ts";
import type { Checker, Grader } from "../../src/records/grade.ts";
import type { Rubric } from "../../src/records/rubric.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { TranscriptSchema, transcriptFromDisk } from "../../src/records/transcript.ts";

const RUBRIC: Rubric = {
  dimension: "directness",
  version: 1,
  definition: "Says it plainly.",
  items: [
    { id: "DR1", title: "answer first", points: 3, kind: "checker", critical: false, met_when: "first" },
    { id: "DR4", title: "bad news", points: 3, kind: "judge", critical: true, met_when: "plain" },
  ],
};
const SCENARIO = { id: "s" } as Scenario;

describe("gradeTranscript", () => {
  test("adds points and marks from the rubric, and leaves unread items to a judge", () => {
    const [grade] = gradeTranscript(SCENARIO, reply({ assistant: "Walk." }), [], [grader(met)]);
    expect(grade).toMatchObject({ dimension: "directness", score: 1, criticalFail: false });
    expect(grade?.items).toMatchObject([
      { id: "DR1", state: "met", points: 3, by: "checker" },
      { id: "DR4", state: "ungraded", critical: true, reason: expect.stringMatching(/^needs judge: /) },
    ]);
  });

  test.each(["error", "refused", "truncated"])("grades nothing of a reply whose outcome is %s", (outcome) => {
    const [grade] = gradeTranscript(SCENARIO, reply({ assistant: "Wal", outcome }), [], [grader(met)]);
    expect(grade?.score).toBeNull();
    expect(grade?.items.map(({ state }) => state)).toEqual(["ungraded", "ungraded"]);
    expect(grade?.items[0]?.reason).toContain(`outcome ${outcome}`);
  });

  test("fault 19: a checker that throws leaves its items ungraded and the other dimensions untouched", () => {
    const broken = grader(() => {
      throw new RangeError("boom");
    });
    const [first, second] = gradeTranscript(
      SCENARIO,
      reply({ assistant: "Walk." }),
      [],
      [broken, grader(met)],
    );
    expect(first).toMatchObject({
      score: null,
      items: [{ state: "ungraded", reason: "checker failed: boom" }, {}],
    });
    expect(second?.score).toBe(1);
  });

  test("a grader's own file that cannot be read is no fault of the reply, and ends the grading", () => {
    const unreadable = grader(() => {
      throw new InputError([{ place: { file: "words.yaml", line: 3 }, field: "", message: "found nothing" }]);
    });
    expect(() =>
      gradeTranscript(SCENARIO, reply({ assistant: "Walk." }), [], [grader(met), unreadable]),
    ).toThrow(/words\.yaml:3/);
  });

  test("an item may be marked critical by the scenario", () => {
    expect(
      gradeTranscript(SCENARIO, reply({ assistant: "Well…" }), [], [grader(marked)])[0]?.criticalFail,
    ).toBe(true);
  });
});

const met: Checker = () => ({
  findings: [{ id: "DR1", state: "met", evidence: [], reason: "first sentence" }],
});

const marked: Checker = () => ({
  findings: [{ id: "DR1", state: "not_met", evidence: [], reason: "late", critical: true }],
});

function grader(check: Checker): Grader {
  return { rubric: RUBRIC, check };
}

function reply(turn: { assistant: string; outcome?: string }) {
  return transcriptFromDisk(TranscriptSchema.parse({ scenario: "s", turns: [turn] }));
}
