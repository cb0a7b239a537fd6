import type { Evidence, Finding } from "../../src/records/grade.ts";
import type { Rubric } from "../../src/records/rubric.ts";

/** A finding; `reason` is one sentence that a sales leader understands. */
export function finding(
  id: string,
  state: Finding["state"],
  reason: string,
  evidence: Evidence[] = [],
): Finding {
  return { id, state, evidence, reason };
}

/** "needs judge: …": code cannot tell, and says what a judge has to decide. */
export function needsJudge(id: string, what: string, evidence: Evidence[] = []): Finding {
  return finding(id, "ungraded", `needs judge: ${what}`, evidence);
}

/** Every line of a rubric left ungraded for one cause. */
export function allUngraded(rubric: Rubric, reason: string): Finding[] {
  return rubric.items.map((item) => finding(item.id, "ungraded", reason));
}

/** What is said of a reply in another language. */
export const NOT_ENGLISH = "language: the checkers read English only";
