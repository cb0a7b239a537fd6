import { z } from "zod";
import type { CriterionName } from "./gate.ts";
import { DIMENSIONS } from "./rubric.ts";
import type { Run } from "./run.ts";
import { toDisk } from "./wire.ts";

/** A mean with its 95 % interval where there is one. */
export interface TrendScore {
  value: number;
  low: number | null;
  high: number | null;
}

/** One model's part of one run, or a baseline that was blessed of it. */
export interface TrendPoint {
  runId: string;
  model: string;
  persona: { name: string; version: string; sha256: string | null };
  replies: Run["provenance"]["replies"];
  finishedAt: string;
  gradersSha256: string;
  /** The judge that graded open items; null = none. */
  judge: string | null;
  /** Share of right verdicts, and the mean score of each dimension; absent where the run does not tell. */
  scores: Partial<Record<CriterionName, TrendScore>>;
  /** Names it is blessed under today. */
  baselines: string[];
  /** Commit from which a baseline was read that no longer stands so; null where the run or the baseline is here. */
  commit: string | null;
  /** The run's report, relative to the folder of runs; null where the run folder is not here. */
  report: string | null;
}

/** trend `--json`. */
export interface Trend {
  /** Oldest first. */
  points: TrendPoint[];
  /** Files that could not be read, and why. */
  notes: string[];
}

const score = z.looseObject({
  value: z.number().nullable(),
  low: z.number().optional(),
  high: z.number().optional(),
});

/** What a trend needs of summary.json, whatever else stands there. */
export const TrendSummarySchema = z.looseObject({
  models: z.array(
    z.looseObject({
      model: z.string(),
      verdicts: z.looseObject({ right: score }),
      dimensions: z.array(z.looseObject({ dimension: z.enum(DIMENSIONS), score })),
    }),
  ),
});

/** The trend with snake_case keys; scores keep the names of their criteria. */
export function trendToDisk(trend: Trend): unknown {
  return toDisk(trend, { opaque: new Set(["scores"]) });
}
