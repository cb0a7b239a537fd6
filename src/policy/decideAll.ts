import type { Decision } from "../records/decision.ts";
import type { Policy } from "../records/policy.ts";
import { factsAtTurn, type Scenario } from "../records/scenario.ts";
import { decide } from "./decide.ts";

/** The decisions that are right after each user turn, by scenario id; entry i of a list belongs to turn i+1. */
export function decideAll(scenarios: readonly Scenario[], policy: Policy): Record<string, Decision[]> {
  return Object.fromEntries(
    scenarios.map((scenario) => [
      scenario.id,
      scenario.turns.map((_, index) => decide(factsAtTurn(scenario, index + 1), policy)),
    ]),
  );
}
