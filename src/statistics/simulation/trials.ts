import { mean } from "../centre.ts";
import { StatisticsError } from "../errors.ts";
import { standardDeviation } from "../pairedT.ts";
import { type BinaryPlan, binaryUnits, startGate, type Unit } from "../sequentialGate.ts";
import { type Chances, type CorpusModel, corpusSource } from "./corpus.ts";
import { drawPasses, shuffle } from "./random.ts";

/** How a gate looks at a corpus. */
export interface GateDesign {
  plan: BinaryPlan;
  /** Baseline and candidate repeats in a unit; every visit to a scenario uses new ones. */
  ka: number;
  kb: number;
  /** Units after which the gate gives up; more of them than scenarios are several passes over the corpus. */
  budget: number;
}

/** A simulated figure and its standard error. */
export interface Estimate {
  value: number;
  se: number;
}

/** How a gate fared: shares of the three verdicts, and the units it took. */
export interface Outcomes {
  rounds: number;
  regressed: Estimate;
  cleared: Estimate;
  inconclusive: Estimate;
  units: Estimate;
  /** Nine rounds in ten took no more units than this. */
  units90: number;
}

/**
 * Runs a gate on `rounds` ≥ 2 corpora. Each pass visits all scenarios in a new random order, a unit each; the gate is
 * the one that {@link startGate} starts for real replies. Throws `RANGE` for rounds or a budget too small to simulate and
 * what {@link binaryUnits} and {@link corpusSource} ask for.
 */
export function simulateGate(
  design: GateDesign,
  model: CorpusModel,
  rounds: number,
  random: () => number,
): Outcomes {
  if (!(rounds >= 2 && design.budget >= 1))
    throw new StatisticsError("RANGE", "two rounds and a budget of a unit are needed at least");
  const units = binaryUnits(design.ka, design.kb, design.plan);
  const startCorpus = corpusSource(model, random);
  const taken: number[] = [];
  const counts = { regressed: 0, not_regressed: 0, inconclusive: 0 };
  for (let round = 0; round < rounds; round++) {
    const { verdict, stoppedAt } = runOnce(startCorpus(), model.scenarios, design, units, random);
    counts[verdict] += 1;
    taken.push(stoppedAt ?? design.budget);
  }
  taken.sort((a, b) => a - b);
  return {
    rounds,
    regressed: shareOf(counts.regressed, rounds),
    cleared: shareOf(counts.not_regressed, rounds),
    inconclusive: shareOf(counts.inconclusive, rounds),
    units: meanOf(taken),
    units90: taken[Math.ceil(0.9 * rounds) - 1] ?? design.budget,
  };
}

/** A share of `rounds` with its standard error, which is above 0 even where the share is 0 or 1 (Agresti & Coull 1998). */
export function shareOf(count: number, rounds: number): Estimate {
  const shrunk = (count + 2) / (rounds + 4);
  return { value: count / rounds, se: Math.sqrt((shrunk * (1 - shrunk)) / rounds) };
}

function runOnce(
  nextScenario: () => Chances,
  scenarios: number,
  { plan, ka, kb, budget }: GateDesign,
  units: readonly (readonly Unit[])[],
  random: () => number,
): { verdict: "regressed" | "not_regressed" | "inconclusive"; stoppedAt: number | null } {
  const gate = startGate(plan, plan.guardZ);
  const visited: Chances[] = [];
  for (let visit = 0; visit < budget; visit++) {
    if (visit < scenarios) visited.push(nextScenario());
    else if (visit % scenarios === 0) shuffle(visited, random);
    const { before, after } = visited[visit % scenarios] as Chances;
    gate.take(units[drawPasses(ka, before, random)]?.[drawPasses(kb, after, random)] as Unit);
    if (gate.stop) return gate.stop;
  }
  return { verdict: "inconclusive", stoppedAt: null };
}

function meanOf(values: readonly number[]): Estimate {
  const centre = mean(values);
  return { value: centre, se: standardDeviation(values) / Math.sqrt(values.length) };
}
