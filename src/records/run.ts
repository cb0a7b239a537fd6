import { z } from "zod";
import { JudgingSchema } from "./judge.ts";
import { type Camel, fromDisk, toDisk } from "./wire.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

/** run.json: what was run, so that two runs can be told alike or apart, and what became of it. */
export const RunSchema = z.looseObject({
  id: z.string().min(1),
  /** `unfinished`: samples are still being asked, or its process was killed; transcripts.jsonl is then a journal. */
  status: z.enum(["complete", "partial", "unfinished"]),
  /** Everything that can change a score, and nothing that cannot; `sha256` is over the rest of this object. */
  identity: z.looseObject({
    sha256: hash,
    persona: z.looseObject({ name: z.string(), version: z.string(), sha256: hash.nullable() }),
    policy: z.looseObject({ version: z.string(), sha256: hash }),
    scenarios: z.looseObject({
      count,
      sha256: hash,
      /** Content hash of each scenario, by which two runs are joined; run folders made before it was kept lack it. */
      hashes: z.array(z.looseObject({ id: z.string(), sha256: hash })),
    }),
    graders: z.looseObject({ sha256: hash }),
    judge: z.looseObject({ model: z.string(), sha256: hash }).nullable(),
    models: z.array(z.looseObject({ id: z.string(), parameters: z.record(z.string(), z.unknown()) })),
    repeats: count,
  }),
  provenance: z.looseObject({
    /** `recorded` = replies recorded earlier from a language model; `foreign` = transcripts handed to `grade`. */
    replies: z.enum(["recorded", "live", "simulated", "foreign"]),
    dealbench_version: z.string(),
    git_commit: z.string().nullable(),
    node_version: z.string(),
    persona_source: z.string(),
    scenarios_source: z.string(),
    responses_source: z.string().nullable(),
    started_at: z.iso.datetime(),
    /** Of an unfinished run: when this file was written. */
    finished_at: z.iso.datetime(),
    /** Sentences that a reader must know before believing a figure ("recorded replies, no model was called"). */
    notes: z.array(z.string()),
  }),
  /** Transcripts by outcome; `planned` = scenarios × models × repeats, so `planned − transcripts` are missing. */
  counts: z.looseObject({
    planned: count,
    transcripts: count,
    ok: count,
    refused: count,
    truncated: count,
    empty: count,
    error: count,
  }),
  cost: z.looseObject({
    /** Spent by this run in USD; null = unknown, never 0 for unknown. */
    incurred_usd: z.number().nonnegative().nullable(),
    input_tokens: count.nullable(),
    output_tokens: count.nullable(),
    /** Calls made, failed ones included; absent in run folders made before it was kept. */
    attempts: count.nullable().optional(),
    /** Time at work, in seconds, summed over the sessions; absent where it is not known. */
    seconds: z.number().nonnegative().optional(),
  }),
  /** Which part of the plan this run is; absent where it is all of it. No part of the identity: shards of a run share that. */
  shard: z.looseObject({ index: z.int().positive(), of: z.int().positive() }).optional(),
  /** The processes that worked on it, in order; one that was killed ended with its last reply. Absent for a replay. */
  sessions: z
    .array(z.looseObject({ started_at: z.iso.datetime(), ended_at: z.iso.datetime().nullable() }))
    .optional(),
  /** What stands in superseded.jsonl: replies that were asked for again. `cost` includes theirs, `counts` does not. */
  superseded: z
    .looseObject({
      transcripts: count,
      attempts: count.nullable(),
      incurred_usd: z.number().nonnegative().nullable(),
      input_tokens: count.nullable(),
      output_tokens: count.nullable(),
    })
    .optional(),
  /**
   * Who is to judge, from the run's first moment on; absent where nobody is, and in folders made before it was kept. No part of the
   * identity, which a judge joins once it has judged.
   */
  judge_wanted: z.looseObject({ model: z.string(), votes: count.positive() }).optional(),
  /** What became of the questions put to a judge; absent where none was asked. */
  judge: JudgingSchema.optional(),
});

type Known<T> = T extends readonly (infer Item)[]
  ? Known<Item>[]
  : T extends object
    ? { [K in keyof T as string extends K ? never : K]: Known<T[K]> }
    : T;

export type Run = Camel<Known<z.output<typeof RunSchema>>>;

const KEYS = { opaque: new Set(["parameters"]) };

/** Turns a parsed run.json into its form in memory. */
export function runFromDisk(run: z.output<typeof RunSchema>): Run {
  return fromDisk(run, KEYS) as Run;
}

/** The run in the form of {@link RunSchema}. */
export function runToDisk(run: Run): unknown {
  return toDisk(run, KEYS);
}
