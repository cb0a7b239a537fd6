import type { Scenario } from "../../src/records/scenario.ts";
import { restates, wordingOf } from "../disqualification/restates.ts";
import type { Statement } from "../disqualification/statements.ts";
import { anchorFinder, briefOf } from "../text/anchors.ts";
import { parseReply } from "../text/reply.ts";

/**
 * The statement that names the fact which an update brought (`index` counts turns from 0): it says the new fact's evidence
 * again, or holds a number, date or name that the conversation did not have before.
 */
export function namesUpdate(
  scenario: Scenario,
  index: number,
  statements: readonly Statement[],
): Statement | undefined {
  const evidence = Object.values(scenario.factsByTurn[String(index + 1)] ?? {}).flatMap((fact) =>
    fact?.evidence ? [wordingOf(fact.evidence)] : [],
  );
  const fresh = freshAnchors(scenario, index);
  return statements.find(
    ({ text, question, anchors }) =>
      !question &&
      (evidence.some((wording) => restates(text, wording)) || anchors.some(({ key }) => fresh.has(key))),
  );
}

function freshAnchors(scenario: Scenario, index: number): ReadonlySet<string> {
  const keysIn = (text: string) =>
    anchorFinder(scenario)
      .find(parseReply(text))
      .filter(({ kind }) => kind !== "account" && kind !== "echo" && kind !== "title")
      .map(({ key }) => key);
  const known = new Set(keysIn(briefOf(scenario, index)));
  return new Set(keysIn(scenario.turns[index]?.text ?? "").filter((key) => !known.has(key)));
}
