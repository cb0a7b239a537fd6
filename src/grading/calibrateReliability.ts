import {
  type CalibrationRecord,
  LEAST_RARE,
  LEAST_READINGS,
  type MeasuredItem,
  type ReliabilityState,
  WEAK_BELOW,
} from "../records/calibration.ts";
import type { Calibration } from "./calibrate.ts";
import type { Comparison, Figure } from "./calibrateCompare.ts";
import type { Against } from "./calibrateVerdicts.ts";

/** How far a grader of one item is to be believed, from its agreement with each annotator. */
export function assess(against: readonly Against[]): { state: ReliabilityState; why: string } {
  const assessed = against.map((one) => ({ one, lacking: lackOf(one) }));
  const enough = assessed.flatMap(({ one, lacking }) =>
    lacking === null && one.kappa !== null
      ? [{ annotator: one.annotator, kappa: one.kappa.value, n: one.n }]
      : [],
  );
  const worst = enough.sort((a, b) => a.kappa - b.kappa)[0];
  if (worst) {
    const kappa = `κ ${worst.kappa.toFixed(2)} with ${worst.annotator} on ${worst.n} readings`;
    return worst.kappa < WEAK_BELOW
      ? { state: "weak", why: `${kappa}, below ${WEAK_BELOW}.` }
      : { state: "sound", why: `${kappa}.` };
  }
  return { state: "unproven", why: assessed[0]?.lacking ?? "No label was held against it." };
}

/** Why an agreement proves nothing in either direction; null where it does. */
function lackOf({ n, annotator, confusion, kappa }: Against): string | null {
  if (n === 0) return `The grader gave none of the readings that ${annotator} gave.`;
  if (n < LEAST_READINGS)
    return `${n} readings beside ${annotator}'s; fewer than ${LEAST_READINGS} prove nothing.`;
  if (kappa === null) return `κ is undefined: both answer the same in all ${n} readings.`;
  const others = othersOf(confusion);
  if (others >= LEAST_RARE) return null;
  return `${annotator} gives the rarer answer in ${others} of ${n} readings; fewer than ${LEAST_RARE} prove nothing.`;
}

/** How many readings the reference gives that are not its commonest answer. */
function othersOf(confusion: Comparison["confusion"]): number {
  const totals = new Map<string, number>();
  for (const row of Object.values(confusion))
    for (const [answer, count] of Object.entries(row)) totals.set(answer, (totals.get(answer) ?? 0) + count);
  const counts = [...totals.values()];
  return counts.reduce((sum, count) => sum + count, 0) - Math.max(0, ...counts);
}

/** What graders/calibration.json keeps of a calibration. */
export function recordOf(
  calibration: Calibration,
  made: Pick<CalibrationRecord, "measuredOn" | "gradersSha256" | "judge">,
): CalibrationRecord {
  const { part, replies, families, annotators, verdicts, items } = calibration;
  const verdictRows = verdicts.rows
    .filter(({ turns }) => turns === "last")
    .map(({ by, against }) => ({ item: "verdict", by, against }));
  return {
    part,
    note: NOTES[part],
    measuredOn: made.measuredOn,
    gradersSha256: made.gradersSha256,
    judge: made.judge,
    replies,
    families,
    annotators,
    items: [...verdictRows, ...items].map(({ item, by, against }): MeasuredItem => ({
      item,
      by,
      ...assess(against),
      against: against.map(({ annotator, n, kappa, ac1 }) => ({
        annotator,
        n,
        kappa: rounded(kappa),
        ac1: rounded(ac1),
      })),
    })),
  };
}

/** To three decimals: more would change with every edit and say nothing. */
function rounded(figure: Figure | null): Figure | null {
  return figure && { value: round(figure.value), low: round(figure.low), high: round(figure.high) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const NOTES: Record<CalibrationRecord["part"], string> = {
  dev: "Measured on the development part, on which rules were tuned: read the figures as an upper limit until the held-out part is measured.",
  heldout: "Measured on the held-out part, on which no rule was tuned.",
  all: "Measured on all labelled replies, those on which rules were tuned among them: read the figures as an upper limit.",
};
