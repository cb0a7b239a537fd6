import { z } from "zod";
import { DIMENSIONS } from "./rubric.ts";

const text = z.string().min(1);

/** A short reply about one of the shipped scenarios. */
const ExampleSchema = z.strictObject({
  /** A list holds every reply of a conversation. */
  text: z.union([text, z.array(text).min(2)]),
  /** Overrides the item's scenario, and the file's. */
  scenario: text.optional(),
  /** The reply is the file's `conversation` with this turn's reply replaced. */
  turn: z.int().positive().optional(),
  /** The text stands this many times, where only length matters. */
  times: z.int().positive().default(1),
});

const PlainExample = z
  .union([text, ExampleSchema])
  .transform((example) => (typeof example === "string" ? { text: example, times: 1 } : example));

const ItemExamplesSchema = z.strictObject({
  /** For an item that is graded once for each element or reason of a scenario: which of them the examples are about. */
  of: text.optional(),
  scenario: text.optional(),
  /** Turns the scenario into a control: this hard selling is allowed. */
  control: text.optional(),
  met: PlainExample,
  not_met: PlainExample,
  /** The case on which readers differ, with its state and the rule that settles it. */
  tricky: ExampleSchema.extend({ state: z.enum(["met", "not_met", "n/a"]), why: text }),
});

/** What a rubric's items mean, by example: graders/<dimension>/examples.yaml. On a negative item "met" means that the fault happened. */
export const ExamplesSchema = z.strictObject({
  dimension: z.enum(DIMENSIONS),
  /** The shipped scenario that the examples are about where they name no other. */
  scenario: text,
  conversation: z.array(text).min(2).optional(),
  items: z.record(z.string(), ItemExamplesSchema),
});

export type RubricExamples = z.output<typeof ExamplesSchema>;
export type ItemExamples = RubricExamples["items"][string];
