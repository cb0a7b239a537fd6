import type { Comparison } from "../../records/comparison.ts";
import type { GatePolicy } from "../../records/gate.ts";
import { compareArms, type Side } from "./compare.ts";

/** The comparison of a prompt with itself, which needs no reply: nothing can have changed. */
export function identicalComparison(
  a: Side,
  b: Side,
  policy: GatePolicy & { sha256: string },
  { seed, scenarios }: { seed: number; scenarios: number },
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
    sequential: {
      seed,
      stop: "identical",
      visits: 0,
      scenarios,
      calls: { candidate: 0, baseline: 0, confirming: 0, ahead: 0, kept: 0, canary: 0 },
      fixedDesignCalls: null,
      costUsd: 0,
      criteria: [],
    },
  };
}
