import type { Comparison } from "../../records/comparison.ts";
import type { GatePolicy } from "../../records/gate.ts";
import type { SequentialRecord } from "../../records/regression.ts";
import { compareArms, type Side } from "./compare.ts";

/** The comparison of a prompt with itself, which needs no reply: nothing can have changed. */
export function identicalComparison(
  a: Side,
  b: Side,
  policy: GatePolicy & { sha256: string },
  order: Order,
): Comparison {
  const reason = "Prompt, parameters and model are the same on both sides: nothing can have changed.";
  return {
    ...compareArms(a, b, policy),
    headline: `Not regressed: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
    decision: {
      verdict: "not_regressed",
      refused: false,
      reasons: [reason],
      regressed: [],
      cleared: policy.gating.map(({ criterion }) => criterion),
      open: [],
      improved: [],
      nMore: null,
    },
    criteria: [],
    figures: [],
    notes: [],
    sequential: nothingAsked("identical", order),
  };
}

/** What a regression would have gone by. */
interface Order {
  seed: number;
  scenarios: number;
}

/**
 * The comparison of two texts that the stand-in takes for one: its replies would differ by chance alone, so that nobody is asked and
 * nothing decided. `reasons` are sentences; the first one is the headline's.
 */
export function unreadComparison(
  a: Side,
  b: Side,
  policy: GatePolicy & { sha256: string },
  { reasons: [first = "nothing was read", ...reasons], ...order }: Order & { reasons: readonly string[] },
): Comparison {
  return {
    ...compareArms(a, b, policy),
    headline: `Inconclusive: ${first}`,
    decision: {
      verdict: "inconclusive",
      refused: true,
      reasons,
      regressed: [],
      cleared: [],
      open: policy.gating.map(({ criterion }) => criterion),
      improved: [],
      nMore: null,
    },
    criteria: [],
    figures: [],
    notes: [],
    sequential: nothingAsked("unread", order),
  };
}

function nothingAsked(stop: SequentialRecord["stop"], { seed, scenarios }: Order): SequentialRecord {
  return {
    seed,
    stop,
    visits: 0,
    scenarios,
    calls: { candidate: 0, baseline: 0, confirming: 0, ahead: 0, kept: 0, canary: 0 },
    fixedDesignCalls: null,
    costUsd: 0,
    criteria: [],
  };
}
