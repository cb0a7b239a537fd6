import { type BinaryPlan, DEFAULT_PLAN } from "../sequentialGate.ts";
import {
  type Band,
  DEFAULT_DESIGN,
  type Expectation,
  EXPECTATIONS,
  type Known,
  type KnownDesign,
  MEAN,
  REFERENCE_ROUNDS,
  SAVINGS,
} from "./expected.ts";
import { equivalentFixedDesign, type FixedDesign } from "./fixedDesign.ts";
import { randomStream } from "./random.ts";
import { type Estimate, type Outcomes, simulateGate } from "./trials.ts";

/** A simulated figure beside its band; `ok` allows for three standard errors of the simulation on either side. */
export interface CheckedFigure extends Band, Estimate {
  /** Whether the band is demanded of the gate or is what an earlier simulation found. */
  source: "demanded" | "known";
  ok: boolean;
}

/** One design at one drop: what was to come out and what did. */
export interface CheckedOutcomes {
  design: KnownDesign;
  drop: number;
  figures: CheckedFigure[];
}

/** Calls that the sequential gate saves, as a share of those of an equally good fixed design. */
interface CheckedSaving extends Estimate {
  drop: number;
  /** Least share demanded. */
  low: number;
  ok: boolean;
}

export interface SelfTest {
  rounds: number;
  seed: number;
  outcomes: CheckedOutcomes[];
  fixed: { design: FixedDesign; savings: CheckedSaving[] };
  ok: boolean;
}

/** How many parts {@link selfTest} yields before it returns. */
export const SELF_TEST_PARTS = EXPECTATIONS.length + 1;

/**
 * Simulates the sequential gate, `rounds` ≥ 2 corpora in every design, and holds its error rates and its cost against
 * {@link EXPECTATIONS} and against a fixed design of equal merit. Yields after every part, so that the caller can show progress.
 * The same `seed` gives the same figures; another `plan` than the default is there to show that bands can be missed.
 */
export function* selfTest(
  rounds: number,
  seed: number,
  plan: BinaryPlan = DEFAULT_PLAN,
): Generator<undefined, SelfTest> {
  const all: { expectation: Expectation; outcomes: Outcomes }[] = [];
  for (const [part, expectation] of EXPECTATIONS.entries()) {
    all.push({ expectation, outcomes: simulated(expectation, rounds, plan, randomStream(seed, part)) });
    yield;
  }
  const outcomes = all.map(({ expectation, outcomes: found }) => checked(expectation, found));
  const fixed = comparedToFixed(all, rounds, plan, randomStream(seed, EXPECTATIONS.length));
  yield;
  const ok = outcomes.every(({ figures }) => figures.every((figure) => figure.ok));
  return { rounds, seed, outcomes, fixed, ok: ok && fixed.savings.every((saving) => saving.ok) };
}

function simulated(
  { design, drop }: Expectation,
  rounds: number,
  plan: BinaryPlan,
  random: () => number,
): Outcomes {
  return simulateGate({ ...design, plan }, { ...design, mean: MEAN, drop }, rounds, random);
}

function checked({ design, drop, bands, known }: Expectation, outcomes: Outcomes): CheckedOutcomes {
  const demanded = bands.map((band) => ({ ...band, source: "demanded" as const }));
  const found = known.map((figure) => ({ ...bandAround(figure, outcomes), source: "known" as const }));
  return {
    design,
    drop,
    figures: [...demanded, ...found].map((band) => ({ ...band, ...judged(outcomes[band.figure], band) })),
  };
}

/** What an earlier simulation may have printed by chance: three of its standard errors and its rounding. */
function bandAround({ figure, value, rounding }: Known, outcomes: Outcomes): Band {
  const se = outcomes[figure].se * Math.sqrt(outcomes.rounds / REFERENCE_ROUNDS);
  return { figure, low: value - rounding - 3 * se, high: value + rounding + 3 * se };
}

function judged(
  estimate: Estimate,
  { low, high }: { low: number; high: number },
): Estimate & { ok: boolean } {
  const slack = 3 * estimate.se;
  return { ...estimate, ok: estimate.value >= low - slack && estimate.value <= high + slack };
}

function comparedToFixed(
  all: readonly { expectation: Expectation; outcomes: Outcomes }[],
  rounds: number,
  plan: BinaryPlan,
  random: () => number,
): SelfTest["fixed"] {
  const outcomesAt = (drop: number): Outcomes => {
    const found = all.find(
      ({ expectation }) => expectation.design === DEFAULT_DESIGN && expectation.drop === drop,
    );
    if (!found) throw new Error(`the default design was not simulated at a drop of ${drop}`);
    return found.outcomes;
  };
  const wanted = { clear: outcomesAt(0).cleared.value, power: outcomesAt(0.1).regressed.value };
  const { icc, ka } = DEFAULT_DESIGN;
  const design = equivalentFixedDesign(wanted, { plan, ka }, { mean: MEAN, icc }, rounds, random);
  const savings = SAVINGS.map(({ drop, low }) => {
    const saving = savedShare(outcomesAt(drop).units, design);
    return { drop, low, ...judged(saving, { low, high: 1 }) };
  });
  return { design, savings };
}

/** 1 − sequential/fixed, with the standard errors of both carried over to first order. */
function savedShare({ value, se }: Estimate, { units, se: unitsSe }: FixedDesign): Estimate {
  return { value: 1 - value / units, se: Math.hypot(se / units, (value * unitsSe) / units ** 2) };
}
