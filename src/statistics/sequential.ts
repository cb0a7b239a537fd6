import { logChoose } from "./binomial.ts";
import { mean } from "./centre.ts";
import { StatisticsError } from "./errors.ts";
import { type Passes, requirePasses } from "./stratified.ts";

type SequentialVerdict = "not_regressed" | "regressed" | "inconclusive";

/** When a sequential gate stops. Defaults of the design: margin 0.10, alpha = beta = 0.05, guardZ 2.5, ψ .6/.35/.15, λ .3/.6/.9. */
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

/** Evidence after `unit` units (1-based): e-values for a drop and for its absence. */
interface SequentialStep {
  unit: number;
  eDrop: number;
  eNonInferior: number;
  guardZ: number;
}

export interface SequentialResult {
  verdict: SequentialVerdict;
  /** The unit at which the gate stopped, or null where the units did not decide it. */
  stoppedAt: number | null;
  /** Every unit given, also those after the stop. */
  path: SequentialStep[];
}

/** Stands for a guard without bound: every unit so far dropped by the same amount. */
const BOUNDLESS = 1e9;

/**
 * The sequential gate on passes and failures, valid however often one looks. Evidence of a drop: the mean over ψ of
 * Π ψ^b·ΣC(k_B,x)C(k_A,t−x) / ΣC(k_B,x)C(k_A,t−x)ψ^x with t = a+b; of its absence: the mean over λ of
 * Π(1+λ(D+M)/(1−M)). After each unit: absence ≥ 1/β clears, else drop ≥ 1/α with the guard met regresses.
 * Throws what {@link Passes} asks for and `RANGE` for a plan outside its domain.
 */
export function sequentialBinary(passes: Passes, plan: BinaryPlan): SequentialResult {
  requirePasses(passes);
  requirePlan(plan, plan.psis);
  const { a, b, ka, kb } = passes;
  const differences = b.map((mine, index) => mine / kb - (a[index] ?? 0) / ka);
  const bets = plan.psis.map((psi) =>
    b.map((mine, index) => likelihoodRatio(mine, mine + (a[index] ?? 0), ka, kb, psi)),
  );
  return walk(differences, bets, plan, plan.guardZ);
}

/**
 * The sequential gate on graded differences D (candidate − baseline, −1..1) or on family means: evidence of a drop is the
 * mean over λ of Π(1−λD); the rest is as in {@link sequentialBinary}, without the guard.
 * Throws `EMPTY` without units and `RANGE` for differences outside −1..1 or a plan outside its domain.
 */
export function sequentialGraded(differences: readonly number[], plan: SequentialPlan): SequentialResult {
  if (differences.length === 0) throw new StatisticsError("EMPTY", "a gate needs units");
  if (!differences.every((d) => d >= -1 && d <= 1))
    throw new StatisticsError("RANGE", "differences lie between -1 and 1");
  requirePlan(plan, []);
  const bets = plan.lambdas.map((lambda) => differences.map((d) => 1 - lambda * d));
  return walk(differences, bets, plan, -Infinity);
}

/** Follows the evidence unit by unit; `bets[i][u]` is what bet i on a drop multiplies its stake by at unit u. */
function walk(
  differences: readonly number[],
  bets: readonly (readonly number[])[],
  { margin, alpha, beta, lambdas }: SequentialPlan,
  guard: number,
): SequentialResult {
  const drop = bets.map(() => 1);
  const absent = lambdas.map(() => 1);
  const path: SequentialStep[] = [];
  let centre = 0;
  let squares = 0;
  let stop: { verdict: SequentialVerdict; stoppedAt: number } | null = null;
  for (const [index, d] of differences.entries()) {
    for (const [bet, factors] of bets.entries()) drop[bet] = (drop[bet] ?? 1) * (factors[index] ?? 1);
    for (const [bet, lambda] of lambdas.entries())
      absent[bet] = (absent[bet] ?? 1) * (1 + (lambda * (d + margin)) / (1 - margin));
    const change = d - centre;
    centre += change / (index + 1);
    squares += change * (d - centre);
    const guardZ = guardOf(centre, squares, index + 1);
    const step = { unit: index + 1, eDrop: mean(drop), eNonInferior: mean(absent), guardZ };
    path.push(step);
    if (stop) continue;
    if (step.eNonInferior >= 1 / beta) stop = { verdict: "not_regressed", stoppedAt: step.unit };
    else if (step.eDrop >= 1 / alpha && guardZ >= guard)
      stop = { verdict: "regressed", stoppedAt: step.unit };
  }
  return { ...(stop ?? { verdict: "inconclusive", stoppedAt: null }), path };
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
