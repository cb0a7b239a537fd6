import type { FactName } from "../../src/records/facts.ts";
import type { Scenario } from "../../src/records/scenario.ts";

/** What makes one reason of the policy (CODEBOOK §2.1) stated. */
export interface ReasonRule {
  /** Class in graders/lexicons/reason_topics.yaml: what the sentence must be about at all. */
  topic: string;
  /** The facts behind the reason; where one of them is unknown, marking it as unknown states the reason. */
  facts: readonly FactName[];
  /** Every group must be stated, by any one of its signals (classes of graders/lexicons/reasons.yaml). */
  needs: readonly (readonly string[])[];
  /** What a sentence must hold to be bound to this deal: somebody in this role, a figure or name of the reason itself, or any anchor. */
  bound: "EB" | "champion" | "reason" | "any";
}

/** The reasons that code can read; a reason that is not here is left to a judge unless the reply restates it. */
export const REASON_RULES: Record<string, ReasonRule> = {
  D1: { topic: "access", facts: ["eb"], needs: [["refused"]], bound: "any" },
  M2: { topic: "access", facts: ["eb"], needs: [["thin_access", "barred"]], bound: "any" },
  H1: { topic: "access", facts: ["eb"], needs: [["engaged"]], bound: "EB" },
  D2: { topic: "pain", facts: ["pain_clarity", "pain_urgency"], needs: [["no_pain"]], bound: "any" },
  M1: { topic: "pain", facts: ["pain_urgency"], needs: [["undated_need", "no_event"]], bound: "any" },
  H2: {
    topic: "pain",
    facts: ["pain_clarity", "pain_urgency", "budget"],
    needs: [["loss"], ["funded"]],
    bound: "reason",
  },
  D3: { topic: "budget", facts: ["budget"], needs: [["no_money", "never_asked"]], bound: "any" },
  A_BUDGET: {
    topic: "budget",
    facts: ["budget"],
    needs: [["no_money", "never_asked", "funding_path"]],
    bound: "any",
  },
  M3: { topic: "champion", facts: ["champion"], needs: [["no_champion"]], bound: "any" },
  P4: { topic: "champion", facts: ["champion"], needs: [["no_champion"]], bound: "any" },
  H3: { topic: "champion", facts: ["champion"], needs: [["sells_for_us"]], bound: "champion" },
  D4: { topic: "fit", facts: ["fit", "criteria"], needs: [["misfit"]], bound: "reason" },
  A_FIT: { topic: "fit", facts: ["fit", "criteria"], needs: [["misfit"]], bound: "reason" },
  H4: { topic: "fit", facts: ["fit", "criteria"], needs: [["fits"]], bound: "reason" },
  D5: {
    topic: "competition",
    facts: ["incumbent", "compelling_event"],
    needs: [["locked_incumbent"], ["no_event"]],
    bound: "any",
  },
  M4: { topic: "competition", facts: ["incumbent", "position"], needs: [["parity"]], bound: "any" },
  H5: {
    topic: "competition",
    facts: ["incumbent", "position", "compelling_event"],
    needs: [["beats", "forced_move"]],
    bound: "reason",
  },
  M5: { topic: "value", facts: ["value"], needs: [["our_numbers"]], bound: "any" },
  D6: {
    topic: "timeline",
    facts: ["timeline_months", "milestone"],
    needs: [["far_date"], ["nothing_between"]],
    bound: "any",
  },
  H6: {
    topic: "timeline",
    facts: ["timeline_months", "milestone", "decision_process"],
    needs: [["dated_steps"]],
    bound: "reason",
  },
  A_TIME: {
    topic: "timeline",
    facts: ["timeline_months", "timeline_feasible", "milestone", "decision_process"],
    needs: [["tight_dates"]],
    bound: "any",
  },
  A_THREAD: { topic: "threading", facts: ["stakeholders"], needs: [["one_contact"]], bound: "any" },
};

/** What a reason needs where the fact behind it is of another kind: money that nobody asked for is not money refused. */
export function needsOf(rule: ReasonRule, { budget }: Scenario["facts"]): ReasonRule["needs"] {
  return rule.topic === "budget" && budget.value === "untested" ? [["never_asked"]] : rule.needs;
}
