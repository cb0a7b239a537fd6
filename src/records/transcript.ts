import { z } from "zod";
import { type Camel, fromDisk, toDisk } from "./wire.ts";

export const OUTCOMES = ["ok", "refused", "truncated", "empty", "error"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const UsageSchema = z.looseObject({
  input_tokens: z.int().nonnegative().nullable().default(null),
  output_tokens: z.int().nonnegative().nullable().default(null),
  cache_read_input_tokens: z.int().nonnegative().nullable().default(null),
  cache_creation_input_tokens: z.int().nonnegative().nullable().default(null),
});

const TurnSchema = z.looseObject({
  user: z.string().default(""),
  assistant: z.string().nullable(),
  outcome: z.enum(OUTCOMES).optional(),
  stop_reason: z.string().nullable().default(null),
  usage: UsageSchema.nullable().default(null),
  latency_ms: z.number().nonnegative().nullable().default(null),
  request_id: z.string().nullable().default(null),
  /** Waiting before the call that answered: for a slot, failed attempts, pauses. */
  queued_ms: z.number().nonnegative().optional(),
  /** Whether the reply was paid for by another run, or by another sample that asked the same. */
  cached: z.boolean().optional(),
  /** What went wrong, for the outcome `error`. */
  error: z.string().optional(),
});

/**
 * One scenario × model × repeat as it stands on disk. Foreign transcripts may lack everything but `scenario` and
 * `turns[].assistant`; the defaults say "unknown" (null) and never pretend a measurement. Extra fields are kept.
 */
export const TranscriptSchema = z.looseObject({
  scenario: z.string().min(1),
  model: z.string().min(1).default("unknown"),
  persona: z
    .looseObject({
      name: z.string().default("unknown"),
      version: z.string().default("unknown"),
      sha256: z.string().nullable().default(null),
    })
    .default({ name: "unknown", version: "unknown", sha256: null }),
  repeat: z.int().positive().default(1),
  turns: z.array(TurnSchema).min(1),
  /** The turn after the last graded one, which asked for the verdict in one word; it is in no grade. Absent where it was not asked. */
  elicited: TurnSchema.optional(),
  attempts: z.int().nonnegative().default(1),
  /** What the replies cost when they were paid, whoever paid; null = unknown. */
  cost_usd: z.number().nonnegative().nullable().default(null),
  /** What the run that holds this transcript paid for it: less than `cost_usd` where replies came from a cache. Absent = not kept. */
  incurred_usd: z.number().nonnegative().nullable().optional(),
  /**
   * The most that the run can have paid for it, where nobody says of an attempt what it cost; a budget counts it as spent. Absent where
   * `incurred_usd` says all, and where no bound is known.
   */
  at_most_usd: z.number().nonnegative().optional(),
});

/** Fields of ours; every other key of a transcript is somebody else's and is kept as it is spelt. */
const KEYS = {
  known: new Set(
    [TranscriptSchema, TurnSchema, UsageSchema].flatMap((schema: { shape: object }) =>
      Object.keys(schema.shape),
    ),
  ),
};

type Loose<T> = T extends readonly (infer Item)[]
  ? Loose<Item>[]
  : T extends object
    ? { [K in keyof T as string extends K ? never : K]: Loose<T[K]> }
    : T;

type Mandatory = Camel<Loose<z.output<typeof TranscriptSchema>>>;
export type TranscriptTurn = Omit<Mandatory["turns"][number], "assistant" | "outcome"> & {
  assistant: string;
  outcome: Outcome;
};
export type Transcript = Omit<Mandatory, "turns" | "elicited"> & {
  turns: TranscriptTurn[];
  elicited?: TranscriptTurn;
};

/** What tells a reply from all others of its run. */
export type SampleName = Pick<Transcript, "scenario" | "model" | "repeat">;

/** What the repeats of a sample have in common, as one key: the id of a scenario holds no space. */
export function repeatedKey({ scenario, model }: Pick<SampleName, "scenario" | "model">): string {
  return `${scenario} ${model}`;
}

/** Turns a parsed transcript into its form in memory; a turn without an outcome gets the one its text implies. */
export function transcriptFromDisk(transcript: z.output<typeof TranscriptSchema>): Transcript {
  const { elicited, ...record } = fromDisk(transcript, KEYS) as Omit<Transcript, "turns" | "elicited"> & {
    turns: TurnRead[];
    elicited?: TurnRead;
  };
  const turns = record.turns.map(completed);
  return { ...record, turns, ...(elicited ? { elicited: completed(elicited) } : {}) };
}

type TurnRead = Omit<TranscriptTurn, "assistant" | "outcome"> & {
  assistant: string | null;
  outcome?: Outcome;
};

function completed(turn: TurnRead): TranscriptTurn {
  const assistant = turn.assistant ?? "";
  return { ...turn, assistant, outcome: turn.outcome ?? (assistant.trim() === "" ? "empty" : "ok") };
}

/** The transcript in the form of {@link TranscriptSchema}. */
export function transcriptToDisk(transcript: Transcript): unknown {
  return toDisk(transcript, KEYS);
}

/** The outcome of the whole transcript: that of its first turn that is not `ok`, else `ok`. */
export function transcriptOutcome(transcript: Transcript): Outcome {
  return transcript.turns.find((turn) => turn.outcome !== "ok")?.outcome ?? "ok";
}

/** What the call died of, on one line, where the outcome of the whole transcript is `error`; null otherwise, and where nobody said. */
export function errorCause({ turns }: Pick<Transcript, "turns">): string | null {
  const first = turns.find((turn) => turn.outcome !== "ok");
  const cause = first?.outcome === "error" ? (first.error ?? "").replaceAll(/\s+/g, " ").trim() : "";
  return cause === "" ? null : cause;
}
