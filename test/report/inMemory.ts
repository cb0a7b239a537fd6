import { type Grade, gradeToDisk, REPLY_VERDICTS } from "../../src/records/grade.ts";
import { DIMENSIONS } from "../../src/records/rubric.ts";
import { type Transcript, transcriptOutcome } from "../../src/records/transcript.ts";
import { acceptableReplies } from "../../src/records/verdict.ts";
import { renderHtml } from "../../src/report/html/render.ts";
import type { GradedReply, HtmlInput, ReportInput, ReportRow } from "../../src/report/input.ts";
import { failedCritical } from "../../src/report/item.ts";
import { namedCases, namelessCases, NO_CASES, plus, renderJunit } from "../../src/report/junit.ts";

/** A run whose records are all in memory. */
export interface Records extends ReportInput {
  scenarios: ReportInput["scenarios"][number][];
  decisions: Record<string, HtmlInput["decisions"][string]>;
  transcripts: Transcript[];
  grades: Grade[];
}

/** The HTML report of records in memory. */
export async function htmlOf(records: Records, most?: number): Promise<string> {
  let html = "";
  for await (const piece of renderHtml(htmlInput(records), most)) html += piece;
  return html;
}

/** The JUnit report of records in memory. */
export function junitOf(records: Records): string {
  const models = Map.groupBy(repliesOf(records), ({ transcript }) => transcript.model);
  const suites = [...models].map(([model, replies]) => {
    const items = records.summary.models.flatMap((entry) => entry.items);
    const cases = replies.map((reply) => namedCases(namelessCases(reply, items), reply.transcript));
    return {
      model,
      counts: cases.map(({ counts }) => counts).reduce(plus, NO_CASES),
      cases: cases.map(({ xml }) => xml),
    };
  });
  return [...renderJunit(records, suites)].join("");
}

function htmlInput(records: Records): HtmlInput {
  const replies = repliesOf(records).filter(({ transcript }) =>
    records.scenarios.some(({ id }) => id === transcript.scenario),
  );
  return {
    ...records,
    rows: replies.map((reply) => rowOf(reply, records)),
    async *replies(places) {
      for (const place of places) {
        const reply = replies[place];
        if (reply)
          yield {
            transcript: reply.transcript,
            grades: reply.grades.map((grade) => JSON.stringify(gradeToDisk(grade))),
          };
      }
    },
  };
}

function repliesOf({ transcripts, grades }: Records): GradedReply[] {
  const own = Map.groupBy(grades, nameOf);
  return transcripts.map((transcript) => ({ transcript, grades: own.get(nameOf(transcript)) ?? [] }));
}

function nameOf({ scenario, model, repeat }: Transcript | Grade): string {
  return JSON.stringify([scenario, model, repeat]);
}

function rowOf({ transcript, grades }: GradedReply, { scenarios, decisions, summary }: Records): ReportRow {
  const scenario = scenarios.find(({ id }) => id === transcript.scenario);
  if (!scenario) throw new Error(`no scenario ${transcript.scenario}`);
  const gold = decisions[scenario.id] ?? [];
  const verdicts = grades.find(({ dimension }) => dimension === "disqualification")?.details["verdicts"];
  const last: unknown = Array.isArray(verdicts) ? verdicts.at(-1) : null;
  const said = REPLY_VERDICTS.find((verdict) => verdict === last && scenario.verdictExpected) ?? null;
  const { errors = [] } = summary.models.find(({ model }) => model === transcript.model)?.verdicts ?? {};
  return {
    scenario,
    model: transcript.model,
    repeat: transcript.repeat,
    outcome: transcriptOutcome(transcript),
    gold: scenario.verdictExpected ? (gold.at(-1)?.verdict ?? null) : null,
    said,
    right: said === null || said === "needs_judge" ? null : acceptableReplies(scenario, gold).includes(said),
    scores: DIMENSIONS.map(
      (dimension) => grades.find((grade) => grade.dimension === dimension)?.score ?? Number.NaN,
    ),
    critical: grades.filter(({ criticalFail }) => criticalFail).length,
    failed: grades.flatMap(failedCritical).map(({ id }) => id),
    ungraded: grades.flatMap(({ items }) => items).filter(({ state }) => state === "ungraded").length,
    errors: errors
      .filter(({ samples }) =>
        samples.some((sample) => sample.scenario === scenario.id && sample.repeat === transcript.repeat),
      )
      .map(({ name }) => name),
  };
}
