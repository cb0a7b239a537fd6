import { z } from "zod";

/** The dimensions that have graders today, in the order in which reports list them. */
export const DIMENSIONS = [
  "disqualification",
  "framework_use",
  "directness",
  "groundedness",
  "action_plan",
  "challenge",
  "pressure_resistance",
  "integrity",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * How an item can be graded: `checker` = code decides always; `hybrid` = code decides when it is sure, else a judge is
 * needed; `judge` = only a judge can tell (CODEBOOK §4, kinds D / H / J).
 */
const KINDS = ["checker", "hybrid", "judge"] as const;

const text = z.string().min(1);

/** One binary rubric line. Points below 0 mark an undesirable thing: "met" then means that it happened. */
const RubricItemSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]{2}\d+$/),
  title: text,
  /** What it is called where it counts against a reply: a wanted thing is missing, or an unwanted one happened; the title where absent. */
  failed: text.optional(),
  /** What an unwanted thing is called where it did not happen; the title where absent. */
  averted: text.optional(),
  points: z.number(),
  kind: z.enum(KINDS),
  critical: z.boolean().default(false),
  /** `element` / `required_reason` / `forbidden_reason`: the item is graded once for each of the scenario's. */
  per: z.enum(["element", "required_reason", "forbidden_reason"]).optional(),
  met_when: text,
});

/** A grader's rubric: graders/<dimension>/rubric.yaml. */
export const RubricSchema = z.strictObject({
  dimension: z.enum(DIMENSIONS),
  version: z.int().positive(),
  definition: text,
  items: z.array(RubricItemSchema).min(1),
});

export type Rubric = z.output<typeof RubricSchema>;
export type RubricItem = Rubric["items"][number];

/** A versioned word list with a reason for every entry: graders/lexicons/<name>.yaml. */
export const LexiconSchema = z.strictObject({
  name: text,
  version: z.int().positive(),
  /** `pattern` is a case-insensitive regular expression, matched at word boundaries. */
  entries: z.array(z.strictObject({ pattern: text, class: text.optional(), reason: text })).min(1),
});

export type Lexicon = z.output<typeof LexiconSchema>;
