import type { ArmSample } from "../../records/arm.ts";
import type { CalibrationRecord } from "../../records/calibration.ts";
import type { ComparedArm, Comparison, LeftOut } from "../../records/comparison.ts";
import type { CriterionName, GatePolicy } from "../../records/gate.ts";
import { sumOrUnknown } from "../../statistics/known.ts";
import { counted, percent } from "../wording.ts";
import { criteriaOf, decidedStepwise, ungatedCriteria } from "./criterion.ts";
import { figuresOf } from "./figures.ts";
import { flipsOf, newlyFailing } from "./flips.ts";
import { decideGate } from "./gate.ts";
import { comparisonHeadline } from "./headline.ts";
import { itemComparisons } from "./items.ts";
import { type Joinable, joinArms, type Pair } from "./join.ts";
import { type Lines, linesOfBoth } from "./lines.ts";
import { moversOf } from "./movers.ts";
import { comparisonNotes, leftOutNotes, unreadCritical } from "./notes.ts";
import type { SequentialEvidence } from "./sequential.ts";
import { unitsOf } from "./units.ts";
import { weakLines, withoutLines } from "./weak.ts";

/** One side and what the user calls it. */
export interface Side extends Joinable {
  source: string;
}

const NOTHING_IN_COMMON = "The runs have no scenario in common that is the same in both.";
const NOTHING_ANSWERED = "No scenario was answered on both sides, so nothing was checked.";

/** How far the graders are to be believed. */
interface Trust {
  calibration: CalibrationRecord | null;
  /** Decide on weak rubric lines all the same. */
  includeWeak: boolean;
}

export interface CompareOptions {
  trust?: Trust;
  /** Verdicts reached step by step, in place of a single look. */
  sequential?: SequentialEvidence;
}

/**
 * Compares a baseline (a) with a candidate (b) by the gate policy. Pure. Both must have been graded by the same graders,
 * policy and judge, which is for the caller to make sure of. Weak rubric lines are left out of every criterion, on both sides
 * alike; flips, figures and the table of lines keep them.
 */
export function compareArms(
  a: Side,
  b: Side,
  policy: GatePolicy & { sha256: string },
  { trust = { calibration: null, includeWeak: true }, sequential }: CompareOptions = {},
): Comparison {
  const { pairs, apart } = joinArms(a, b);
  const lines = linesOfBoth(a.arm, b.arm);
  const leftOut = trust.includeWeak ? [] : weakLines([a.arm, b.arm], lines, trust.calibration, policy);
  const believed = { ...policy, critical: withoutWeak(policy.critical, leftOut) };
  const trusted = trustedPairs(a, b, lines, leftOut);
  const ungated = policy.gating
    .map(({ criterion }) => criterion)
    .filter((name) =>
      sequential
        ? !sequential.criteria.some((step) => step.name === name)
        : isUnread(trusted, name) && !isUnread(pairs, name),
    );
  const [before, after] = [compared(a), compared(b)];
  const looked = [
    ...criteriaOf(trusted, lines, policy, ungated),
    ...ungatedCriteria(pairs, lines, policy, ungated),
  ];
  const criteria = sequential ? decidedStepwise(looked, sequential) : looked;
  const failing = sequential ? [...sequential.newlyFailing] : newlyFailing(pairs, lines, believed);
  const decision = decideGate({
    criteria: criteria.filter(({ tier }) => tier === "gating"),
    newlyFailing: failing,
    refusals: [
      ...(pairs.length > 0 ? [] : [sequential ? NOTHING_ANSWERED : NOTHING_IN_COMMON]),
      ...(sequential && pairs.length === 0
        ? []
        : [before, after].flatMap((side, index) =>
            refusals(side, index === 0 ? "baseline" : "candidate", policy),
          )),
    ],
    withheld: withheldFrom(before, after),
  });
  const result = {
    a: before,
    b: after,
    gate: {
      version: policy.version,
      sha256: policy.sha256,
      errorRateLimit: policy.errorRateLimit,
      coverage: 1 - 2 * policy.beta,
    },
    estimand: policy.estimand,
    decision,
    paired: pairs.length,
    apart,
    criteria,
    leftOut,
    ...calibrationOf(trust.calibration, a.arm.run.graders.sha256),
    newlyFailing: failing,
    flips: flipsOf(pairs),
    movers: moversOf(trusted, criteria),
    items: itemComparisons(pairs, lines, trust.calibration),
    figures: sequential && pairs.length === 0 ? [] : figuresOf(pairs),
    ...(sequential ? { sequential: sequential.record } : {}),
    notes: [
      ...comparisonNotes({ a: before, b: after, apart, unread: unreadCritical(pairs, believed) }),
      ...leftOutNotes(leftOut, ungated),
    ],
  };
  return { ...result, headline: comparisonHeadline(result) };
}

/** The pairs that criteria are computed on. */
function trustedPairs(a: Joinable, b: Joinable, lines: Lines, leftOut: readonly LeftOut[]): Pair[] {
  const without = (side: Joinable) => ({ ...side, arm: withoutLines(side.arm, lines, leftOut) });
  return joinArms(without(a), without(b)).pairs;
}

function isUnread(pairs: readonly Pair[], criterion: CriterionName): boolean {
  return unitsOf(pairs, criterion).units.length === 0;
}

/** The critical tier without the lines that are too weak to stop anything. */
export function withoutWeak(
  critical: GatePolicy["critical"],
  leftOut: readonly Pick<LeftOut, "item">[],
): GatePolicy["critical"] {
  return {
    ...critical,
    items: critical.items.filter((id) => !leftOut.some(({ item }) => item === id)),
  };
}

function calibrationOf(
  calibration: CalibrationRecord | null,
  gradersSha256: string,
): Pick<Comparison, "calibration"> {
  if (calibration === null) return {};
  const { part, note, measuredOn } = calibration;
  return {
    calibration: { part, note, measuredOn, sameGraders: calibration.gradersSha256 === gradersSha256 },
  };
}

function compared({ arm, source }: Side): ComparedArm {
  const count = (...outcomes: ArmSample["outcome"][]) =>
    arm.samples.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const there = arm.samples.filter(({ outcome }) => outcome !== "missing");
  return {
    ...arm.run,
    source,
    samples: arm.samples.length,
    errors: count("error", "missing"),
    unanswered: count("refused", "truncated"),
    calls: sumOrUnknown(there.map(({ calls }) => calls)),
    listUsd: sumOrUnknown(there.map(({ costUsd }) => costUsd)),
  };
}

/** A stand-in's replies show what it reads of an edit, and it does not read all: they clear no text but the one they were made by. */
function withheldFrom(a: ComparedArm, b: ComparedArm): string | null {
  const standIn = [a, b].find(({ replies }) => replies === "simulated");
  const isSameText = a.persona.sha256 !== null && a.persona.sha256 === b.persona.sha256;
  if (!standIn || isSameText) return null;
  return `${standIn.model} is a stand-in that reads a few headings and phrases of a persona: it can show a drop, and clear no edit. Ask a model: --model anthropic:<model>.`;
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
