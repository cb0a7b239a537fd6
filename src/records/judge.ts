import { z } from "zod";
import { BatchResultSchema } from "./replyLine.ts";
import { DIMENSIONS, type Dimension } from "./rubric.ts";
import { type Outcome, OUTCOMES } from "./transcript.ts";
import { type Camel, fromDisk, toDisk } from "./wire.ts";

/** A question is asked no more often: more votes cost more than they tell. */
export const MAX_VOTES = 99;

/**
 * One call to a judge, in no provider's words: everything that a call needs and nothing else. A line of
 * `dealbench judge export`.
 */
export interface JudgeRequest {
  /**
   * `<dimension>-<hash>-<vote>`: the hash is over everything below, so that the same call has the same id in every
   * process; at most 64 characters of A–Z a–z 0–9 _ -.
   */
  customId: string;
  system: string;
  messages: { role: "user"; content: string }[];
  /** JSON schema of the answer. */
  schema: Record<string, unknown>;
  /** Room for the answer and for the thinking before it. */
  maxTokens: number;
  effort: "low" | "medium" | "high";
}

/** The request as it stands on disk. */
export function judgeRequestToDisk(request: JudgeRequest): unknown {
  return toDisk(request, { opaque: new Set(["schema"]) });
}

/**
 * A line of a replies file: the answer as `answers`, as the text that holds it, or as a line of a Message-Batches
 * result. What the answer itself looks like is no matter of the file's: a bad answer leaves its items ungraded.
 */
export const JudgeReplySchema = z.looseObject({
  custom_id: z.string(),
  answers: z.unknown().optional(),
  text: z.string().nullish(),
  stop_reason: z.string().nullish(),
  result: BatchResultSchema.optional(),
});

export type JudgeReply = z.output<typeof JudgeReplySchema>;

/** What a judge is to answer with. */
export const JudgeAnswerSchema = z.object({
  item: z.string(),
  quote: z.string(),
  /** Whether what the question asks is so; of an unwanted item, whether the unwanted thing happened. */
  met: z.boolean(),
});

/**
 * One vote on one question, kept in a run folder's judge.jsonl so that grading again need not ask again. `question` is
 * the hash of all that the judge was shown for it.
 */
export const JudgedSchema = z.looseObject({
  question: z.string().regex(/^[0-9a-f]{64}$/),
  judge: z.string(),
  scenario: z.string(),
  dimension: z.enum(DIMENSIONS),
  item: z.string(),
  vote: z.int().positive(),
  /** null where the answer is void; `failure` then says why. */
  met: z.boolean().nullable(),
  quote: z.string(),
  failure: z.string().nullable(),
});

export interface Judged {
  question: string;
  judge: string;
  scenario: string;
  dimension: Dimension;
  item: string;
  vote: number;
  met: boolean | null;
  quote: string;
  failure: string | null;
}

/** Turns a parsed line of judge.jsonl into its form in memory. */
export function judgedFromDisk(judged: z.output<typeof JudgedSchema>): Judged {
  return fromDisk(judged) as Judged;
}

/** The vote in the form of {@link JudgedSchema}. */
export function judgedToDisk(judged: Judged): unknown {
  return toDisk(judged);
}

/** What became of a run's judge questions: the `judge` section of run.json. */
export const JudgingSchema = z.looseObject({
  model: z.string(),
  votes: z.int().positive(),
  /** Questions that code left to a judge, those it has answered, and those it was not asked or did not return. */
  questions: z.int().nonnegative(),
  answered: z.int().nonnegative(),
  missing: z.int().nonnegative(),
  /** Answers that could not be used, by cause. */
  void: z.array(z.looseObject({ cause: z.string(), count: z.int().positive() })),
  /** Of the questions with at least two usable votes, the share whose votes differ; null without such questions. */
  flicker: z.number().min(0).max(1).nullable(),
  /** What asking it took, apart from what the candidates took; absent where its answers came by file. */
  spent: z
    .looseObject({
      calls: z.int().nonnegative(),
      attempts: z.int().nonnegative(),
      /** Paid by this run, in USD, and what its answers cost whoever paid; null = unknown, never 0 for unknown. */
      incurred_usd: z.number().nonnegative().nullable(),
      list_usd: z.number().nonnegative().nullable(),
      input_tokens: z.int().nonnegative().nullable(),
      output_tokens: z.int().nonnegative().nullable(),
    })
    .optional(),
});

export type Judging = Camel<{
  model: string;
  votes: number;
  questions: number;
  answered: number;
  missing: number;
  void: { cause: string; count: number }[];
  flicker: number | null;
  spent?: {
    calls: number;
    attempts: number;
    incurred_usd: number | null;
    list_usd: number | null;
    input_tokens: number | null;
    output_tokens: number | null;
  };
}>;

export type JudgeSpending = NonNullable<Judging["spent"]>;

/** One call to a judge that came back, kept in a run folder's judge_calls.jsonl: what it took. */
export const JudgeCallSchema = z.looseObject({
  custom_id: z.string(),
  judge: z.string(),
  /** 1, or 2 where the first answer could not be used. */
  asking: z.int().positive(),
  outcome: z.enum(OUTCOMES),
  attempts: z.int().nonnegative(),
  cached: z.boolean(),
  cost_usd: z.number().nonnegative().nullable(),
  /** As in a transcript. */
  at_most_usd: z.number().nonnegative().optional(),
  input_tokens: z.int().nonnegative().nullable(),
  output_tokens: z.int().nonnegative().nullable(),
  latency_ms: z.number().nonnegative().nullable(),
  request_id: z.string().nullable(),
  error: z.string().nullable(),
});

export type JudgeCall = Camel<{
  custom_id: string;
  judge: string;
  asking: number;
  outcome: Outcome;
  attempts: number;
  cached: boolean;
  cost_usd: number | null;
  at_most_usd?: number;
  input_tokens: number | null;
  output_tokens: number | null;
  latency_ms: number | null;
  request_id: string | null;
  error: string | null;
}>;

/** Turns a parsed line of judge_calls.jsonl into its form in memory. */
export function judgeCallFromDisk(call: z.output<typeof JudgeCallSchema>): JudgeCall {
  return fromDisk(call) as JudgeCall;
}

/** The call in the form of {@link JudgeCallSchema}. */
export function judgeCallToDisk(call: JudgeCall): unknown {
  return toDisk(call);
}
