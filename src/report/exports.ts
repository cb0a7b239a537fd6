import type { Grade } from "../records/grade.ts";
import type { Run } from "../records/run.ts";
import { transcriptOutcome } from "../records/transcript.ts";
import { type CellValue, csvRow } from "./csv.ts";
import type { GradedReply } from "./input.ts";

/** What one row of an export is. */
export const EXPORT_ROWS = ["dimension", "item"] as const;
export type ExportRows = (typeof EXPORT_ROWS)[number];

/** What a writer is given: the run, what a row is, and its replies with their grades, one in memory at a time. */
interface ExportSource {
  run: Run;
  rows: ExportRows;
  replies: AsyncIterable<GradedReply>;
}

/** Makes the text of an export, piece by piece. */
export type ExportWriter = (source: ExportSource) => AsyncIterable<string>;

/** Every format by the name that --to takes. */
export const EXPORTS: Record<string, ExportWriter> = { csv: writeCsv, jsonl: writeJsonl };

async function* writeCsv(source: ExportSource): AsyncGenerator<string> {
  yield csvRow(COLUMNS[source.rows]);
  for await (const reply of source.replies) {
    for (const row of rowsOf(source, reply)) {
      yield csvRow(COLUMNS[source.rows].map((column) => row[column] ?? null));
    }
  }
}

async function* writeJsonl(source: ExportSource): AsyncGenerator<string> {
  for await (const reply of source.replies) {
    for (const row of rowsOf(source, reply)) yield `${JSON.stringify(row)}\n`;
  }
}

const SAMPLE = [
  "run",
  "replies",
  "persona",
  "scenario",
  "model",
  "repeat",
  "outcome",
  "attempts",
  "cost_usd",
  "latency_ms",
  "input_tokens",
  "output_tokens",
  "dimension",
];

/** The columns of each kind of row, which are also its keys in JSONL. */
const COLUMNS: Record<ExportRows, string[]> = {
  dimension: [...SAMPLE, "score", "raw_score", "critical_fail", "met", "not_met", "n/a", "ungraded", "said"],
  item: [...SAMPLE, "item", "state", "points", "critical", "by", "reason", "quote"],
};

type Row = Record<string, CellValue>;

/** One row a dimension, or one an item; a reply without grades has one row with neither. */
function rowsOf({ run, rows }: Pick<ExportSource, "run" | "rows">, reply: GradedReply): Row[] {
  const sample = sampleRow(run, reply);
  if (reply.grades.length === 0) return [{ ...sample, dimension: null }];
  return reply.grades.flatMap((grade) => {
    const own = { ...sample, dimension: grade.dimension };
    return rows === "item" ? itemRows(own, grade) : [dimensionRow(own, grade)];
  });
}

function sampleRow(run: Run, { transcript }: GradedReply): Row {
  const { turns, persona, costUsd, attempts } = transcript;
  return {
    run: run.id,
    replies: run.provenance.replies,
    persona: `${persona.name} ${persona.version}`,
    scenario: transcript.scenario,
    model: transcript.model,
    repeat: transcript.repeat,
    outcome: transcriptOutcome(transcript),
    attempts,
    cost_usd: costUsd,
    latency_ms: total(turns.map(({ latencyMs }) => latencyMs)),
    input_tokens: total(turns.map(({ usage }) => usage?.inputTokens ?? null)),
    output_tokens: total(turns.map(({ usage }) => usage?.outputTokens ?? null)),
  };
}

function dimensionRow(sample: Row, { score, rawScore, criticalFail, items, details }: Grade): Row {
  const having = (state: string) => items.filter((item) => item.state === state).length;
  const verdicts = details["verdicts"];
  const last: unknown = Array.isArray(verdicts) ? verdicts.at(-1) : null;
  return {
    ...sample,
    score,
    raw_score: rawScore,
    critical_fail: criticalFail,
    met: having("met"),
    not_met: having("not_met"),
    "n/a": having("n/a"),
    ungraded: having("ungraded"),
    said: typeof last === "string" ? last : null,
  };
}

function itemRows(sample: Row, { items }: Grade): Row[] {
  return items.map(({ id, state, points, critical, by, reason, evidence }) => ({
    ...sample,
    item: id,
    state,
    points,
    critical,
    by,
    reason,
    quote: evidence.map(({ quote }) => quote).join(" … "),
  }));
}

/** The sum, or null as soon as one part is unknown. */
function total(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum: number | null, part) => (sum === null || part === null ? null : sum + part), 0);
}
