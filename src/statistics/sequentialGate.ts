import { logChoose } from "./binomial.ts";
import { StatisticsError } from "./errors.ts";

/** When a sequential gate stops. */
export interface SequentialPlan {
  /** The largest drop that is tolerated, 0..1. */
  margin: number;
  /** Chance of calling a regression that is none, and of clearing one that is. */
  alpha: number;
  beta: number;
  /** Bets on a drop or its absence, each 0..1; the evidence is their mean. */
  lambdas: readonly number[];
}

/** What a gate on passes and failures needs besides. */
export interface BinaryPlan extends SequentialPlan {
  /** Least −D̄√t/s at which a regression is called. */
  guardZ: number;
  /** Odds ratios below 1 that the candidate is bet to have. */
  psis: readonly number[];
}

/** The plan whose error rates and costs `dealbench simulate` shows. */
export const DEFAULT_PLAN: BinaryPlan = {
  margin: 0.1,
  alpha: 0.05,
  beta: 0.05,
  guardZ: 2.5,
  psis: [0.6, 0.35, 0.15],
  lambdas: [0.3, 0.6, 0.9],
};

/** What a gate is told of one unit: candidate − baseline (−1..1), and what each bet on a drop multiplies its stake by. */
export interface Unit {
  difference: number;
  bets: readonly number[];
}

/** Evidence after `unit` units (1-based): e-values for a drop and for its absence. */
export interface SequentialStep {
  unit: number;
  eDrop: number;
  eNonInferior: number;
  guardZ: number;
}

/** A verdict and the unit (1-based) at which it fell. */
interface SequentialStop {
  verdict: "not_regressed" | "regressed";
  stoppedAt: number;
}

/** A gate that is fed unit by unit. `stop` is null until it is decided and never changes afterwards. */
export interface SequentialGate {
  take: (unit: Unit) => SequentialStep;
  readonly stop: SequentialStop | null;
}

/** Stands for a guard without bound: every unit so far dropped by the same amount. */
const BOUNDLESS = 1e9;

/**
 * Starts a gate that is fed one unit at a time and may be looked at after each. Evidence of a drop is the mean over bets
 * of the product of their factors, evidence of its absence the mean over λ of Π(1+λ(D+M)/(1−M)). After each unit: absence
 * ≥ 1/β clears, else drop ≥ 1/α with −D̄√t/s ≥ `guard` (−Infinity for none) regresses.
 * Units come from {@link binaryUnits} or {@link gradedUnit}, always of the same plan. Throws `RANGE` for a plan outside its domain.
 */
export function startGate(plan: SequentialPlan, guard: number): SequentialGate {
  requirePlan(plan, []);
  const { margin, alpha, beta, lambdas } = plan;
  const drop: number[] = [];
  const absent = lambdas.map(() => 1);
  let [units, centre, squares] = [0, 0, 0];
  let stop: SequentialStop | null = null;
  return {
    get stop() {
      return stop;
    },
    take: ({ difference, bets }) => {
      units += 1;
      const eDrop = raise(drop, bets);
      const eNonInferior = raiseAbsence(absent, lambdas, (difference + margin) / (1 - margin));
      const change = difference - centre;
      centre += change / units;
      squares += change * (difference - centre);
      const guardZ = guardOf(centre, squares, units);
      if (stop === null && eNonInferior >= 1 / beta) stop = { verdict: "not_regressed", stoppedAt: units };
      else if (stop === null && eDrop >= 1 / alpha && guardZ >= guard)
        stop = { verdict: "regressed", stoppedAt: units };
      return { unit: units, eDrop, eNonInferior, guardZ };
    },
  };
}

/**
 * Every unit that `ka` baseline and `kb` candidate repeats can yield, at [baseline passes][candidate passes]. The factor
 * of the bet on odds ratio ψ is ψ^b·ΣC(k_B,x)C(k_A,t−x) / ΣC(k_B,x)C(k_A,t−x)ψ^x with t = a+b.
 * Throws `RANGE` for fewer than one repeat and for ψ that are none or outside 0..1.
 */
export function binaryUnits(ka: number, kb: number, plan: BinaryPlan): readonly (readonly Unit[])[] {
  requirePlan(plan, plan.psis);
  if (plan.psis.length === 0) throw new StatisticsError("RANGE", "a gate needs a bet on a drop");
  if (!(Number.isInteger(ka) && Number.isInteger(kb) && ka >= 1 && kb >= 1))
    throw new StatisticsError("RANGE", `a unit cannot be made of ${ka} and ${kb} repeats`);
  return Array.from({ length: ka + 1 }, (_a, a) =>
    Array.from({ length: kb + 1 }, (_b, b) => ({
      difference: b / kb - a / ka,
      bets: plan.psis.map((psi) => likelihoodRatio(b, a + b, ka, kb, psi)),
    })),
  );
}

/** The unit of a graded difference or a family mean (−1..1): the bet on λ multiplies by 1−λD. Throws `RANGE`. */
export function gradedUnit(difference: number, { lambdas }: SequentialPlan): Unit {
  if (!(difference >= -1 && difference <= 1))
    throw new StatisticsError("RANGE", "differences lie between -1 and 1");
  return { difference, bets: lambdas.map((lambda) => 1 - lambda * difference) };
}

/** Multiplies every stake by its factor and returns their mean. */
function raise(stakes: number[], factors: readonly number[]): number {
  let sum = 0;
  for (let bet = 0; bet < factors.length; bet++) {
    const stake = (stakes[bet] ?? 1) * (factors[bet] ?? 1);
    stakes[bet] = stake;
    sum += stake;
  }
  return sum / factors.length;
}

function raiseAbsence(stakes: number[], lambdas: readonly number[], gain: number): number {
  let sum = 0;
  for (let bet = 0; bet < lambdas.length; bet++) {
    const stake = (stakes[bet] ?? 1) * (1 + (lambdas[bet] ?? 0) * gain);
    stakes[bet] = stake;
    sum += stake;
  }
  return sum / lambdas.length;
}

/** −D̄√t/s from the mean of t differences and their sum of squares about it; without spread boundless for a drop, else 0. */
function guardOf(centre: number, squares: number, t: number): number {
  const spread = t < 2 ? 0 : Math.sqrt(squares / (t - 1));
  if (spread > 1e-12) return (-centre * Math.sqrt(t)) / spread;
  return centre < -1e-12 ? BOUNDLESS : 0;
}

/** How much likelier `mine` of `passed` passes are the candidate's at odds ratio `psi` than at 1. */
function likelihoodRatio(mine: number, passed: number, ka: number, kb: number, psi: number): number {
  let even = 0;
  let tilted = 0;
  for (let x = 0; x <= kb; x++) {
    const ways = Math.exp(logChoose(kb, x) + logChoose(ka, passed - x));
    even += ways;
    tilted += ways * psi ** x;
  }
  return (psi ** mine * even) / tilted;
}

function requirePlan({ margin, alpha, beta, lambdas }: SequentialPlan, psis: readonly number[]): void {
  const shares = [margin, alpha, beta, ...lambdas, ...psis];
  if (lambdas.length === 0 || !shares.every((share) => share > 0 && share < 1)) {
    throw new StatisticsError("RANGE", "margin, alpha, beta and every bet lie between 0 and 1");
  }
}
