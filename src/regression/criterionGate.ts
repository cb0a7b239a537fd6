import type { ArmSample, ArmScenario } from "../records/arm.ts";
import type { Limits } from "../records/comparison.ts";
import type { GatePolicy } from "../records/gate.ts";
import type { SequentialCriterion } from "../records/regression.ts";
import { mean } from "../statistics/centre.ts";
import { unitsMore } from "../statistics/nonInferiority.ts";
import {
  type BinaryPlan,
  binaryUnits,
  DEFAULT_PLAN,
  gradedUnit,
  startGate,
  type Unit as GateUnit,
} from "../statistics/sequentialGate.ts";
import { sequentialLimits } from "../statistics/sequentialLimits.ts";
import type { SequentialFinding } from "../summary/comparison/sequential.ts";
import { type Unit, unitsOf } from "../summary/comparison/units.ts";

/** A scenario with the replies that one visit brought. */
export interface VisitedPair {
  scenario: ArmScenario;
  a: ArmSample[];
  b: ArmSample[];
}

/** Where a criterion stands between two visits. */
export type CriterionGlance = Pick<
  SequentialFinding,
  "name" | "verdict" | "eDrop" | "eNonInferior" | "reason"
> &
  Pick<SequentialCriterion, "dropThreshold" | "clearThreshold">;

/** One gating criterion, fed visit by visit. */
export interface CriterionGate {
  /** Takes the replies of a visit (1-based): one scenario, or a whole family. A visit in which nothing was read adds nothing. */
  take: (visit: number, pairs: readonly VisitedPair[]) => void;
  /** Nothing more can come of it: decided, or no longer readable. */
  readonly settled: boolean;
  /** Where it stands; cheap, for after every visit. */
  glance: () => CriterionGlance;
  finding: () => SequentialFinding;
  trace: () => SequentialCriterion;
  /** Units and differences so far. */
  readonly differences: readonly number[];
}

/** Inflation of the planned number of further units (found by simulation, as for two runs looked at once). */
const INFLATION = 1.3;

const SILENT = "readable in far fewer replies than the baseline, so the rest is no fair sample";

/**
 * Starts the gate of a criterion: drops are called at 1/(w·α), their absence at 1/β, and both latch. A mirrored gate watches for a
 * gain, and a third for replies that can be read less often than the baseline's, after which the rest is no fair sample.
 */
export function startCriterion(
  { criterion, margin, weight }: GatePolicy["gating"][number],
  { alpha, beta, estimand, gating }: Pick<GatePolicy, "alpha" | "beta" | "estimand" | "gating">,
): CriterionGate {
  const plan: BinaryPlan = { ...DEFAULT_PLAN, margin, alpha: weight * alpha, beta };
  const binary = estimand === "corpus" && criterion === "verdict_right";
  const guard = binary ? plan.guardZ : -Infinity;
  const [gate, gainGate] = [startGate(plan, guard), startGate(plan, guard)];
  const readingPlan = { ...plan, alpha: alpha / gating.length };
  const readingGate = startGate(readingPlan, plan.guardZ);
  const unitOf = binaryUnitOf(plan);
  const path: SequentialCriterion["path"] = [];
  const differences: number[] = [];
  let [eGain, silent, stoppedAt] = [1, false, null as number | null];

  const takeReading = (reading: readonly Unit[]): void => {
    for (const { a, b } of reading) {
      const { eDrop, guardZ } = readingGate.take(unitOf(a, b));
      if (eDrop >= 1 / readingPlan.alpha && guardZ >= plan.guardZ) silent = true;
    }
  };
  const glance = (): CriterionGlance => {
    const last = path.at(-1);
    return {
      name: criterion,
      verdict: verdictOf(gate.stop?.verdict, silent),
      eDrop: last?.eDrop ?? 1,
      eNonInferior: last?.eNonInferior ?? 1,
      dropThreshold: 1 / plan.alpha,
      clearThreshold: 1 / beta,
      reason: silent ? SILENT : null,
    };
  };
  return {
    glance,
    get settled() {
      return gate.stop !== null || silent;
    },
    differences,
    take: (visit, pairs) => {
      const { units, reading } = unitsOf(pairs, criterion);
      takeReading(reading);
      if (units.length === 0) return;
      const { loss, gain } = binary ? passUnits(units, unitOf) : gradedUnits(units, plan);
      const { eDrop, eNonInferior } = gate.take(loss);
      eGain = Math.max(eGain, gainGate.take(gain).eDrop);
      differences.push(loss.difference);
      path.push({ visit, eDrop, eNonInferior });
      if (gate.stop !== null) stoppedAt ??= visit;
    },
    finding: () => {
      const { dropThreshold, clearThreshold: _, ...standing } = glance();
      const open = standing.verdict === "inconclusive" && !silent && differences.length > 0;
      return {
        ...standing,
        limits: limitsOf(differences, plan),
        improved: eGain >= dropThreshold,
        nMore: open ? unitsMore(differences, margin, INFLATION) : null,
      };
    },
    trace: () => {
      const { name, verdict, dropThreshold, clearThreshold } = glance();
      return { name, verdict, stoppedAt, dropThreshold, clearThreshold, path: [...path] };
    },
  };
}

function verdictOf(
  stopped: "not_regressed" | "regressed" | undefined,
  silent: boolean,
): SequentialFinding["verdict"] {
  if (stopped === "regressed") return "regressed";
  return silent ? "inconclusive" : (stopped ?? "inconclusive");
}

function limitsOf(differences: readonly number[], plan: BinaryPlan): Limits | null {
  return differences.length === 0 ? null : sequentialLimits(differences, plan);
}

/** On the corpus a visit has one scenario: its passes of both sides. */
function passUnits(
  units: readonly Unit[],
  unitOf: ReturnType<typeof binaryUnitOf>,
): { loss: GateUnit; gain: GateUnit } {
  const [{ a, b } = { a: [], b: [] }] = units;
  return { loss: unitOf(a, b), gain: unitOf(b, a) };
}

/** A visit's mean difference: that of a scenario, or of a family over its scenarios. */
function gradedUnits(units: readonly Unit[], plan: BinaryPlan): { loss: GateUnit; gain: GateUnit } {
  const difference = mean(units.map(({ a, b }) => mean(b) - mean(a)));
  return { loss: gradedUnit(difference, plan), gain: gradedUnit(-difference, plan) };
}

/** Makes units of passes and failures on both sides; every kind of unit is worked out once. */
function binaryUnitOf(plan: BinaryPlan): (before: readonly number[], after: readonly number[]) => GateUnit {
  const tables = new Map<string, ReturnType<typeof binaryUnits>>();
  return (before, after) => {
    const repeats = `${before.length}/${after.length}`;
    const table = tables.get(repeats) ?? binaryUnits(before.length, after.length, plan);
    tables.set(repeats, table);
    const unit = table[passesOf(before)]?.[passesOf(after)];
    if (!unit) throw new Error("a unit of passes and failures needs replies on both sides");
    return unit;
  };
}

function passesOf(values: readonly number[]): number {
  return values.filter((value) => value === 1).length;
}
