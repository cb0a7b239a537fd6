import { type Call, callsOf } from "../../grading/judge/request.ts";
import { sheetsOf } from "../../grading/judge/judge.ts";
import type { Grade } from "../../records/grade.ts";
import type { Rubric, RubricItem } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";

/**
 * The calls, at a vote each, that a reply to each of these scenarios can leave to a judge at most: code leaves it every item that there is a
 * question for. What the replies say is missing from them.
 */
export function mostCalls(scenarios: readonly Scenario[], rubrics: readonly Rubric[]): Map<string, Call[]> {
  const sheets = sheetsOf({
    scenarios,
    transcripts: scenarios.map(unspoken),
    grades: scenarios.flatMap((scenario) => rubrics.map((rubric) => openGrade(scenario, rubric))),
  });
  const calls = Map.groupBy(sheets.flatMap(callsOf), ({ sheet }) => sheet.scenario.id);
  return new Map(scenarios.map(({ id }) => [id, calls.get(id) ?? []]));
}

const NOBODY = { model: "nobody", repeat: 1 };

function unspoken({ id, turns }: Scenario): Transcript {
  return {
    scenario: id,
    ...NOBODY,
    persona: { name: "unknown", version: "unknown", sha256: null },
    turns: turns.map(({ text }) => ({
      user: text,
      assistant: "",
      outcome: "ok",
      stopReason: null,
      usage: null,
      latencyMs: null,
      requestId: null,
    })),
    attempts: 0,
    costUsd: null,
  };
}

function openGrade(scenario: Scenario, { dimension, items }: Rubric): Grade {
  return {
    scenario: scenario.id,
    ...NOBODY,
    dimension,
    score: null,
    rawScore: null,
    criticalFail: false,
    items: items.flatMap((item) =>
      idsOf(item, scenario).map((id) => ({
        id,
        state: "ungraded" as const,
        points: item.points,
        critical: item.critical,
        by: "checker" as const,
        evidence: [],
        reason: "needs judge: nobody has read it",
      })),
    ),
    details: {},
  };
}

/** A rubric line is graded once, or once for each of the scenario's subjects. */
function idsOf({ id, per }: RubricItem, scenario: Scenario): string[] {
  if (per === undefined) return [id];
  const codes = {
    element: scenario.salientElements,
    required_reason: scenario.requiredReasons.map(({ code }) => code),
    forbidden_reason: scenario.forbiddenReasons.map(({ code }) => code),
  };
  return codes[per].map((code) => `${id}.${code}`);
}
