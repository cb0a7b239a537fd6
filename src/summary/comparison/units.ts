import type { ArmSample } from "../../records/arm.ts";
import type { Limits } from "../../records/comparison.ts";
import type { CriterionName } from "../../records/gate.ts";
import { mean } from "../../statistics/centre.ts";
import { VERDICT_ITEM } from "./arm.ts";
import type { Pair } from "./join.ts";

/** One scenario's values on both sides, 0..1, one for each reply that was read; neither side is empty. */
export interface Unit {
  scenario: string;
  family: string;
  a: number[];
  b: number[];
}

/** What a criterion can be decided on, and what it lacks. */
export interface Units {
  units: Unit[];
  /** Scenarios that were due and are in no unit, and on which side nothing was read. */
  unpaired: { total: number; a: number; b: number };
  /** Mean difference over all that was due, had every unread reply gone against the candidate, and for it; null if nothing was due. */
  bounds: Limits | null;
  /** For each scenario that was due on both sides: 1 for a reply that was read, 0 for one that was not. */
  reading: Unit[];
}

/** The values of a criterion, scenario by scenario: scores of a dimension, or 1 and 0 for right and wrong verdicts. */
export function unitsOf(pairs: readonly Pair[], criterion: CriterionName): Units {
  const units: Unit[] = [];
  const unpaired = { total: 0, a: 0, b: 0 };
  const reading: Unit[] = [];
  const worst: number[] = [];
  const best: number[] = [];
  for (const { scenario, a, b } of pairs) {
    const [before, after] = [readingsOf(a, criterion), readingsOf(b, criterion)];
    if (before.due === 0 && after.due === 0) continue;
    const [valuesA, valuesB] = [before.values, after.values];
    if (valuesA.length > 0 && valuesB.length > 0) {
      units.push({ scenario: scenario.id, family: scenario.family, a: valuesA, b: valuesB });
    } else {
      unpaired.total += 1;
      if (valuesA.length === 0) unpaired.a += 1;
      if (valuesB.length === 0) unpaired.b += 1;
    }
    if (before.due > 0 && after.due > 0) {
      reading.push({ scenario: scenario.id, family: scenario.family, a: marks(before), b: marks(after) });
    }
    worst.push(filled(after, 0) - filled(before, 1));
    best.push(filled(after, 1) - filled(before, 0));
  }
  const bounds = worst.length === 0 ? null : { low: mean(worst), high: mean(best) };
  return { units, unpaired, bounds, reading };
}

/** The difference candidate − baseline of a unit, repeats averaged first; −1..1. */
export function differenceOf({ a, b }: Pick<Unit, "a" | "b">): number {
  return mean(b) - mean(a);
}

interface Readings {
  values: number[];
  /** Replies that should have a value, read or not. */
  due: number;
}

function readingsOf(samples: readonly ArmSample[], criterion: CriterionName): Readings {
  const values = samples.flatMap((sample) => valueOf(sample, criterion) ?? []);
  const unread = samples.filter((sample) => isUnread(sample, criterion)).length;
  return { values, due: values.length + unread };
}

function valueOf(sample: ArmSample, criterion: CriterionName): number | null {
  if (criterion !== "verdict_right") return sample.scores[criterion] ?? null;
  if (sample.good.includes(VERDICT_ITEM)) return 1;
  return sample.bad.includes(VERDICT_ITEM) ? 0 : null;
}

function isUnread(sample: ArmSample, criterion: CriterionName): boolean {
  return criterion === "verdict_right"
    ? sample.ungraded.includes(VERDICT_ITEM)
    : sample.unscored.includes(criterion);
}

function marks({ values, due }: Readings): number[] {
  return Array.from({ length: due }, (_, index) => (index < values.length ? 1 : 0));
}

/** The mean over what was due with `filler` for what was not read; a side on which nothing was due counts as `filler`. */
function filled({ values, due }: Readings, filler: number): number {
  return mean(
    due === 0 ? [filler] : [...values, ...Array.from({ length: due - values.length }, () => filler)],
  );
}
