import { join } from "node:path";
import { GRADERS } from "../../../graders/index.ts";
import { gradeTranscript } from "../../../src/grading/grade.ts";
import { callsFor, sheetsOf } from "../../../src/grading/judge/judge.ts";
import type { Sheet } from "../../../src/grading/judge/questions.ts";
import { decideAll } from "../../../src/policy/decideAll.ts";
import { loadPolicy } from "../../../src/policy/load.ts";
import type { Decision } from "../../../src/records/decision.ts";
import type { Grade } from "../../../src/records/grade.ts";
import type { Judged } from "../../../src/records/judge.ts";
import type { Dimension } from "../../../src/records/rubric.ts";
import type { Scenario } from "../../../src/records/scenario.ts";
import { ROOT } from "../../support/cli.ts";
import { fixtureScenario, transcriptOf } from "../../support/replies.ts";

/** A graded transcript as a run holds it, with what is left to a judge. */
export interface Case {
  scenario: Scenario;
  gold: Decision[];
  grades: Grade[];
  sheets: Sheet[];
  calls: ReturnType<typeof callsFor>;
}

/** Grades replies to a scenario of test/fixtures/graders by every checker. */
export function caseOf(name: string, ...replies: string[]): Case {
  return caseFor(fixtureScenario(name), ...replies);
}

/** Grades replies to a scenario by every checker. */
export function caseFor(
  scenario: Scenario,
  ...replies: (string | { assistant: string; outcome: "truncated" })[]
): Case {
  const gold = decideAll([scenario], loadPolicy(join(ROOT, "persona", "policy.yaml")))[scenario.id] ?? [];
  const whole = transcriptOf(
    scenario,
    ...replies.map((one) => (typeof one === "string" ? one : one.assistant)),
  );
  const turns = whole.turns.map((turn, index) => {
    const reply = replies[index];
    return typeof reply === "object" ? { ...turn, outcome: reply.outcome } : turn;
  });
  const transcript = { ...whole, turns, model: "the-model-under-test" };
  const grades = gradeTranscript(scenario, transcript, gold, Object.values(GRADERS));
  const sheets = sheetsOf({ grades, scenarios: [scenario], transcripts: [transcript] });
  return { scenario, gold, grades, sheets, calls: callsFor(sheets) };
}

/** The sheet of one dimension; fails where nothing of it is left to a judge. */
export function sheetFor({ sheets }: Case, dimension: Dimension): Sheet {
  const sheet = sheets.find(({ grade }) => grade.dimension === dimension);
  if (!sheet) throw new Error(`nothing of ${dimension} is left to a judge`);
  return sheet;
}

/** What a judge is taken to say: met with a quote, not met, or a void answer. */
export type Said = { met: boolean; quote?: string } | { failure: string };

/** Votes on the questions of a sheet by item; an item may have several votes. */
export function votesOf(sheet: Sheet, said: Record<string, Said | Said[]>): Map<string, Judged[]> {
  return new Map(
    sheet.questions.flatMap(({ key, item }) => {
      const one = said[item];
      if (one === undefined) return [];
      const votes = (Array.isArray(one) ? one : [one]).map((each, index) => ({
        question: key,
        judge: "a-judge",
        scenario: sheet.scenario.id,
        dimension: sheet.grade.dimension,
        item,
        vote: index + 1,
        met: "met" in each ? each.met : null,
        quote: ("quote" in each && each.quote) || "",
        failure: "failure" in each ? each.failure : null,
      }));
      return [[key, votes] as const];
    }),
  );
}
