import { responseId } from "../../files/responseId.ts";
import type { Grade, ReplyVerdict } from "../../records/grade.ts";
import { REPLY_VERDICTS } from "../../records/grade.ts";
import { type Dimension, DIMENSIONS } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { VerdictError } from "../../records/summary.ts";
import { type Transcript, transcriptOutcome } from "../../records/transcript.ts";
import { acceptableReplies } from "../../records/verdict.ts";
import type { ReportInput } from "../input.ts";
import type { Columns, ReportIndex, SampleDetail, ScenarioLine } from "./data.ts";

/** A report's rows: the index that the page opens with, and each row's detail in the same order. */
export interface Rows {
  index: ReportIndex;
  details: SampleDetail[];
}

/** Lays the records out by row, in the order of `transcripts`; a transcript of an unknown scenario has no row. */
export function layOut(input: ReportInput): Rows {
  const scenarioAt = new Map(input.scenarios.map((scenario, index) => [scenario.id, index]));
  const models = [...new Set([...input.summary.models, ...input.transcripts].map(({ model }) => model))];
  const gradesOf = Map.groupBy(input.grades, sampleKey);
  const errorsOf = errorsBySample(input);
  const rows = emptyColumns();
  const details: SampleDetail[] = [];
  for (const transcript of input.transcripts) {
    const at = scenarioAt.get(transcript.scenario);
    const scenario = at === undefined ? undefined : input.scenarios[at];
    if (at === undefined || !scenario) continue;
    const grades = gradesOf.get(sampleKey(transcript)) ?? [];
    const errors = errorsOf.get(sampleKey(transcript));
    if (errors) rows.errors[details.length] = errors;
    rows.scenario.push(at);
    rows.model.push(models.indexOf(transcript.model));
    rows.repeat.push(transcript.repeat);
    rows.outcome.push(transcriptOutcome(transcript));
    addVerdict(rows, scenario, grades, input);
    addGrades(rows, grades);
    details.push({
      response: responseId(transcript),
      transcript: withoutScriptedTurns(transcript, scenario),
      grades,
    });
  }
  const { run, summary } = input;
  return { index: { run, summary, models, scenarios: input.scenarios.map(scenarioLine), rows }, details };
}

function sampleKey({ scenario, model, repeat }: { scenario: string; model: string; repeat: number }): string {
  return JSON.stringify([scenario, model, repeat]);
}

function errorsBySample({ summary }: ReportInput): Map<string, VerdictError[]> {
  const errors = new Map<string, VerdictError[]>();
  for (const { model, verdicts } of summary.models) {
    for (const { name, samples } of verdicts.errors) {
      for (const sample of samples) {
        const key = sampleKey({ ...sample, model });
        errors.set(key, [...(errors.get(key) ?? []), name]);
      }
    }
  }
  return errors;
}

function emptyColumns(): Columns {
  const scores = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, []]));
  return {
    scenario: [],
    model: [],
    repeat: [],
    outcome: [],
    gold: [],
    said: [],
    right: [],
    scores: scores as unknown as Record<Dimension, (number | null)[]>,
    critical: [],
    ungraded: [],
    errors: {},
  };
}

function addVerdict(
  rows: Columns,
  scenario: Scenario,
  grades: readonly Grade[],
  { decisions }: ReportInput,
): void {
  const gold = decisions[scenario.id] ?? [];
  const said = scenario.verdictExpected ? lastVerdict(grades) : null;
  const readable = said !== null && said !== "needs_judge";
  rows.gold.push(scenario.verdictExpected ? (gold.at(-1)?.verdict ?? null) : null);
  rows.said.push(said);
  rows.right.push(readable ? acceptableReplies(scenario, gold).includes(said) : null);
}

/** `verdicts` of the disqualification grade has one entry a turn (DESIGN.md "On disk"). */
function lastVerdict(grades: readonly Grade[]): ReplyVerdict | null {
  const verdicts = grades.find((grade) => grade.dimension === "disqualification")?.details["verdicts"];
  const last: unknown = Array.isArray(verdicts) ? verdicts.at(-1) : undefined;
  return REPLY_VERDICTS.find((verdict) => verdict === last) ?? null;
}

function addGrades(rows: Columns, grades: readonly Grade[]): void {
  for (const dimension of DIMENSIONS) {
    rows.scores[dimension].push(grades.find((grade) => grade.dimension === dimension)?.score ?? null);
  }
  rows.critical.push(grades.filter((grade) => grade.criticalFail).length);
  const items = grades.flatMap((grade) => grade.items);
  rows.ungraded.push(items.filter((item) => item.state === "ungraded").length);
}

/** User turns that equal the scenario's script are left out: the page has them from the scenario. */
function withoutScriptedTurns(transcript: Transcript, scenario: Scenario): Transcript {
  const turns = transcript.turns.map((turn, index) =>
    turn.user === scenario.turns[index]?.text ? { ...turn, user: "" } : turn,
  );
  return { ...transcript, turns };
}

function scenarioLine(scenario: Scenario): ScenarioLine {
  const { id, title, family, taskType, industry, stage, overlay, dealValueUsd } = scenario;
  return { id, title, family, task: taskType, industry, stage, overlay, valueUsd: dealValueUsd };
}
