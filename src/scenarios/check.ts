import type { Policy } from "../records/policy.ts";
import type { Problem } from "../records/errors.ts";
import { evidenceProblems } from "./evidence.ts";
import type { LoadedScenario } from "./load.ts";
import { mentionProblems } from "./mentions.ts";
import { pairProblems } from "./pairs.ts";
import { subjectOf } from "./subject.ts";
import { verdictProblems } from "./verdicts.ts";

/**
 * What the schema cannot see: evidence, computed verdicts and reasons, pairs, and names that must occur in the text.
 * The rules stand in words in scenarios/SCHEMA.md. Returns every problem, in the order of the scenarios, pairs last.
 */
export function checkScenarios(loaded: readonly LoadedScenario[], policy: Policy): Problem[] {
  const subjects = loaded.map((scenario) => subjectOf(scenario, policy));
  const own = subjects.flatMap((subject) => [
    ...evidenceProblems(subject, policy),
    ...verdictProblems(subject),
    ...mentionProblems(subject),
  ]);
  return [...own, ...pairProblems(subjects)];
}
