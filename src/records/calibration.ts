import { z } from "zod";
import { itemLine } from "./itemLine.ts";
import { type Camel, fromDisk, toDisk } from "./wire.ts";

/** Below this κ with any annotator an item is weak (CODEBOOK §6). */
export const WEAK_BELOW = 0.6;
/** With fewer readings than this, or fewer of the rarer answer than {@link LEAST_RARE}, κ rests on a handful. */
export const LEAST_READINGS = 20;
export const LEAST_RARE = 5;

/** `unproven` = nobody knows: no label, too few, or κ undefined. It is no milder form of `weak`, and no `sound` either. */
const RELIABILITY_STATES = ["sound", "weak", "unproven"] as const;
export type ReliabilityState = (typeof RELIABILITY_STATES)[number];

export const GRADED_BY = ["checker", "judge"] as const;
export type GradedBy = (typeof GRADED_BY)[number];

/** An agreement with its 95 % interval; null where it is undefined. */
const figure = z.looseObject({ value: z.number(), low: z.number(), high: z.number() }).nullable();

const MeasuredItemSchema = z.looseObject({
  /** A rubric line ("DR1"), several that are read as one ("FU8/FU9"), or "verdict". */
  item: z.string().min(1),
  by: z.enum(GRADED_BY),
  state: z.enum(RELIABILITY_STATES),
  /** The reason in words. */
  why: z.string(),
  against: z.array(
    z.looseObject({ annotator: z.string(), n: z.int().nonnegative(), kappa: figure, ac1: figure }),
  ),
});

/** graders/calibration.json: how far each item was found to be believed, on which labels. */
export const CalibrationSchema = z.looseObject({
  part: z.enum(["heldout", "dev", "all"]),
  /** What a reader must know before believing a figure. */
  note: z.string(),
  measured_on: z.iso.date(),
  graders_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  judge: z.looseObject({ model: z.string(), sha256: z.string() }).nullable(),
  replies: z.int().nonnegative(),
  families: z.int().nonnegative(),
  annotators: z.array(z.string()),
  items: z.array(MeasuredItemSchema),
});

type Known<T> = T extends readonly (infer Item)[]
  ? Known<Item>[]
  : T extends object
    ? { [K in keyof T as string extends K ? never : K]: Known<T[K]> }
    : T;

export type CalibrationRecord = Camel<Known<z.output<typeof CalibrationSchema>>>;
export type MeasuredItem = CalibrationRecord["items"][number];

/** How far one item may be believed, and why that is thought. */
export type Reliability = Pick<MeasuredItem, "state" | "why">;

/** Turns a parsed calibration.json into its form in memory. */
export function calibrationFromDisk(calibration: z.output<typeof CalibrationSchema>): CalibrationRecord {
  return fromDisk(calibration) as CalibrationRecord;
}

/** The calibration in the form of {@link CalibrationSchema}. */
export function calibrationToDisk(calibration: CalibrationRecord): unknown {
  return toDisk(calibration);
}

/**
 * How far an item is to be believed when `by` graded it. `itemId` may carry a subject ("DC3.D1"). Items that were not
 * measured, and every item where there is no calibration (null), are unproven.
 */
export function reliabilityOf(
  calibration: CalibrationRecord | null,
  itemId: string,
  by: GradedBy = "checker",
): Reliability {
  const line = itemLine(itemId);
  const measured = (calibration?.items ?? []).filter((item) => item.by === by);
  const found =
    measured.find(({ item }) => item === line) ?? measured.find(({ item }) => item.split("/").includes(line));
  return found
    ? { state: found.state, why: found.why }
    : { state: "unproven", why: "No label was held against it." };
}
