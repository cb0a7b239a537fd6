import { estimateRun } from "../../executor/money/estimate.ts";
import { loadPrices } from "../../executor/money/prices.ts";
import type { ArmSample } from "../../records/arm.ts";
import type { CriterionName, GatePolicy } from "../../records/gate.ts";
import { baselineRepeats } from "../../regression/visits.ts";
import { planCalls } from "../../statistics/planCalls.ts";
import { planGraded } from "../../statistics/planGraded.ts";
import { DEFAULT_PLAN } from "../../statistics/sequentialGate.ts";
import { unitsOf } from "../../summary/comparison/units.ts";
import { refuseJudge } from "../judge/judgeLive.ts";
import { openSides } from "./open.ts";
import { noteRequests, type PlannedJudge, plannedJudge } from "./planJudge.ts";
import { prepareRegression, type PreparedRegression, type RegressionTarget } from "./prepare.ts";
import type { RegressionSettings } from "./regress.ts";
import { unreadReasons } from "./standIn.ts";

/** Drops that a plan looks at; 0 is a harmless edit. */
export const PLANNED_DROPS = [0, 0.05, 0.1, 0.2] as const;

/** What a criterion is expected to take when its mean falls by `drop`. */
interface PlannedCriterion {
  name: CriterionName;
  drop: number;
  /** Candidate calls, on average and in nine regressions of ten. */
  calls: number;
  calls90: number;
  notRegressed: number;
  regressed: number;
  inconclusive: number;
}

export interface RegressionForecast {
  identical: boolean;
  /** Why nobody would be asked, and what to do: a stand-in that takes both texts for one. Empty = somebody would. */
  unread: string[];
  /** Baseline repeats that cost nothing: how many scenarios have some, and how many there are. */
  banked: { scenarios: number; of: number; replies: number };
  criteria: PlannedCriterion[];
  /** Criteria of which the baseline says too little to plan. */
  unknown: CriterionName[];
  /** One candidate call, in USD, of the usual length; null = unknown. */
  usdPerCall: number | null;
  /** Null where no judge is named. */
  judge: PlannedJudge | null;
  /** A call of the baseline goes with every candidate call, where no bank has one. */
  baselineShare: number;
  notes: string[];
}

/**
 * What a regression would take, from the baseline's own spread: verdicts by the Monte Carlo of `planCalls`, scores by that of `planGraded`.
 * Nobody is asked.
 * @throws InputError / DealbenchError as a regression does before it begins.
 */
export async function forecastRegression(
  target: RegressionTarget,
  settings: Pick<RegressionSettings, "recordings" | "maxCalls" | "drain" | "onWarning" | "ahead">,
): Promise<RegressionForecast> {
  const prepared = await prepareRegression(target, settings);
  if (prepared.judge) await refuseJudge(prepared.judge.model, null, "live");
  const requests = noteRequests();
  const open = await openSides(prepared, {
    ...settings,
    concurrency: settings.ahead,
    budgetUsd: null,
    isAsking: false,
    onJudgeRequest: requests.note,
  });
  try {
    const { scenarios } = prepared.grader;
    const known: ArmSample[] = [];
    let replies = 0;
    for (const { id } of scenarios) {
      const banked = open.sides.banked.get(id) ?? 0;
      replies += banked;
      for (const nth of banked > 0 ? baselineRepeats(banked, 0) : []) {
        const answered = await open.sides.askBaseline(id, nth);
        if (answered) known.push(prepared.trusted(answered.sample));
      }
    }
    const held = scenarios.filter(({ id }) => (open.sides.banked.get(id) ?? 0) > 0).length;
    return {
      identical: prepared.identical,
      unread: prepared.unread ? unreadReasons(prepared) : [],
      banked: { scenarios: held, of: scenarios.length, replies },
      ...criteriaOf(prepared, known, settings.maxCalls, open.sides.callsFor),
      usdPerCall: await usdPerCall(prepared),
      judge:
        prepared.judge &&
        (await plannedJudge(
          prepared.judge,
          {
            requests,
            open: open.judge?.tally().failed ?? 0,
            replies: prepared.blessed ? 0 : known.length,
            turns: turnsOf(prepared, open.sides.callsFor),
          },
          settings.onWarning,
        )),
      baselineShare: scenarios.length === 0 ? 0 : 1 - held / scenarios.length,
      notes: open.notes,
    };
  } finally {
    await open.close();
  }
}

function criteriaOf(
  { grader, believed }: Pick<PreparedRegression, "grader" | "believed">,
  known: readonly ArmSample[],
  maxCalls: number,
  callsFor: (scenario: string) => number,
): Pick<RegressionForecast, "criteria" | "unknown"> {
  const samples = Map.groupBy(known, ({ scenario }) => scenario);
  const perVisit = turnsOf({ grader }, callsFor);
  const criteria: PlannedCriterion[] = [];
  const unknown: CriterionName[] = [];
  for (const gating of believed.gating) {
    const pairs = grader.scenarios.map((scenario) => {
      const own = samples.get(scenario.id) ?? [];
      return { scenario, a: own, b: own };
    });
    const { units } = unitsOf(pairs, gating.criterion);
    const callsPerUnit = units.length === 0 ? 0 : (perVisit * grader.scenarios.length) / units.length;
    const planned =
      units.length < 2
        ? null
        : plannedOf(
            gating,
            believed,
            units.map(({ a }) => a),
            Math.floor(maxCalls / callsPerUnit),
          );
    if (planned === null) unknown.push(gating.criterion);
    else
      criteria.push(
        ...planned.map(({ units: mean, units90, ...rest }) => ({
          ...rest,
          name: gating.criterion,
          calls: mean * callsPerUnit,
          calls90: units90 * callsPerUnit,
        })),
      );
  }
  return { criteria, unknown };
}

/** The candidate's calls that a reply takes, on average over the scenarios. */
function turnsOf(
  { grader }: Pick<PreparedRegression, "grader">,
  callsFor: (scenario: string) => number,
): number {
  const { scenarios } = grader;
  return scenarios.reduce((sum, { id }) => sum + callsFor(id), 0) / Math.max(1, scenarios.length);
}

type PlannedUnits = Omit<PlannedCriterion, "name" | "calls" | "calls90"> & { units: number; units90: number };

/** Null where the baseline says too little: scores need two repeats of a scenario. */
function plannedOf(
  { criterion, weight, margin }: GatePolicy["gating"][number],
  { alpha, beta }: GatePolicy,
  values: readonly number[][],
  budget: number,
): PlannedUnits[] | null {
  const plan = { ...DEFAULT_PLAN, margin, alpha: weight * alpha, beta };
  if (budget < 1) return null;
  if (criterion !== "verdict_right") {
    if (!values.some(({ length }) => length >= 2)) return null;
    return PLANNED_DROPS.map((drop) => ({ drop, ...planGraded(values, { plan, drop, budget }) }));
  }
  const repeats = Math.max(
    1,
    ...[2, 3].filter((k) => 2 * values.filter(({ length }) => length >= k).length >= values.length),
  );
  const passes = values
    .filter(({ length }) => length >= repeats)
    .map((own) => own.slice(0, repeats).reduce((sum, value) => sum + value, 0));
  if (passes.length < 2) return null;
  const { effects } = planCalls(
    { passes, repeats },
    { drops: PLANNED_DROPS, gate: plan, ka: repeats, budget },
  );
  return effects.flatMap(({ drop, expected }) => {
    if (expected === null) return [];
    const { calls: units, calls90: units90, ...chances } = expected;
    return { drop, units, units90, ...chances };
  });
}

/** What one candidate call costs, by the estimate of a dry run over every scenario once. */
async function usdPerCall({ target, kind, candidate, grader }: PreparedRegression): Promise<number | null> {
  if (kind !== "live") return 0;
  const { model, parameters } = target;
  const samples = () =>
    [...grader.byId.values()].map((scenario) => ({
      scenario,
      model,
      repeat: 1,
      persona: candidate,
      parameters,
    }));
  const { models } = await estimateRun(samples, { prices: await loadPrices() });
  const [estimate] = models;
  const cost = estimate?.costUsd.liveWithPromptCache ?? null;
  return estimate && cost && estimate.calls > 0 ? cost.typical / estimate.calls : null;
}
