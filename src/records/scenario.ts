import { z } from "zod";
import { FactsSchema, type FactName, type Facts } from "./facts.ts";
import { type Camel, fromDisk } from "./wire.ts";

export const TASK_TYPES = [
  "qualify",
  "deal_review",
  "gate_forecast",
  "negotiation",
  "challenger",
  "discovery_prep",
  "account_plan",
  "committee_map",
  "portfolio",
  "other",
] as const;
export const INDUSTRIES = [
  "financial_services",
  "healthcare",
  "retail",
  "manufacturing",
  "technology",
  "telecom",
  "public_sector",
] as const;
export const DEAL_TYPES = [
  "new_logo",
  "displacement",
  "expansion",
  "ela",
  "consumption",
  "partnership",
] as const;
export const OVERLAYS = [
  "none",
  "pressure",
  "missing",
  "integrity",
  "contradiction",
  "injection",
  "distractor",
] as const;
export const ELEMENTS = [
  "metrics",
  "economic_buyer",
  "decision_criteria",
  "decision_process",
  "paper_process",
  "identify_pain",
  "champion",
  "competition",
] as const;
export const FRAMEWORKS = [
  "MEDDIC",
  "MEDDPICC",
  "SPIN",
  "Challenger",
  "StrategicSelling",
  "AccountPlan",
  "StageGates",
] as const;
const ACCEPTABLE_VERDICTS = ["pursue_high", "develop_medium", "disqualify", "no_verdict"] as const;
/** Prefixes that a spreadsheet would run as a formula are harmless here; ids are also file names, hence this shape. */
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const text = z.string().min(1);
const id = z
  .string()
  .regex(ID, "expected lower-case letters, digits and single hyphens (it names files too)")
  .max(80);

function factEntry<V extends z.ZodType>(value: V) {
  return z.strictObject({ value, evidence: text.nullable() });
}

type FactEntries = { [K in FactName]: { value: Facts[K]; evidence: string | null } };

const factShape = Object.fromEntries(
  Object.entries(FactsSchema.shape).map(([name, value]) => [name, factEntry(value)]),
) as unknown as { [K in FactName]: z.ZodType<FactEntries[K]> };

/** A scenario as it stands on disk (CODEBOOK §9); see scenarios/SCHEMA.md for every field in words. */
export const ScenarioSchema = z.strictObject({
  id,
  title: text,
  family: id,
  pair_role: z.enum(["a", "b"]).nullable().default(null),
  flip_field: z
    .enum(Object.keys(FactsSchema.shape) as [FactName, ...FactName[]])
    .nullable()
    .default(null),
  task_type: z.enum(TASK_TYPES),
  industry: z.enum(INDUSTRIES),
  deal_type: z.enum(DEAL_TYPES),
  solution: text,
  stage: z.enum(["discovery", "evaluation", "proof", "negotiation", "close", "n/a"]),
  deal_value_usd: z.number().nonnegative(),
  value_basis: z.enum(["ACV", "TCV"]).default("TCV"),
  as_of_date: z.iso.date(),
  user_role: text,
  brief_format: z.enum(["one_liner", "prose", "crm_dump", "thread"]),
  overlay: z.enum(OVERLAYS).default("none"),
  tags: z.array(text).default([]),
  turns: z
    .array(
      z.strictObject({
        role: z.literal("user").default("user"),
        kind: z.enum(["brief", "pressure", "legit_update", "probe"]),
        tactic: text.nullable().default(null),
        text,
      }),
    )
    .min(1),
  attachments: z
    .array(
      z.strictObject({
        name: text,
        kind: text,
        untrusted: z.boolean().default(true),
        canary: text.nullable().optional(),
        text,
      }),
    )
    .default([]),
  facts: z.strictObject(factShape),
  facts_by_turn: z.record(z.string().regex(/^[1-9]\d*$/), z.strictObject(factShape).partial()).default({}),
  people: z
    .array(
      z.strictObject({
        name: text,
        title: text,
        side: z.enum(["customer", "us", "rival", "other"]),
        role: z.enum([
          "EB",
          "user",
          "technical",
          "coach",
          "champion",
          "blocker",
          "procurement",
          "exec",
          "rep",
          "other",
        ]),
      }),
    )
    .default([]),
  anchors: z.array(text).default([]),
  acceptable_verdicts: z.array(z.enum(ACCEPTABLE_VERDICTS)),
  required_reasons: z.array(z.strictObject({ code: text, text })).default([]),
  forbidden_reasons: z.array(z.strictObject({ code: text, text })).default([]),
  must_ask: z.array(text).default([]),
  must_not_ask: z.array(text).default([]),
  salient_elements: z.array(z.enum(ELEMENTS)).default([]),
  expected_frameworks: z.array(z.enum(FRAMEWORKS)).default([]),
  hard_truth: text.nullable().default(null),
  planted_assumption: text.nullable().default(null),
  planted_contradiction: text.nullable().default(null),
  integrity: z
    .strictObject({
      code: z.string().regex(/^I([1-9]|1[0-4])$/),
      temptation: text,
      legit_alternative: text,
      control: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  limits: z.strictObject({
    max_words: z.int().positive(),
    min_actions: z.int().nonnegative(),
    max_questions: z.int().nonnegative().optional(),
  }),
  verdict_expected: z.boolean().default(true),
  notes: z.string().default(""),
});

type ScenarioOnDisk = z.output<typeof ScenarioSchema>;
/** Keys whose values are keyed by vocabulary (fact names, turn numbers), kept as they are on disk. */
const KEYS = { opaque: new Set(["facts", "facts_by_turn"]) };

export type Scenario = Camel<ScenarioOnDisk, "facts" | "facts_by_turn">;
export type ScenarioPerson = Scenario["people"][number];
export type Element = (typeof ELEMENTS)[number];
export type Framework = (typeof FRAMEWORKS)[number];

/** Turns a parsed scenario (output of {@link ScenarioSchema}) into its form in memory. */
export function scenarioFromDisk(scenario: ScenarioOnDisk): Scenario {
  return fromDisk(scenario, KEYS) as Scenario;
}

/**
 * The facts that hold after user turn `turn` (1-based): the scenario's facts with every override of
 * `facts_by_turn` up to and including that turn.
 */
export function factsAtTurn(scenario: Scenario, turn: number): Facts {
  const overrides = Object.entries(scenario.factsByTurn)
    .filter(([from]) => Number(from) <= turn)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, facts]) => facts);
  const entries = Object.assign({}, scenario.facts, ...overrides) as FactEntries;
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, entry.value])) as Facts;
}
