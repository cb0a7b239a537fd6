import type { GoldVerdict } from "../../../records/decision.ts";
import type { Grade, ReplyVerdict } from "../../../records/grade.ts";
import type { Dimension } from "../../../records/rubric.ts";
import type { VerdictError } from "../../../records/summary.ts";
import type { Outcome } from "../../../records/transcript.ts";
import {
  CHUNK_ROWS,
  type ReportIndex,
  type SampleDetail,
  type ScenarioDetail,
  type ScenarioLine,
  type StoredGrade,
} from "../data.ts";

/** One line of the scenario table: one reply (scenario × model × repeat). */
export interface Row {
  at: number;
  scenario: ScenarioLine;
  scenarioAt: number;
  model: string;
  repeat: number;
  outcome: Outcome;
  gold: GoldVerdict | null;
  said: ReplyVerdict | null;
  right: boolean | null;
  scores: Partial<Record<Dimension, number | null>>;
  critical: number;
  ungraded: number;
  errors: readonly VerdictError[];
  /** Ids of the critical items that failed. */
  failed: readonly string[];
  /** Its place among the replies that the page holds whole; null where it is not one of them. */
  detail: number | null;
}

/** The report as the page works with it. */
export interface Report {
  index: ReportIndex;
  rows: Row[];
  /** Rows whose texts the page holds. */
  heldWhole: number;
}

/** Everything one row opens to. */
export interface Opened extends ScenarioDetail, Omit<SampleDetail, "grades"> {
  grades: Grade[];
}

/** Reads the index island. */
export async function loadReport(): Promise<Report> {
  const index = (await decode("index")) as ReportIndex;
  const rows = toRows(index);
  return { index, rows, heldWhole: rows.filter(({ detail }) => detail !== null).length };
}

/** Reads what one row opens to, decoding the two chunks it lies in; decoded chunks are kept. Null where the page does not hold it. */
export async function open(row: Row): Promise<Opened | null> {
  if (row.detail === null) return null;
  const [scenarios, details] = await Promise.all([
    chunk("scenarios", row.scenarioAt) as Promise<ScenarioDetail[]>,
    chunk("details", row.detail) as Promise<SampleDetail[]>,
  ]);
  const scenario = scenarios[row.scenarioAt % CHUNK_ROWS];
  const sample = details[row.detail % CHUNK_ROWS];
  if (!scenario || !sample) throw new Error(`row ${row.at} is missing from the report's data`);
  return { ...scenario, ...sample, grades: sample.grades.map(gradeOf) };
}

function gradeOf({ raw_score: rawScore, critical_fail: criticalFail, ...same }: StoredGrade): Grade {
  return { ...same, rawScore, criticalFail };
}

function toRows({ rows, scenarios, models }: ReportIndex): Row[] {
  const dimensions = Object.keys(rows.scores) as Dimension[];
  const details = rows.opens && new Map(rows.opens.map((at, place) => [at, place]));
  return rows.scenario.flatMap((scenarioAt, at) => {
    const scenario = scenarios[scenarioAt];
    if (!scenario) return [];
    return {
      at,
      scenario,
      scenarioAt,
      model: models[rows.model[at] ?? -1] ?? "unknown",
      repeat: rows.repeat[at] ?? 1,
      outcome: rows.outcome[at] ?? "error",
      gold: rows.gold[at] ?? null,
      said: rows.said[at] ?? null,
      right: rows.right[at] ?? null,
      scores: Object.fromEntries(
        dimensions.map((dimension) => [dimension, rows.scores[dimension][at] ?? null]),
      ),
      critical: rows.critical[at] ?? 0,
      ungraded: rows.ungraded[at] ?? 0,
      errors: rows.errors[at] ?? [],
      failed: rows.failed[at] ?? [],
      detail: details ? (details.get(at) ?? null) : at,
    };
  });
}

const decoded = new Map<string, Promise<unknown>>();

function chunk(name: string, at: number): Promise<unknown> {
  const id = `${name}-${Math.floor(at / CHUNK_ROWS)}`;
  const known = decoded.get(id) ?? decode(id);
  decoded.set(id, known);
  return known;
}

async function decode(id: string): Promise<unknown> {
  const base64 = document.getElementById(id)?.textContent;
  if (base64 === undefined || base64 === null)
    throw new Error(`the report's data has no part ${id}: the file is cut off`);
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
