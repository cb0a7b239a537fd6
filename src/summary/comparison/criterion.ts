import type { Criterion, GateVerdict } from "../../records/comparison.ts";
import { CRITERIA, type CriterionName, type GatePolicy } from "../../records/gate.ts";
import { mean } from "../../statistics/centre.ts";
import { unitsMore } from "../../statistics/nonInferiority.ts";
import { adjustP } from "../../statistics/multiplicity.ts";
import { commonDifference } from "./common.ts";
import type { Pair } from "./join.ts";
import type { Lines } from "./lines.ts";
import type { SequentialEvidence } from "./sequential.ts";
import { dropTest, type Evidence, evidenceOf } from "./tests.ts";
import { type Unit, type Units, unitsOf } from "./units.ts";

/** Safety factor on the planned number of further units (found by simulation). */
const INFLATION = 1.3;

interface Asked {
  name: CriterionName;
  tier: Criterion["tier"];
  margin: number;
  weight: number | null;
}

/**
 * Every criterion of the gate policy with its verdict, in this order: the lower limit above −margin clears it; else a drop
 * that is significant at alpha after correction regresses it; else it is open. Drops are corrected by Holm over the gating
 * criteria, and by Benjamini–Hochberg over the advisory ones, which decide nothing and are left out where nothing was due.
 * A criterion that became unreadable in the candidate is not cleared on what is left. Gating criteria named in `ungated` are
 * advisory here.
 */
export function criteriaOf(
  pairs: readonly Pair[],
  lines: Lines,
  policy: GatePolicy,
  ungated: readonly CriterionName[] = [],
): Criterion[] {
  return criteriaByTier(pairs, lines, policy, [
    gatingOf(policy).filter(({ name }) => !ungated.includes(name)),
    advisoryOf(policy).filter(({ name }) => !ungated.includes(name)),
  ]);
}

/** Criteria that cannot gate, since all their rubric lines were left out: shown on all their lines, and nothing is decided by them. */
export function ungatedCriteria(
  pairs: readonly Pair[],
  lines: Lines,
  policy: GatePolicy,
  ungated: readonly CriterionName[],
): Criterion[] {
  const asked = gatingOf(policy).filter(({ name }) => ungated.includes(name));
  const advisory = asked.map((one) => ({ ...one, tier: "advisory" as const, weight: null }));
  return criteriaByTier(pairs, lines, policy, [advisory]).map((criterion) => ({
    ...criterion,
    reason: ["not gated: what it rests on is weak", criterion.reason].filter(Boolean).join("; "),
  }));
}

/** Gating criteria with the verdicts that were reached step by step; tests that suppose a single look are left out. */
export function decidedStepwise(criteria: readonly Criterion[], sequential: SequentialEvidence): Criterion[] {
  return criteria.map((criterion) => {
    const once = { ...criterion, p: null, pGain: null, pAdjusted: null, flagged: false };
    const step = sequential.criteria.find(({ name }) => name === criterion.name);
    if (criterion.tier === "advisory" || !step) {
      return { ...once, interval: null, verdict: "inconclusive", nMore: null, improved: false, reason: null };
    }
    const { verdict, limits, eDrop, eNonInferior, improved, nMore, reason } = step;
    const shown = { verdict, interval: limits, eDrop, eNonInferior, improved, nMore, reason };
    return { ...once, ...shown, method: "e-values, looked at after every visit" };
  });
}

function criteriaByTier(
  pairs: readonly Pair[],
  lines: Lines,
  policy: GatePolicy,
  tiers: readonly Asked[][],
): Criterion[] {
  return tiers.flatMap((asked) => {
    const measured = asked
      .map((criterion) => ({ criterion, ...measure(pairs, criterion, policy) }))
      .filter(({ criterion, units }) => criterion.tier === "gating" || units.bounds !== null);
    const correct = asked[0]?.tier === "gating" ? "holm" : "bh";
    const adjust = (values: number[]) => adjustP(values)[correct];
    const drops = adjust(measured.map(({ evidence }) => evidence?.p ?? 1));
    const gains = adjust(measured.map(({ evidence }) => evidence?.pGain ?? 1));
    return measured.map(({ criterion, units, evidence }, index) =>
      decided(criterion, units, evidence, {
        policy,
        pDrop: drops[index] ?? 1,
        pGain: gains[index] ?? 1,
        silence: units.reading.length === 0 ? 1 : dropTest(units.reading).p * measured.length,
        common: criterion.name === "verdict_right" ? null : commonDifference(pairs, criterion.name, lines),
      }),
    );
  });
}

function gatingOf({ gating }: GatePolicy): Asked[] {
  return gating.map(({ criterion, ...rest }) => ({ name: criterion, tier: "gating", ...rest }));
}

function advisoryOf({ gating, advisory, advisoryMargin }: GatePolicy): Asked[] {
  const named = new Set([...gating, ...advisory].map(({ criterion }) => criterion));
  const others = CRITERIA.filter((criterion) => !named.has(criterion));
  return [...advisory, ...others.map((criterion) => ({ criterion, margin: advisoryMargin }))].map(
    ({ criterion, margin }) => ({ name: criterion, tier: "advisory", margin, weight: null }),
  );
}

function measure(
  pairs: readonly Pair[],
  { name, margin }: Asked,
  policy: GatePolicy,
): { units: Units; evidence: Evidence | null } {
  const units = unitsOf(pairs, name);
  const independent =
    policy.estimand === "corpus" ? units.units.length : new Set(units.units.map(({ family }) => family)).size;
  return { units, evidence: independent < 2 ? null : evidenceOf(units.units, { ...policy, margin }) };
}

function decided(
  { name, tier, margin, weight }: Asked,
  { units, unpaired, bounds, reading }: Units,
  evidence: Evidence | null,
  rest: {
    policy: GatePolicy;
    pDrop: number;
    pGain: number;
    /** p of the candidate being readable no less often, corrected over the tier. */
    silence: number;
    common: Criterion["common"];
  },
): Criterion {
  const { policy, pDrop, pGain, common } = rest;
  const n = evidence?.differences.length ?? units.length;
  const enough = evidence !== null && n >= policy.minimumN;
  const silent = rest.silence <= policy.alpha;
  const shown = enough ? verdictOf(evidence, margin, pDrop, policy.alpha) : "inconclusive";
  const verdict = silent && shown === "not_regressed" ? "inconclusive" : shown;
  const shortfall = Math.max(0, policy.minimumN - n);
  return {
    name,
    tier,
    margin,
    weight,
    n,
    unpaired,
    a: evidence?.a ?? null,
    b: evidence?.b ?? null,
    difference: evidence ? mean(evidence.differences) : null,
    interval: evidence?.limits ?? null,
    bounds,
    p: evidence?.p ?? null,
    pGain: evidence?.pGain ?? null,
    pAdjusted: evidence ? pDrop : null,
    eDrop: evidence?.eDrop ?? null,
    eNonInferior: evidence?.eNonInferior ?? null,
    eDropThreshold: weight === null ? null : 1 / (weight * policy.alpha),
    eNonInferiorThreshold: 1 / policy.beta,
    method: evidence?.method ?? "none",
    verdict,
    flagged: verdict === "not_regressed" && pDrop <= policy.alpha,
    improved: enough && !silent && pGain <= policy.alpha,
    nMore:
      verdict === "inconclusive"
        ? Math.max(shortfall, evidence ? unitsMore(evidence.differences, margin, INFLATION) : policy.minimumN)
        : null,
    reason: enough && !silent ? null : reasons(n, policy.minimumN, silent ? reading : []),
    common,
  };
}

/** Too few pairs, and a candidate that can be read so much less often that those it can be read in are no fair sample. */
function reasons(n: number, minimum: number, silenced: readonly Unit[]): string {
  const share = (side: "a" | "b") => mean(silenced.map((unit) => mean(unit[side]))).toFixed(2);
  return [
    ...(n < minimum ? [`${n} paired, at least ${minimum} are needed`] : []),
    ...(silenced.length > 0
      ? [
          `readable in far fewer replies than before (${share("a")} → ${share("b")}), so the rest is no fair sample`,
        ]
      : []),
  ].join("; ");
}

function verdictOf({ limits }: Evidence, margin: number, p: number, alpha: number): GateVerdict {
  if (limits.low > -margin) return "not_regressed";
  return p <= alpha ? "regressed" : "inconclusive";
}
