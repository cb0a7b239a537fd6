import type { Criterion, GateDecision, NewlyFailing } from "../../records/comparison.ts";
import type { CriterionName } from "../../records/gate.ts";
import { criterionName } from "./names.ts";

/** What the gate decides on. It does not matter how a verdict was reached: looked at once, or step by step. */
export interface GateEvidence {
  /** The gating criteria alone. */
  criteria: readonly Pick<Criterion, "name" | "verdict" | "improved" | "nMore">[];
  newlyFailing: readonly Pick<NewlyFailing, "scenario" | "item" | "gates" | "confirmed" | "dismissed">[];
  /** Why nothing may be decided: too many failed calls, nothing paired. */
  refusals: readonly string[];
  /** Why nothing may be cleared, whatever the criteria say; a drop counts all the same. */
  withheld?: string | null;
}

/**
 * The decision over all criteria. A refusal leaves it inconclusive. It is regressed when any gating criterion regressed
 * or a critical item of the policy newly fails beyond one reply's chance; not regressed only when every gating criterion
 * is cleared (intersection–union) and no such item newly fails at all, or only in a reply whose scenario held when it was
 * sampled again; else inconclusive. Where a pass is withheld, it is inconclusive instead.
 */
export function decideGate({
  criteria,
  newlyFailing,
  refusals,
  withheld = null,
}: GateEvidence): GateDecision {
  const named = (verdict: Criterion["verdict"]) =>
    criteria.filter((criterion) => criterion.verdict === verdict).map(({ name }) => name);
  const [regressed, cleared, open] = [named("regressed"), named("not_regressed"), named("inconclusive")];
  const critical = newlyFailing.filter(({ gates, dismissed }) => gates && !dismissed);
  const confirmed = critical.filter((failing) => failing.confirmed);
  const shared = {
    refused: refusals.length > 0 || criteria.length === 0,
    regressed,
    cleared,
    open,
    improved: criteria.filter(({ improved }) => improved).map(({ name }) => name),
    nMore: withheld === null ? mostMore(criteria) : null,
  };
  if (shared.refused) {
    const reasons = criteria.length === 0 ? [...refusals, "No criterion could be looked at."] : [...refusals];
    return { ...shared, verdict: "inconclusive", reasons };
  }
  if (regressed.length > 0 || confirmed.length > 0) {
    const reasons = [
      ...regressed.map((name) => `${sentenceName(name)} dropped by more than chance.`),
      ...confirmed.map(
        ({ item, scenario }) => `Critical item ${item} newly fails on ${scenario}, confirmed.`,
      ),
    ];
    return { ...shared, verdict: "regressed", reasons };
  }
  if (open.length === 0 && critical.length === 0) {
    if (withheld !== null) return { ...shared, verdict: "inconclusive", reasons: [withheld] };
    return { ...shared, verdict: "not_regressed", reasons: ["Every gating criterion is within its margin."] };
  }
  const reasons = [
    ...critical.map(
      ({ item, scenario }) =>
        `Critical item ${item} newly fails on ${scenario} in too few replies to tell from chance; sample that scenario again.`,
    ),
    ...open.map((name) => `${sentenceName(name)}: neither cleared nor shown to have dropped.`),
  ];
  return { ...shared, verdict: "inconclusive", reasons };
}

function sentenceName(name: CriterionName): string {
  const words = criterionName(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function mostMore(criteria: GateEvidence["criteria"]): number | null {
  const needed = criteria.flatMap(({ nMore }) => nMore ?? []);
  return needed.length === 0 ? null : Math.max(...needed);
}
