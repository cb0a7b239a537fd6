import type { ArmSample } from "../../records/arm.ts";
import type { ComparedArm, Comparison } from "../../records/comparison.ts";
import type { GatePolicy } from "../../records/gate.ts";
import { counted, percent } from "../wording.ts";
import { criteriaOf } from "./criterion.ts";
import { figuresOf } from "./figures.ts";
import { flipsOf, newlyFailing } from "./flips.ts";
import { decideGate } from "./gate.ts";
import { comparisonHeadline } from "./headline.ts";
import { itemComparisons } from "./items.ts";
import { type Joinable, joinArms } from "./join.ts";
import { linesOfBoth } from "./lines.ts";
import { moversOf } from "./movers.ts";
import { comparisonNotes, unreadCritical } from "./notes.ts";

/** One side and what the user calls it. */
export interface Side extends Joinable {
  source: string;
}

/**
 * Compares a baseline (a) with a candidate (b) by the gate policy. Pure. Both must have been graded by the same graders,
 * policy and judge, which is for the caller to make sure of.
 */
export function compareArms(a: Side, b: Side, policy: GatePolicy & { sha256: string }): Comparison {
  const { pairs, apart } = joinArms(a, b);
  const lines = linesOfBoth(a.arm, b.arm);
  const [before, after] = [compared(a), compared(b)];
  const criteria = criteriaOf(pairs, lines, policy);
  const failing = newlyFailing(pairs, lines, policy);
  const decision = decideGate({
    criteria: criteria.filter(({ tier }) => tier === "gating"),
    newlyFailing: failing,
    refusals: [
      ...(pairs.length === 0 ? ["The runs have no scenario in common that is the same in both."] : []),
      ...[before, after].flatMap((side, index) =>
        refusals(side, index === 0 ? "baseline" : "candidate", policy),
      ),
    ],
  });
  const result = {
    a: before,
    b: after,
    gate: { version: policy.version, sha256: policy.sha256, errorRateLimit: policy.errorRateLimit },
    estimand: policy.estimand,
    decision,
    paired: pairs.length,
    apart,
    criteria,
    newlyFailing: failing,
    flips: flipsOf(pairs),
    movers: moversOf(pairs, criteria),
    items: itemComparisons(pairs, lines),
    figures: figuresOf(pairs),
    notes: comparisonNotes({ a: before, b: after, apart, unread: unreadCritical(pairs, policy) }),
  };
  return { ...result, headline: comparisonHeadline(result) };
}

function compared({ arm, source }: Side): ComparedArm {
  const count = (...outcomes: ArmSample["outcome"][]) =>
    arm.samples.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    ...arm.run,
    source,
    samples: arm.samples.length,
    errors: count("error", "missing"),
    unanswered: count("refused", "truncated"),
  };
}

function refusals({ samples, errors, unanswered }: ComparedArm, side: string, policy: GatePolicy): string[] {
  if (samples === 0) return [`The ${side} has no reply.`];
  const over = (count: number, limit: number, what: string) =>
    count / samples > limit
      ? [
          `${count} of ${counted(samples, "call", "calls")} of the ${side} ${what} (${percent(count / samples)}), above the limit of ${percent(limit)}: nothing is decided.`,
        ]
      : [];
  return [
    ...over(errors, policy.errorRateLimit, "failed or left no reply"),
    ...over(unanswered, policy.unansweredRateLimit, "were refused or cut off"),
  ];
}
