import type { ArmSample, ArmScenario } from "../records/arm.ts";
import type { GatePolicy } from "../records/gate.ts";
import type { CallCounts, SequentialRecord, Stop } from "../records/regression.ts";
import { decideGate } from "../summary/comparison/gate.ts";
import type { Lines } from "../summary/comparison/lines.ts";
import type { SequentialEvidence } from "../summary/comparison/sequential.ts";
import { workAhead } from "./ahead.ts";
import {
  type AnsweredPair,
  askAgain,
  askVisit,
  type CallTally,
  costOf,
  type VisitReplies,
} from "./asking.ts";
import {
  type CriterionGate,
  type CriterionGlance,
  startCriterion,
  type VisitedPair,
} from "./criterionGate.ts";
import { askedAgain, type CriticalWatch, isError, watchCritical } from "./critical.ts";
import { fixedDesignCalls } from "./fixedDesign.ts";
import { OutOfBudget, type Sides } from "./sides.ts";
import { visitsOf } from "./visits.ts";

/** What a regression is driven by. */
export interface RegressionPlan {
  scenarios: readonly ArmScenario[];
  /** The gate policy with the criteria and critical items that are believed: weak ones are out already. */
  policy: GatePolicy;
  sides: Sides;
  /** A reply as criteria see it: without weak rubric lines. */
  trusted: (sample: ArmSample) => ArmSample;
  /** Rubric lines by item id; grows as replies are graded. */
  lines: Lines;
  seed: number;
  /** Replies of a model that may be asked for: the candidate's, and those of the baseline that no bank holds. */
  maxCalls: number;
  /** Visits that are under way at once. */
  ahead: number;
  /** Called after every visit. */
  onVisit?: ((progress: RegressionProgress) => void) | undefined;
}

/** Where a regression stands. */
export interface RegressionProgress {
  visits: number;
  calls: number;
  criteria: readonly CriterionGlance[];
}

/** How it ended, with the replies that criteria rest on, in the order of the visits. */
export interface RegressionOutcome extends Omit<SequentialEvidence, "record"> {
  a: ArmSample[];
  b: ArmSample[];
  record: Omit<SequentialRecord, "costUsd">;
}

/** A regression under way. */
interface Running {
  plan: RegressionPlan;
  gates: readonly CriterionGate[];
  watch: CriticalWatch;
  scenarios: ReadonlyMap<string, ArmScenario>;
  a: ArmSample[];
  b: ArmSample[];
  visits: number;
  calls: CallCounts;
  /** Calls that what was begun may come to. */
  promised: number;
  overBudget: boolean;
  /** Scenarios in a row that could not be answered. */
  unanswered: number;
}

/** A new failure is told from chance in fewer askings than this, unless replies fail. */
const MOST_AGAIN = 8;

/**
 * Drives a regression test: visits scenarios, asks both sides, feeds the gates, and stops as soon as the decision stands, at the call
 * budget, or where replies run out. Visits under way when it stops are waited for, counted and not used, so that working ahead
 * changes the bill and nothing else.
 * @throws whatever asking throws but {@link OutOfBudget}, once what is under way has ended.
 */
export async function driveRegression(plan: RegressionPlan): Promise<RegressionOutcome> {
  const running = start(plan);
  const order = visitsOf(plan.scenarios, plan.policy.estimand, plan.seed);
  const work = workAhead(plan.ahead, () => beginVisit(running, order));
  let stop: Stop | null = null;
  try {
    while (stop === null) {
      const replies = await work.next();
      if (replies === undefined) stop = running.overBudget ? "budget" : "exhausted";
      else stop = await takeVisit(running, replies);
    }
  } catch (error) {
    if (!(error instanceof OutOfBudget)) throw error;
    stop = "budget";
  } finally {
    for (const unused of await work.drain()) count(running.calls, unused.tally, "ahead");
  }
  return outcomeOf(running, stop);
}

function start(plan: RegressionPlan): Running {
  const { policy, scenarios, lines } = plan;
  return {
    plan,
    gates: policy.gating.map((criterion) => startCriterion(criterion, policy)),
    watch: watchCritical(lines, policy),
    scenarios: new Map(scenarios.map((scenario) => [scenario.id, scenario])),
    a: [],
    b: [],
    visits: 0,
    calls: { candidate: 0, baseline: 0, confirming: 0, ahead: 0, kept: 0, canary: 0 },
    promised: 0,
    overBudget: false,
    unanswered: 0,
  };
}

function beginVisit(running: Running, order: ReturnType<typeof visitsOf>): Promise<VisitReplies> | undefined {
  const { sides, scenarios, maxCalls } = running.plan;
  // A whole pass without a reply to be had: the next would be no richer.
  if (running.unanswered >= scenarios.length) return undefined;
  const { value: visit } = order.next();
  if (!visit) return undefined;
  const cost = costOf(visit, sides);
  running.overBudget = running.promised + cost > maxCalls;
  if (running.overBudget) return undefined;
  running.promised += cost;
  return askVisit(visit, sides);
}

/** Takes what a visit brought into account; the reason to stop, or null. */
async function takeVisit(running: Running, { visit, pairs, tally }: VisitReplies): Promise<Stop | null> {
  const { plan, gates, watch } = running;
  if (pairs.length === 0) {
    running.unanswered += visit.scenarios.length;
    running.promised -= costOf(visit, plan.sides);
    return null;
  }
  running.unanswered = 0;
  running.visits += 1;
  count(running.calls, tally);
  const visited = pairs.map((pair) => withScenario(pair, running.scenarios));
  running.a.push(...visited.flatMap(({ a }) => a));
  running.b.push(...visited.flatMap(({ b }) => b));
  const trusted = visited.map(({ scenario, a, b }) => ({
    scenario,
    a: a.map(plan.trusted),
    b: b.map(plan.trusted),
  }));
  for (const gate of gates) gate.take(running.visits, trusted);
  for (const pair of visited) await confirm(running, pair);
  const criteria = gates.map((gate) => gate.glance());
  const { candidate, baseline, confirming } = running.calls;
  plan.onVisit?.({ visits: running.visits, calls: candidate + baseline + confirming, criteria });
  // Too many failed calls: what is left may be no fair sample. Early on a single one is, and may be made up for.
  if (failedShare(running) > plan.policy.errorRateLimit)
    return running.visits >= plan.policy.minimumN ? "refused" : null;
  const { verdict } = decideGate({
    criteria: criteria.map((criterion) => ({ ...criterion, improved: false, nMore: null })),
    newlyFailing: watch.all(),
    refusals: [],
  });
  if (verdict !== "inconclusive") return "decided";
  const nothingToCome =
    gates.every(({ settled }) => settled) && criteria.some(({ reason }) => reason !== null);
  return nothingToCome ? "refused" : null;
}

/** Asks a scenario in which a critical item newly failed again, until that is told from one reply's chance. */
async function confirm(running: Running, pair: VisitedPair): Promise<void> {
  const { plan, watch } = running;
  const { confirmations } = plan.policy.critical;
  const { id } = pair.scenario;
  let found = watch.take(pair);
  for (let again = 1; again <= MOST_AGAIN; again++) {
    const needed = askedAgain(found, confirmations);
    if (!needed.baseline && !needed.candidate) return;
    const cost = plan.sides.callsFor(id) * (Number(needed.baseline) + Number(needed.candidate));
    if (running.promised + cost > plan.maxCalls) return;
    const answered = await askAgain(id, again, needed, plan.sides);
    if (answered === null) return;
    running.promised += cost;
    count(running.calls, answered.tally, "confirming");
    found = watch.take(withScenario(answered.pair, running.scenarios));
  }
}

function withScenario(pair: AnsweredPair, scenarios: ReadonlyMap<string, ArmScenario>): VisitedPair {
  const scenario = scenarios.get(pair.scenario);
  if (!scenario) throw new Error(`${pair.scenario} was visited and is no scenario of the plan`);
  return { ...pair, scenario };
}

/** Adds calls to the counts, each side's to its own, or all to `as`. */
function count(calls: CallCounts, tally: CallTally, as?: "confirming" | "ahead"): void {
  calls.kept += tally.kept;
  if (as) calls[as] += tally.candidate + tally.baseline;
  else {
    calls.candidate += tally.candidate;
    calls.baseline += tally.baseline;
  }
}

function failedShare({ a, b }: Running): number {
  return Math.max(...[a, b].map((side) => side.filter(isError).length / Math.max(1, side.length)));
}

function outcomeOf({ plan, gates, watch, a, b, visits, calls }: Running, stop: Stop): RegressionOutcome {
  const seen = gates.map(({ differences }, index) => ({
    differences,
    margin: plan.policy.gating[index]?.margin ?? 1,
  }));
  return {
    a,
    b,
    criteria: gates.map((gate) => gate.finding()),
    newlyFailing: watch.all(),
    record: {
      seed: plan.seed,
      stop,
      visits,
      scenarios: plan.scenarios.length,
      calls,
      fixedDesignCalls: fixedDesignCalls(seen, calls.candidate),
      criteria: gates.map((gate) => gate.trace()),
    },
  };
}
