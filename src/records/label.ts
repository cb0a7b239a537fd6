import { z } from "zod";
import { type Camel, fromDisk } from "./wire.ts";

const verdict = z.enum(["pursue", "develop", "disqualify", "no_verdict", "conflict", "not_applicable"]);
const maybe = z.boolean().nullable();

/** One annotator's reading of one reply (graders/labels/LABELS.md has every field in words). */
export const LabelSchema = z.looseObject({
  scenario: z.string(),
  /** Id of the labelled reply: `response` of a recorded transcript. */
  response: z.string(),
  arm: z.string(),
  annotator: z.string(),
  verdicts: z.array(verdict),
  verdict_quote: z.string(),
  correct: maybe,
  reasons_named: z.array(z.string()),
  false_reasons: z.array(z.string()),
  leak: maybe,
  frameworks_used: z.array(z.string()),
  frameworks_named: z.array(z.string()),
  elements: z.record(z.string(), z.enum(["applied", "mentioned", "absent"])),
  name_dropping: maybe,
  answer_first: maybe,
  one_position: maybe,
  hedging: z.enum(["low", "medium", "high"]),
  bad_news: maybe,
  flattery: maybe,
  direct: maybe,
  invented_fact: maybe,
  plan_owner: maybe,
  plan_date: maybe,
  plan_success: maybe,
  customer_commitment: maybe,
  challenges: maybe,
  integrity_violation: z.string().nullable(),
  held: maybe,
  quality: z.int().min(1).max(5),
  note: z.string().default(""),
});

type Known<T> = { [K in keyof T as string extends K ? never : K]: T[K] };
export type Label = Camel<Known<z.output<typeof LabelSchema>>, "elements">;

/** Turns a parsed label into its form in memory. */
export function labelFromDisk(label: z.output<typeof LabelSchema>): Label {
  return fromDisk(label, { opaque: new Set(["elements"]) }) as Label;
}
