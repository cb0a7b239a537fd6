import type { Limits } from "../../records/comparison.ts";
import type { Estimand } from "../../records/gate.ts";
import { mean } from "../../statistics/centre.ts";
import { normalCdf } from "../../statistics/distributions.ts";
import { lowerLimitOfUnits, lowerLimitOnCorpus } from "../../statistics/nonInferiority.ts";
import { DEFAULT_PLAN } from "../../statistics/sequentialGate.ts";
import { pairedT } from "../../statistics/pairedT.ts";
import { sequentialBinary, sequentialGraded } from "../../statistics/sequential.ts";
import { signFlip } from "../../statistics/signFlip.ts";
import { type Passes, stratifiedExact, stratifiedZ } from "../../statistics/stratified.ts";
import { differenceOf, type Unit } from "./units.ts";

/** Below this many families the t test of their means is replaced by the exact sign-flip test. */
const ENOUGH_FAMILIES = 30;

/** What the units say of a difference, whoever decides by it. */
export interface Evidence {
  /** Differences of the units that vary: scenarios, or families for "population". */
  differences: number[];
  /** Means of the two sides over those units. */
  a: number;
  b: number;
  /** Lower and upper limit, each alone at 1 − beta. */
  limits: Limits;
  /** One-sided p of a drop and of a gain. */
  p: number;
  pGain: number;
  eDrop: number;
  eNonInferior: number;
  method: string;
}

/**
 * Tests a drop and its absence on paired units, as a comparison that is looked at once. On the corpus: the exact test
 * stratified by scenario for passes and failures with equally many repeats (mid-p), else the stratified permutation z;
 * for "population" the family means by t, or by sign flips below 30 families. Limits: Newcombe's on stratified effective
 * numbers for passes and failures with two repeats or more on both sides, else the mean with a pseudo-unit of −1 (+1 for the
 * upper one).
 * Throws StatisticsError `TOO_FEW` below two units.
 */
export function evidenceOf(
  units: readonly Unit[],
  { estimand, margin, alpha, beta }: { estimand: Estimand; margin: number; alpha: number; beta: number },
): Evidence {
  const plan = { margin, alpha, beta, lambdas: DEFAULT_PLAN.lambdas };
  if (estimand === "population") {
    const families = familiesOf(units);
    const differences = families.map(differenceOf);
    const last = sequentialGraded(differences, plan).path.at(-1);
    return {
      ...means(families),
      differences,
      limits: guardedLimits(differences, beta),
      ...populationTest(differences),
      eDrop: last?.eDrop ?? 1,
      eNonInferior: last?.eNonInferior ?? 1,
    };
  }
  const differences = units.map(differenceOf);
  const passes = passesOf(units);
  const path = passes
    ? sequentialBinary(passes, { ...plan, psis: DEFAULT_PLAN.psis, guardZ: DEFAULT_PLAN.guardZ }).path
    : sequentialGraded(differences, plan).path;
  const repeated = passes !== null && passes.ka > 1 && passes.kb > 1;
  return {
    ...means(units),
    differences,
    limits: repeated ? newcombeLimits(passes, beta) : guardedLimits(differences, beta),
    ...dropTest(units),
    eDrop: path.at(-1)?.eDrop ?? 1,
    eNonInferior: path.at(-1)?.eNonInferior ?? 1,
  };
}

/** Tests a drop and a gain within scenarios: exactly for passes and failures with equally many repeats, else by permutation. */
export function dropTest(units: readonly Unit[]): Pick<Evidence, "p" | "pGain" | "method"> {
  const passes = passesOf(units);
  return passes ? exactTest(passes) : permutationTest(units);
}

/** Passes per scenario where every value is a pass or a failure and every scenario has equally many on each side; else null. */
function passesOf(units: readonly Pick<Unit, "a" | "b">[]): Passes | null {
  const [ka, kb] = [units[0]?.a.length ?? 0, units[0]?.b.length ?? 0];
  const fits = units.every(
    ({ a, b }) =>
      a.length === ka && b.length === kb && [...a, ...b].every((value) => value === 0 || value === 1),
  );
  if (!fits || units.length === 0) return null;
  return { a: units.map(({ a }) => sum(a)), b: units.map(({ b }) => sum(b)), ka, kb };
}

/** The passes with baseline and candidate exchanged: a gain becomes a drop. */
function exchanged({ a, b, ka, kb }: Passes): Passes {
  return { a: b, b: a, ka: kb, kb: ka };
}

/** One unit a family, with the mean of each of its scenarios. */
function familiesOf(units: readonly Unit[]): Pick<Unit, "a" | "b">[] {
  return [...Map.groupBy(units, ({ family }) => family).values()].map((members) => ({
    a: members.map(({ a }) => mean(a)),
    b: members.map(({ b }) => mean(b)),
  }));
}

function means(units: readonly Pick<Unit, "a" | "b">[]): { a: number; b: number } {
  return { a: mean(units.map(({ a }) => mean(a))), b: mean(units.map(({ b }) => mean(b))) };
}

function guardedLimits(differences: readonly number[], alpha: number): Limits {
  const mirrored = differences.map((difference) => -difference);
  return within({
    low: lowerLimitOfUnits(differences, alpha).lower,
    high: -lowerLimitOfUnits(mirrored, alpha).lower,
  });
}

/** A difference of shares lies between −1 and 1; with few units a t limit does not know that. */
function within({ low, high }: Limits): Limits {
  return { low: Math.max(-1, low), high: Math.min(1, high) };
}

function newcombeLimits(passes: Passes, alpha: number): Limits {
  return {
    low: lowerLimitOnCorpus(passes, alpha).lower,
    high: -lowerLimitOnCorpus(exchanged(passes), alpha).lower,
  };
}

type Test = Pick<Evidence, "p" | "pGain" | "method">;

function exactTest(passes: Passes): Test {
  return {
    p: Math.min(1, stratifiedExact(passes).midpLess),
    pGain: Math.min(1, stratifiedExact(exchanged(passes)).midpLess),
    method: "exact test by scenario, mid-p",
  };
}

function permutationTest(units: readonly Unit[]): Test {
  const z = stratifiedZ(
    units.map(({ a }) => a),
    units.map(({ b }) => b),
  );
  return { p: normalCdf(-z), pGain: normalCdf(z), method: "permutation z by scenario" };
}

function populationTest(differences: readonly number[]): Test {
  if (differences.length >= ENOUGH_FAMILIES) {
    return {
      p: pairedT(differences, "less").p,
      pGain: pairedT(differences, "greater").p,
      method: "t test of family means",
    };
  }
  const mirrored = differences.map((difference) => -difference);
  return {
    p: signFlip(differences).less,
    pGain: signFlip(mirrored).less,
    method: "sign flips of family means",
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
