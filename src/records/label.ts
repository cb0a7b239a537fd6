import { z } from "zod";
import { type Camel, fromDisk, toDisk } from "./wire.ts";

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

/** How an item label came to be chosen; a figure may only rest on labels that were not chosen for what they say. */
const SAMPLES = ["random", "disagreement"] as const;

/**
 * One annotator's answer on one item of one reply: what `dealbench calibrate label` writes and the HTML report exports.
 * A CSV file has the same names in its header.
 */
export const ItemLabelSchema = z.looseObject({
  response: z.string().min(1),
  scenario: z.string().min(1),
  /** A rubric line, with its subject where it has one: "DR1", "FU2.champion". */
  item: z.string().min(1),
  /** `met` of an unwanted item means that it happened; `unsure` is kept and is in no figure. */
  state: z.enum(["met", "not_met", "unsure"]),
  annotator: z.string().min(1),
  labelled_at: z.iso.datetime({ offset: true }).nullable().default(null),
  /** `random`: the reply was drawn by lot; `disagreement`: picked because its grade looked wrong; null: not known. */
  sample: z.enum(SAMPLES).nullable().default(null),
  /** The annotator went back: this line takes the place of the earlier one on the same item. */
  corrects: z.boolean().default(false),
});

/** A line of a label file. */
export type ItemLabelLine = z.input<typeof ItemLabelSchema>;

export type ItemLabel = Camel<Known<z.output<typeof ItemLabelSchema>>>;

/** Turns a parsed item label into its form in memory. */
export function itemLabelFromDisk(label: z.output<typeof ItemLabelSchema>): ItemLabel {
  return fromDisk(label) as ItemLabel;
}

/** The item label in the form of {@link ItemLabelSchema}; what is at its default is left out. */
export function itemLabelToDisk(label: ItemLabel): Record<string, unknown> {
  const { sample, corrects, ...rest } = toDisk(label) as z.output<typeof ItemLabelSchema>;
  return { ...rest, ...(sample === null ? {} : { sample }), ...(corrects ? { corrects } : {}) };
}
