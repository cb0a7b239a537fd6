import { lowerLimitOfUnits } from "../nonInferiority.ts";
import type { BinaryPlan } from "../sequentialGate.ts";
import { stratifiedExact } from "../stratified.ts";
import { type CorpusModel, corpusSource } from "./corpus.ts";
import { drawPasses } from "./random.ts";
import { shareOf } from "./trials.ts";

/** A comparison that is looked at once, with as many units as it takes to be as good as a sequential gate. */
export interface FixedDesign {
  /** Scenarios, each with `ka` baseline repeats and one candidate call. */
  units: number;
  /** Standard error of `units` that comes from simulating. */
  se: number;
}

/** The repeats of one corpus, drawn long enough for every size that is tried. */
interface Sample {
  a: number[];
  b: number[];
}

/** Sizes beyond this are not tried; a design that needs more is given this many, to the sequential gate's disadvantage. */
const MOST_UNITS = 400;

/**
 * How many units one look needs to clear an unchanged persona with chance `clear` and to call a drop of the margin a
 * regression with chance `power`, on scenarios with the given mean and correlation: lower limit of the units' mean
 * difference above −margin clears, else mid-p ≤ alpha of the exact stratified test regresses.
 */
export function equivalentFixedDesign(
  wanted: { clear: number; power: number },
  { plan, ka }: { plan: BinaryPlan; ka: number },
  { mean, icc }: { mean: number; icc: number },
  rounds: number,
  random: () => number,
): FixedDesign {
  const model = { mean, icc, scenarios: MOST_UNITS, falls: "each" as const };
  const unchanged = samples({ ...model, drop: 0 }, ka, rounds, random);
  const dropped = samples({ ...model, drop: plan.margin }, ka, rounds, random);
  const toClear = leastUnits(wanted.clear, rounds, (units) =>
    countWhere(unchanged, (sample) => isCleared(sample, units, ka, plan)),
  );
  const toCall = leastUnits(wanted.power, rounds, (units) =>
    countWhere(dropped, (sample) => isCalled(sample, units, ka, plan)),
  );
  return toClear.units > toCall.units ? toClear : toCall;
}

function samples(model: CorpusModel, ka: number, rounds: number, random: () => number): Sample[] {
  const startCorpus = corpusSource(model, random);
  return Array.from({ length: rounds }, () => {
    const next = startCorpus();
    const sample: Sample = { a: [], b: [] };
    for (let unit = 0; unit < MOST_UNITS; unit++) {
      const { before, after } = next();
      sample.a.push(drawPasses(ka, before, random));
      sample.b.push(drawPasses(1, after, random));
    }
    return sample;
  });
}

/** The least number of units at which `counted` of `rounds` samples reach the share `wanted`, by bisection. */
function leastUnits(wanted: number, rounds: number, counted: (units: number) => number): FixedDesign {
  const units = bisected(wanted * rounds, counted);
  const { se } = shareOf(wanted * rounds, rounds);
  return { units, se: units - bisected((wanted - se) * rounds, counted) };
}

function bisected(wanted: number, counted: (units: number) => number): number {
  let [tooFew, enough] = [1, MOST_UNITS];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (counted(middle) >= wanted) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

function countWhere(all: readonly Sample[], holds: (sample: Sample) => boolean): number {
  let count = 0;
  for (const sample of all) if (holds(sample)) count += 1;
  return count;
}

function isCleared({ a, b }: Sample, units: number, ka: number, { margin, beta }: BinaryPlan): boolean {
  const differences = b.slice(0, units).map((mine, index) => mine - (a[index] ?? 0) / ka);
  return lowerLimitOfUnits(differences, beta).lower > -margin;
}

function isCalled(sample: Sample, units: number, ka: number, plan: BinaryPlan): boolean {
  if (isCleared(sample, units, ka, plan)) return false;
  const passes = { a: sample.a.slice(0, units), b: sample.b.slice(0, units), ka, kb: 1 };
  return stratifiedExact(passes).midpLess <= plan.alpha;
}
