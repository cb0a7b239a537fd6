import { z } from "zod";
import { GOLD_VERDICTS } from "./decision.ts";
import { REPLY_VERDICTS } from "./grade.ts";
import { DIMENSIONS } from "./rubric.ts";
import { OUTCOMES } from "./transcript.ts";
import { type Camel, fromDisk, toDisk } from "./wire.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const score = z.number().min(0).max(1).nullable();
const ids = z.array(z.string());

/** Who answered, under which persona, graded by what; in run.json at more length. */
const ArmRunSchema = z.looseObject({
  id: z.string().min(1),
  status: z.enum(["complete", "partial", "unfinished"]),
  identity_sha256: hash,
  persona: z.looseObject({ name: z.string(), version: z.string(), sha256: hash.nullable() }),
  policy: z.looseObject({ version: z.string(), sha256: hash }),
  graders: z.looseObject({ sha256: hash }),
  judge: z.looseObject({ model: z.string(), sha256: hash }).nullable(),
  model: z.string(),
  replies: z.enum(["recorded", "live", "simulated", "foreign"]),
  finished_at: z.iso.datetime(),
  git_commit: z.string().nullable(),
  persona_source: z.string(),
});

/** A rubric line: what an item id stands for. */
const LineSchema = z.looseObject({
  id: z.string(),
  dimension: z.enum(DIMENSIONS),
  title: z.string(),
  /** What it is called where it counts against a reply; absent in baselines made before rubrics said it. */
  failed: z.string().optional(),
  points: z.number(),
});

const ArmScenarioSchema = z.looseObject({
  id: z.string().min(1),
  sha256: hash,
  title: z.string(),
  family: z.string(),
  pair_role: z.enum(["a", "b"]).nullable(),
  /** The right verdict after the last turn; null where none is asked for. */
  gold: z.enum(GOLD_VERDICTS).nullable(),
});

/** One planned reply, reduced to what a comparison needs. Item lists hold ids; an item in none of them did not apply. */
const ArmSampleSchema = z.looseObject({
  scenario: z.string(),
  repeat: z.int().positive(),
  outcome: z.enum([...OUTCOMES, "missing"]),
  /** The last reply's verdict, where the checker could tell. */
  said: z.enum(REPLY_VERDICTS).nullable(),
  scores: z.partialRecord(z.enum(DIMENSIONS), score),
  /** Dimensions that are due a score and have none. */
  unscored: z.array(z.enum(DIMENSIONS)),
  /** Items that stand well (wanted and met, or unwanted and absent), badly, and unread. */
  good: ids,
  bad: ids,
  ungraded: ids,
  /** Those among `good` and `bad` that a judge graded; a checker graded the rest. */
  judged: ids.default([]),
  /** The critical ones among `bad`. */
  critical: z.array(z.looseObject({ id: z.string(), reason: z.string() })),
  words: z.int().nonnegative().nullable(),
  /** Turns that were answered or failed, each a call; null in baselines made before it was kept. */
  calls: z.int().nonnegative().nullable().default(null),
  cost_usd: z.number().nonnegative().nullable(),
});

/** One model's part of a run, as far as it can be compared: the same whether it comes from a run folder or from a baseline. */
const ArmSchema = z.looseObject({
  run: ArmRunSchema,
  lines: z.array(LineSchema),
  scenarios: z.array(ArmScenarioSchema),
  samples: z.array(ArmSampleSchema),
});

/** reports/baselines/<name>.json: a blessed run, small enough to be committed. */
export const BaselineSchema = ArmSchema.extend({
  name: z.string().min(1),
  blessed_at: z.iso.datetime(),
  /** What the run showed, for readers; a comparison computes its own figures. */
  summary: z.looseObject({
    headline: z.string(),
    verdict_right: score,
    macro_recall: score,
    pair_consistency: score,
    pass_rate: score,
    dimensions: z.array(
      z.looseObject({
        dimension: z.enum(DIMENSIONS),
        value: score,
        low: score,
        high: score,
        scored: z.int().nonnegative(),
        unscored: z.int().nonnegative(),
      }),
    ),
  }),
});

type Strict<T> = T extends readonly (infer Item)[]
  ? Strict<Item>[]
  : T extends object
    ? { [K in keyof T as string extends K ? never : K]: Strict<T[K]> }
    : T;

export type Arm = Camel<Strict<z.output<typeof ArmSchema>>, "scores">;
export type ArmRun = Arm["run"];
export type ArmScenario = Arm["scenarios"][number];
export type ArmSample = Arm["samples"][number];
export type Baseline = Camel<Strict<z.output<typeof BaselineSchema>>, "scores">;

const KEYS = { opaque: new Set(["scores"]) };

/** Turns a parsed baseline into its form in memory. */
export function baselineFromDisk(baseline: z.output<typeof BaselineSchema>): Baseline {
  return fromDisk(baseline, KEYS) as Baseline;
}

/** The baseline in the form of {@link BaselineSchema}. */
export function baselineToDisk(baseline: Baseline): unknown {
  return toDisk(baseline, KEYS);
}
