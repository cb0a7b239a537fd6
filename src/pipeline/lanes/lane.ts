import type { OnLiveEvent } from "../../executor/live/events.ts";
import type { Executor } from "../../executor/executor.ts";
import type { Shard } from "../../executor/plan.ts";
import type { ModelRequest } from "../../records/request.ts";
import type { Spent } from "../../runs/spent.ts";

/** How replies are had: none of it can change a score. */
export interface LaneOptions {
  /** Calls in flight at most, for each account; all shards together. Default 50. */
  concurrency: number | undefined;
  /** For one attempt. Default ten minutes. */
  timeoutMs: number | undefined;
  /** Attempts after the first. Default 7. */
  maxRetries: number | undefined;
  /** For the run, all shards together; null = no limit. */
  budgetUsd: number | null;
  /** Whether replies come from the response cache and go into it. */
  useCache: boolean;
  /** Files of replies to requests that the file lane wrote out. */
  replies: readonly string[];
  /** How often a batch is asked after. */
  pollSeconds: number;
  onEvent: OnLiveEvent;
  onWarning: (warning: string) => void;
  onNotice: (notice: string) => void;
  /** Aborted: no attempt begins any more. */
  drain: AbortSignal;
}

/** What a lane is opened for. */
export interface LaneWork {
  /** The run folder; a lane that needs files of its own keeps them there. */
  folder: string;
  models: readonly string[];
  shard: Shard | null;
  /** Whether nobody is called: a stand-in costs nothing, and its replies are made anew by today's code. */
  isSimulated: boolean;
  /** What earlier sessions of the run have spent. */
  spent: Spent;
  /** User turns of the longest conversation; absent where none are had. */
  turns?: number;
  /** Whether a judge is asked, whose files a lane keeps apart from those of the candidates; absent = these are asked. */
  isJudge?: true;
}

/** An executor, and how many samples it is worth having under way. */
export interface OpenLane {
  executor: Executor;
  window: number;
  /** Whether an earlier process has sent a request to others, so that its answer only needs fetching; absent = none has. */
  isSent?: (request: ModelRequest, repeat: number) => boolean;
  /**
   * What others still have to answer, told once no more samples are begun; `isWhole` = all were tried, and nothing ended the asking
   * before. null = nothing is left with others.
   */
  leave?: (isWhole: boolean) => Promise<LeftOpen | null>;
}

/** Requests that others are to answer before the run can go on. */
export interface LeftOpen {
  requests: number;
  /** Where they are: "in reports/x/requests.jsonl". */
  where: string;
  /** Lines for the user: what to do, and the command that goes on. */
  next: string[];
}

export type LaneOpener = (work: LaneWork, options: LaneOptions) => Promise<OpenLane>;
