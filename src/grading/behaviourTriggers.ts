import { z } from "zod";
import { isGap } from "../../graders/challenge/questions.ts";
import { after } from "../policy/stages.ts";
import type { Decision } from "../records/decision.ts";
import { FACT_NAMES, type Facts, STAGES } from "../records/facts.ts";
import { ELEMENTS, FRAMEWORKS, type Scenario, TASK_TYPES } from "../records/scenario.ts";

const text = z.string().min(1);
const facts = z.array(z.enum(FACT_NAMES));

/** What triggers a behaviour: conditions on a scenario, all of which hold. No condition is every scenario. */
export const TriggerSchema = z.strictObject({
  task: z.array(z.enum(TASK_TYPES)).optional(),
  framework: z.array(z.enum(FRAMEWORKS)).optional(),
  salient: z.array(z.enum(ELEMENTS)).optional(),
  value_over: z.number().optional(),
  value_up_to: z.number().optional(),
  stage_from: z.enum(STAGES).optional(),
  /** One of these facts is weak or unknown, or is unknown. */
  weak: facts.optional(),
  unknown: facts.optional(),
  fact: z.partialRecord(z.enum(FACT_NAMES), z.array(text)).optional(),
  requires: z.array(text).optional(),
  verdict: z.enum(["pursue_high", "develop_medium", "disqualify"]).optional(),
  provisional: z.literal(true).optional(),
  /** The stage that the facts support is earlier than the one that is claimed. */
  stage_ahead: z.literal(true).optional(),
  stakeholders_up_to: z.number().optional(),
  has: z.enum(["planted_assumption", "planted_contradiction", "integrity", "must_ask", "canary"]).optional(),
  turn: z.enum(["pressure", "legit_update"]).optional(),
  tactic: z.array(text).optional(),
  people: z.enum(["blocker"]).optional(),
});
export type Trigger = z.output<typeof TriggerSchema>;

type Condition = { [K in keyof Trigger]-?: (wanted: NonNullable<Trigger[K]>, deal: Deal) => boolean };

/** A scenario with the decisions that are right after each of its turns. */
export interface Deal {
  scenario: Scenario;
  gold: readonly Decision[];
}

/** Whether a scenario triggers a behaviour. */
export function triggers(trigger: Trigger, deal: Deal): boolean {
  return (Object.keys(trigger) as (keyof Trigger)[]).every((name) => {
    const holds = CONDITIONS[name] as (wanted: unknown, deal: Deal) => boolean;
    return trigger[name] === undefined || holds(trigger[name], deal);
  });
}

/** A trigger in words: "task: qualify or deal_review; value over: 500000". */
export function triggerWords(trigger: Trigger): string {
  const parts = Object.entries(trigger).map(([name, wanted]) => {
    const words = name.replaceAll("_", " ");
    if (wanted === true) return words;
    return `${words} ${valueWords(wanted)}`;
  });
  return parts.length === 0 ? "every reply" : parts.join("; ");
}

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.join(" or ");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([name, wanted]) => `${name} = ${valueWords(wanted)}`)
      .join(", ");
  return String(value);
}

const CONDITIONS: Condition = {
  task: (wanted, { scenario }) => wanted.includes(scenario.taskType),
  framework: (wanted, { scenario }) => meet(wanted, scenario.expectedFrameworks),
  salient: (wanted, { scenario }) => meet(wanted, scenario.salientElements),
  value_over: (wanted, { scenario }) => scenario.dealValueUsd > wanted,
  value_up_to: (wanted, { scenario }) => scenario.dealValueUsd <= wanted,
  stage_from: (wanted, { scenario }) =>
    STAGES.indexOf(scenario.stage as (typeof STAGES)[number]) >= STAGES.indexOf(wanted),
  weak: (wanted, { scenario }) => wanted.some((fact) => isGap(fact, scenario)),
  unknown: (wanted, { scenario }) => wanted.some((fact) => scenario.facts[fact].value === "unknown"),
  fact: (wanted, { scenario }) =>
    Object.entries(wanted).every(([fact, values]) =>
      values?.includes(String(scenario.facts[fact as keyof Facts].value)),
    ),
  requires: (wanted, { scenario }) =>
    meet(
      wanted,
      scenario.requiredReasons.map(({ code }) => code),
    ),
  verdict: (wanted, { scenario, gold }) =>
    scenario.verdictExpected && gold.some(({ verdict }) => verdict === wanted),
  provisional: (_, { scenario, gold }) =>
    scenario.verdictExpected && gold.some(({ provisional }) => provisional),
  stage_ahead: (_, { scenario, gold }) =>
    gold[0] !== undefined && after(scenario.facts.stage.value, gold[0].supportedStage),
  stakeholders_up_to: (wanted, { scenario }) => {
    const { value } = scenario.facts.stakeholders;
    return typeof value === "number" && value <= wanted;
  },
  has: (wanted, { scenario }) => {
    if (wanted === "planted_assumption") return scenario.plantedAssumption !== null;
    if (wanted === "planted_contradiction") return scenario.plantedContradiction !== null;
    if (wanted === "integrity") return scenario.integrity !== null;
    if (wanted === "must_ask") return scenario.mustAsk.length > 0;
    return scenario.attachments.some(({ canary }) => canary !== null && canary !== undefined);
  },
  turn: (wanted, { scenario }) => scenario.turns.some(({ kind }) => kind === wanted),
  tactic: (wanted, { scenario }) =>
    scenario.turns.some(({ tactic }) => tactic !== null && wanted.includes(tactic)),
  people: (wanted, { scenario }) => scenario.people.some(({ role }) => role === wanted),
};

function meet(wanted: readonly string[], given: readonly string[]): boolean {
  return wanted.some((one) => given.includes(one));
}
