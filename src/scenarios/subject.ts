import type { Policy } from "../records/policy.ts";
import { decide } from "../policy/decide.ts";
import type { Decision } from "../records/decision.ts";
import type { Problem } from "../records/errors.ts";
import type { Facts } from "../records/facts.ts";
import { factsAtTurn, type Scenario } from "../records/scenario.ts";
import type { LoadedScenario } from "./load.ts";

/** A scenario under check with what the policy makes of it. */
export interface Subject {
  scenario: Scenario;
  /** The facts that hold after each user turn; the first are those of `facts`. */
  facts: Facts[];
  /** What the policy decides after each user turn. */
  decisions: Decision[];
  /** The decision on the facts as first told. */
  opening: Decision;
  /** A problem at a field (path in disk spelling). */
  at: (path: readonly PropertyKey[], message: string) => Problem;
}

/** Computes the decisions of a scenario once, for all checks. */
export function subjectOf({ scenario, placeOf }: LoadedScenario, policy: Policy): Subject {
  const facts = scenario.turns.map((_, index) => factsAtTurn(scenario, index + 1));
  return {
    scenario,
    facts,
    decisions: facts.map((known) => decide(known, policy)),
    opening: decide(factsAtTurn(scenario, 1), policy),
    at: (path, message) => ({ place: placeOf(path), field: path.join("."), message }),
  };
}

/** The texts that have been shown by the end of a user turn (1-based): the turns so far, and all attachments. */
export function textsUpTo({ turns, attachments }: Scenario, turn: number): string[] {
  return [...turns.slice(0, turn), ...attachments].map(({ text }) => text);
}
