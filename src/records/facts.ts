import { z } from "zod";

/**
 * The categorical facts of CODEBOOK §2.2, each with its values from best to worst.
 * Fact names keep their snake_case in memory too: they are vocabulary, not field names.
 */
export const FACT_VALUES = {
  eb: [
    "engaged",
    "limited",
    "prohibited_by_process",
    "no_access_yet",
    "not_identified",
    "none_after_attempts",
  ],
  pain_clarity: ["clear", "vague", "none"],
  pain_urgency: ["urgent", "uncertain", "not_urgent"],
  value: ["validated", "estimated", "unquantified"],
  budget: ["approved", "allocated", "path", "untested", "none"],
  champion: ["active", "developing", "coach_only", "none"],
  fit: ["strong", "partial", "weak", "fails_mandatory"],
  criteria: ["documented", "informal"],
  incumbent: ["us", "none", "weak_competitor", "strong_competitor"],
  position: ["differentiated", "parity", "disadvantaged"],
  compelling_event: ["confirmed", "claimed", "none"],
  timeline_feasible: ["yes", "no"],
  milestone: ["funded", "dated_unfunded", "none"],
  decision_process: ["mapped", "partial", "unmapped"],
  paper_process: ["mapped", "partial", "unmapped"],
} as const;

/** Sales stages in order, as claimed by the user. */
export const STAGES = ["discovery", "evaluation", "proof", "negotiation", "close"] as const;

export type Stage = (typeof STAGES)[number];

const UNKNOWN = "unknown";

function categorical<const V extends readonly [string, ...string[]]>(values: V) {
  return z.enum([...values, UNKNOWN]);
}

/** One set of facts as `decide` takes it; every field admits "unknown". */
export const FactsSchema = z.strictObject({
  eb: categorical(FACT_VALUES.eb),
  pain_clarity: categorical(FACT_VALUES.pain_clarity),
  pain_urgency: categorical(FACT_VALUES.pain_urgency),
  value: categorical(FACT_VALUES.value),
  budget: categorical(FACT_VALUES.budget),
  champion: categorical(FACT_VALUES.champion),
  fit: categorical(FACT_VALUES.fit),
  criteria: categorical(FACT_VALUES.criteria),
  incumbent: categorical(FACT_VALUES.incumbent),
  position: categorical(FACT_VALUES.position),
  compelling_event: categorical(FACT_VALUES.compelling_event),
  /** Months from `as_of_date` to the customer's purchase decision. */
  timeline_months: z.union([z.number().nonnegative(), z.literal(UNKNOWN)]),
  timeline_feasible: categorical(FACT_VALUES.timeline_feasible),
  milestone: categorical(FACT_VALUES.milestone),
  decision_process: categorical(FACT_VALUES.decision_process),
  paper_process: categorical(FACT_VALUES.paper_process),
  /** People engaged on the customer's side. */
  stakeholders: z.union([z.int().nonnegative(), z.literal(UNKNOWN)]),
  stage: categorical(STAGES),
});

export type Facts = z.infer<typeof FactsSchema>;
export type FactName = keyof Facts;

export const FACT_NAMES = Object.keys(FactsSchema.shape) as FactName[];
