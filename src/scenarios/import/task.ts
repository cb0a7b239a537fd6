import type { Scenario } from "../../records/scenario.ts";

/** The frameworks that fit a task (CODEBOOK §4.1); a qualification above $500K takes all of MEDDPICC. */
export function frameworksFor(task: Scenario["taskType"], usd: number): readonly string[] {
  if (task === "qualify" || task === "deal_review")
    return usd > 500_000 ? ["MEDDPICC"] : ["MEDDIC", "MEDDPICC"];
  return FRAMEWORKS[task] ?? [];
}

const FRAMEWORKS: Partial<Record<Scenario["taskType"], readonly string[]>> = {
  gate_forecast: ["StageGates", "MEDDPICC"],
  negotiation: ["StageGates", "MEDDPICC"],
  challenger: ["Challenger"],
  discovery_prep: ["SPIN"],
  account_plan: ["AccountPlan", "StrategicSelling"],
  committee_map: ["StrategicSelling"],
};

/** How long a reply to a task may be, and how many actions it must name, as the corpus has it. */
export function limitsFor(task: Scenario["taskType"]): Record<string, string> {
  if (task === "account_plan") return { "limits.max_words": "1200", "limits.min_actions": "6" };
  if (task === "discovery_prep") return { "limits.max_words": "650", "limits.min_actions": "2" };
  return { "limits.max_words": "400", "limits.min_actions": "3" };
}
