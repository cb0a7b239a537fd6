import { type NumberRows, numberRows } from "../records/numberRows.ts";
import type { UsageSummary } from "../records/summary.ts";
import type { Digest } from "./digest.ts";

/**
 * A model's usage so far, as far as it is counted in whole numbers: what it cost stands in the rows, so that its sum does not
 * depend on the order in which replies came in. Sums are null as soon as one part is unknown; latencies are kept for their percentiles.
 */
export interface UsageTally {
  replies: number;
  calls: number;
  attempts: number;
  tokens: Digest["tokens"];
  latencies: NumberRows;
}

/** A tally of nothing. */
export function newUsage(): UsageTally {
  return {
    replies: 0,
    calls: 0,
    attempts: 0,
    tokens: { input: 0, output: 0, cacheRead: 0, cacheCreation: 0 },
    latencies: numberRows("float64", 1),
  };
}

/** Adds one reply to a tally. */
export function addUsage(tally: UsageTally, digest: Digest): void {
  tally.replies += 1;
  tally.calls += digest.calls;
  tally.attempts += digest.attempts;
  for (const key of ["input", "output", "cacheRead", "cacheCreation"] as const) {
    tally.tokens[key] = plus(tally.tokens[key], digest.tokens[key]);
  }
  for (const latency of digest.latencies) tally.latencies.push([latency]);
}

/** What a reply cost: when it was paid, and this run; null = unknown. */
export interface Paid {
  listUsd: number | null;
  incurredUsd: number | null;
}

/** The tally as a summary shows it; `paid` has what each reply cost, `verdicts` is how many verdicts could be read. */
export function usageSummary(tally: UsageTally, paid: readonly Paid[], verdicts: number): UsageSummary {
  const { replies, calls, attempts, tokens, latencies } = tally;
  const listUsd = paid.reduce((sum: number | null, each) => plus(sum, each.listUsd), 0);
  const incurredUsd = paid.reduce((sum: number | null, each) => plus(sum, each.incurredUsd), 0);
  const priced = paid.reduce((count, each) => count + Number(each.listUsd !== null), 0);
  const { input, cacheRead, cacheCreation } = tokens;
  const allInput =
    input === null || cacheRead === null || cacheCreation === null ? null : input + cacheRead + cacheCreation;
  const known = replies > 0;
  return {
    calls,
    attempts,
    listUsd: known ? listUsd : null,
    priced,
    incurredUsd: known ? incurredUsd : null,
    perVerdictUsd: !known || listUsd === null || verdicts === 0 ? null : listUsd / verdicts,
    tokens: {
      ...tokens,
      cacheShare: allInput === null || allInput === 0 || cacheRead === null ? null : cacheRead / allInput,
    },
    latencyMs: percentiles(latencies),
  };
}

function percentiles(latencies: NumberRows): UsageSummary["latencyMs"] {
  const length = latencies.length();
  if (length === 0) return null;
  const sorted = Float64Array.from({ length }, (_, place) => latencies.at(place, 0)).sort();
  return { p50: nearestRank(sorted, 0.5), p95: nearestRank(sorted, 0.95), n: sorted.length };
}

/** The smallest value that at least `share` of all values do not exceed. */
function nearestRank(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function plus(sum: number | null, part: number | null): number | null {
  return sum === null || part === null ? null : sum + part;
}
