import { toDisk } from "./wire.ts";

/** What a run would ask and cost, before a cent is spent. */
export interface DryRun {
  /** Conversations that are still to be had. */
  samples: number;
  /** The run that would go on, and how much of the plan it has; null for a new one. */
  continued: ContinuedRun | null;
  /** One for each model, in the order of the plan. */
  models: ModelDryRun[];
  /** Costs of all models together, the judge's left out. */
  costUsd: DryRunCosts;
  /** What the judge would be asked besides; absent where none is named. */
  judge?: JudgeDryRun;
  /** Sentences that a reader needs to believe the figures. */
  notes: string[];
}

export interface ContinuedRun {
  folder: string;
  /** Conversations of the plan that it has, of how many. */
  kept: number;
  planned: number;
  /** What it has paid so far, in USD; null = unknown. */
  spentUsd: number | null;
}

export interface ModelDryRun {
  model: string;
  samples: number;
  /** Calls, one for each turn of the model. */
  calls: number;
  /** Calls that the response cache already answers; nothing below counts them. */
  held: number;
  /** Calls that a batch of the run is to answer, submitted already; nothing below counts them either. */
  waiting: number;
  inputTokens: {
    tokens: number;
    /** How many of them the vendor counted; the rest is estimated. */ counted: number;
  };
  /** Of a reply of the usual length, and of replies that use all the room they have. */
  outputTokens: { typical: number; most: number };
  /** Input tokens that the prompt cache would answer: a persona and what was said before. */
  cacheableTokens: number;
  costUsd: DryRunCosts;
  /** Where the price comes from; null = unknown. */
  priceSource: string | null;
}

/**
 * What a judge would be asked. Of replies that are there it is known what code leaves to it; of those to come it is estimated
 * (`typical`, null = nothing is known to go by) and bounded (`most`).
 */
export interface JudgeDryRun {
  model: string;
  votes: number;
  /** Replies that are there, and those to come. */
  replies: { there: number; toCome: number };
  /** Calls still to be had, those in the response cache or a batch included. */
  calls: JudgeRange;
  /** Calls whose questions are all answered in the run's folder; nothing here counts them. */
  judged: number;
  /** Calls that the response cache answers, and those that a batch is to answer; nothing below counts them. */
  held: number;
  waiting: number;
  /** Estimated throughout. */
  inputTokens: JudgeRange;
  outputTokens: JudgeRange;
  costUsd: Record<keyof DryRunCosts, JudgeRange | null>;
  /** Where the price comes from; null = unknown. */
  priceSource: string | null;
}

export interface JudgeRange {
  typical: number | null;
  most: number;
}

/** In USD; null = unknown, since a price is. */
export interface DryRunCosts {
  live: DryRunCost;
  /** With the vendor's prompt cache, each model's persona written to it once. */
  liveWithPromptCache: DryRunCost;
  batch: DryRunCost;
}

export type DryRunCost = { typical: number; most: number } | null;

/** The dry run as `--json` prints it. */
export function dryRunToDisk(dryRun: DryRun): unknown {
  return toDisk(dryRun);
}
