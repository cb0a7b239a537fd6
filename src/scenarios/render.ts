import type { Scenario } from "../records/scenario.ts";

/** The user turns as they are sent: attachments are pasted under the first one, each between marks that name it. */
export function userTurns(scenario: Pick<Scenario, "turns" | "attachments">): string[] {
  const pasted = scenario.attachments.map(
    ({ name, text }) => `\n\n--- pasted: ${name} ---\n${text}\n--- end ---`,
  );
  return scenario.turns.map(({ text }, index) => (index === 0 ? text + pasted.join("") : text));
}
