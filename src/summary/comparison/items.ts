import type { ArmSample } from "../../records/arm.ts";
import { type CalibrationRecord, reliabilityOf } from "../../records/calibration.ts";
import type { ItemComparison } from "../../records/comparison.ts";
import { mean } from "../../statistics/centre.ts";
import { adjustP } from "../../statistics/multiplicity.ts";
import type { Pair } from "./join.ts";
import type { Lines } from "./lines.ts";
import { dropTest } from "./tests.ts";
import { differenceOf, type Unit } from "./units.ts";

/**
 * Every rubric line over the scenarios in which it was graded on both sides: the share that stands well, what was gained and
 * lost, and how likely that is by chance. Exploratory: nothing is decided here, and q holds the expected share of false alarms.
 */
export function itemComparisons(
  pairs: readonly Pair[],
  lines: Lines,
  calibration: CalibrationRecord | null = null,
): ItemComparison[] {
  const compared = [...lines.values()].flatMap(({ id, dimension, title }) => {
    const units = pairs.flatMap((pair) => unitOf(pair, id) ?? []);
    if (units.length === 0) return [];
    const differences = units.map(differenceOf);
    return {
      dimension,
      id,
      title,
      n: units.length,
      a: mean(units.map(({ a }) => mean(a))),
      b: mean(units.map(({ b }) => mean(b))),
      gained: differences.filter((difference) => difference > 0).length,
      lost: differences.filter((difference) => difference < 0).length,
      p: twoSided(units),
    };
  });
  const { bh } = adjustP(compared.map(({ p }) => p));
  return compared.map((item, index) => ({
    ...item,
    q: bh[index] ?? 1,
    ...(calibration === null
      ? {}
      : {
          reliability: {
            checker: reliabilityOf(calibration, item.id, "checker"),
            judge: reliabilityOf(calibration, item.id, "judge"),
          },
        }),
  }));
}

function unitOf({ scenario, a, b }: Pair, item: string): Unit | null {
  const [before, after] = [statesOf(a, item), statesOf(b, item)];
  if (before.length === 0 || after.length === 0) return null;
  return { scenario: scenario.id, family: scenario.family, a: before, b: after };
}

function statesOf(samples: readonly ArmSample[], item: string): number[] {
  return samples.flatMap(({ good, bad }) => (good.includes(item) ? 1 : bad.includes(item) ? 0 : []));
}

function twoSided(units: readonly Unit[]): number {
  const { p, pGain } = dropTest(units);
  return Math.min(1, 2 * Math.min(p, pGain));
}
