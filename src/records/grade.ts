import { z } from "zod";
import type { Decision } from "./decision.ts";
import { DIMENSIONS, type Dimension, type Rubric } from "./rubric.ts";
import type { Scenario } from "./scenario.ts";
import type { Transcript } from "./transcript.ts";
import { fromDisk, toDisk } from "./wire.ts";

/** What a reply's verdict can read as; `needs_judge` = the extractor does not dare to tell (CODEBOOK §5). */
export const REPLY_VERDICTS = [
  "pursue",
  "develop",
  "disqualify",
  "no_verdict",
  "conflict",
  "needs_judge",
] as const;
export type ReplyVerdict = (typeof REPLY_VERDICTS)[number];

export const ITEM_STATES = ["met", "not_met", "n/a", "ungraded"] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** A verbatim span of one reply: UTF-16 offsets into that turn's assistant text; `quote` equals the slice. */
export interface Evidence {
  /** 1-based index of the turn. */
  turn: number;
  start: number;
  end: number;
  quote: string;
}

/** What a checker found on one item. `id` may carry a subject: `FU2.champion`, `DC3.D5`. */
export interface Finding {
  id: string;
  state: ItemState;
  evidence: Evidence[];
  /** One sentence. For `ungraded` it begins with the cause: "needs judge: …", "outcome refused: …". */
  reason: string;
  /** Overrides the rubric's mark where it depends on the scenario (DR4 is critical only under `pressure` or `bad_news`). */
  critical?: boolean;
}

/** A finding with what the rubric says of its item. */
export interface GradedItem extends Finding {
  points: number;
  critical: boolean;
  by: "checker" | "judge";
}

/** Everything a checker may look at; `gold[i]` is the decision that is right after user turn i+1. */
export interface GradeInput {
  scenario: Scenario;
  transcript: Transcript;
  gold: Decision[];
}

/** What a checker returns: one finding for each applicable rubric line (and each of its subjects). */
export interface CheckResult {
  findings: Finding[];
  details?: Record<string, unknown>;
}

export type Checker = (input: GradeInput) => CheckResult;

/** A rubric and the code that grades by it. */
export interface Grader {
  rubric: Rubric;
  check: Checker;
}

/** One dimension's grade of one transcript. `score` is null where nothing that counts could be graded. */
export interface Grade {
  scenario: string;
  model: string;
  repeat: number;
  dimension: Dimension;
  score: number | null;
  /** The score before clipping to 0..1; null with `score`. */
  rawScore: number | null;
  criticalFail: boolean;
  items: GradedItem[];
  details: Record<string, unknown>;
}

const EvidenceSchema = z.looseObject({
  turn: z.int().positive(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  quote: z.string(),
});

/** A line of grades.jsonl. */
export const GradeSchema = z.looseObject({
  scenario: z.string(),
  model: z.string(),
  repeat: z.int().positive(),
  dimension: z.enum(DIMENSIONS),
  score: z.number().min(0).max(1).nullable(),
  raw_score: z.number().nullable().default(null),
  critical_fail: z.boolean(),
  items: z.array(
    z.looseObject({
      id: z.string(),
      state: z.enum(ITEM_STATES),
      points: z.number(),
      critical: z.boolean().default(false),
      by: z.enum(["checker", "judge"]),
      evidence: z.array(EvidenceSchema),
      reason: z.string(),
    }),
  ),
  details: z.record(z.string(), z.unknown()).default({}),
});

const KEYS = { opaque: new Set(["details"]) };

/** Turns a parsed line of grades.jsonl into its form in memory. */
export function gradeFromDisk(grade: z.output<typeof GradeSchema>): Grade {
  return fromDisk(grade, KEYS) as Grade;
}

/** The grade in the form of {@link GradeSchema}. */
export function gradeToDisk(grade: Grade): unknown {
  // Spelt out: a run has millions of items, and but for these two every key is the same on disk.
  const { items, rawScore, criticalFail, ...rest } = grade;
  if (!Object.keys(rest).every(isSameOnDisk)) return toDisk(grade, KEYS);
  const { scenario, model, repeat, dimension, score, ...more } = rest;
  return {
    scenario,
    model,
    repeat,
    dimension,
    score,
    raw_score: rawScore,
    critical_fail: criticalFail,
    items: items.every((item) => Object.keys(item).every(isSameOnDisk)) ? items : toDisk(items),
    ...more,
  };
}

function isSameOnDisk(key: string): boolean {
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    if (code >= 65 && code <= 90) return false;
  }
  return true;
}
