import type { Decision } from "../records/decision.ts";
import type { Scenario } from "../records/scenario.ts";
import { spaced } from "./words.ts";

/** A code of the policy and what it says, in this scenario's own words where its file has them. */
export interface Reason {
  code: string;
  words: string;
  kind: "red" | "amber" | "ask" | "flag";
}

/**
 * Why a decision came out as it did: disqualifiers first, then weakened signals, open questions and side findings.
 * Words come from the scenario's `required_reasons`, else from the codebook's tables (§2.1–2.3).
 */
export function reasonsOf(decision: Decision, scenario: Pick<Scenario, "requiredReasons">): Reason[] {
  const own = new Map(scenario.requiredReasons.map((reason) => [reason.code, reason.text]));
  const list = (codes: readonly string[], kind: Reason["kind"]) =>
    codes.map((code) => ({ code, kind, words: own.get(code) ?? codeInWords(code, kind) }));
  return [
    ...list(decision.red, "red"),
    ...list(decision.amber, "amber"),
    ...list(decision.ask, "ask"),
    ...list(decision.flags, "flag"),
  ];
}

/** A fact, axis or code of the policy in words. */
export function codeInWords(code: string, kind: Reason["kind"]): string {
  const words = CODES[code];
  if (words !== undefined) return words;
  if (kind === "ask") return `${FACT_LABELS[code] ?? spaced(code)} is not known`;
  const gate = /^G(\d)\.(.+)$/.exec(code);
  if (gate)
    return `the ${STAGE_OF_GATE[Number(gate[1]) - 1] ?? "stage"} exit is not met: ${factLabel(gate[2] ?? "")}`;
  return spaced(code);
}

/** A fact's name in words: `eb` is "economic buyer". */
export function factLabel(fact: string): string {
  return FACT_LABELS[fact] ?? spaced(fact);
}

const STAGE_OF_GATE = ["Discovery", "Evaluation", "Proof", "Negotiation", "Close"];

const CODES: Record<string, string> = {
  H1: "the economic buyer is identified and engaged",
  H2: "the pain is clear and urgent, and the money is there",
  H3: "a champion sells for us when we are absent",
  H4: "the fit is strong and the criteria are documented",
  H5: "our position is differentiated",
  H6: "the timeline is realistic and the process mapped",
  D1: "the economic buyer stays out of reach after repeated attempts",
  D2: "no pain, or none that is urgent",
  D3: "no budget and no path to one",
  D4: "weak fit, or a mandatory requirement is missed",
  D5: "a strong incumbent and no event that forces a move",
  D6: "too long to a decision, with no milestone on the way",
  P4: "no champion and no line to the economic buyer, this late",
  M1: "timing or urgency is uncertain",
  M2: "access to the economic buyer is limited",
  M3: "the champion is still developing",
  M4: "the competitive position is unclear or no better than level",
  M5: "the value is estimated or unquantified, not the customer's number",
  A_BUDGET: "the money is not there yet: a path, or untested",
  A_FIT: "the fit is partial or the criteria are informal",
  A_TIME: "the timeline or the process behind it is uncertain",
  A_THREAD: "a single contact carries the whole deal",
  R_THREAD: "fewer contacts than a deal of this kind needs",
  R_NO_EVENT: "nothing forces a decision this quarter",
  R_EVENT_UNVERIFIED: "the compelling event is not confirmed",
  R_PAPER: "the paper process is not mapped",
};

const FACT_LABELS: Record<string, string> = {
  eb: "economic buyer",
  pain: "pain",
  pain_clarity: "clarity of pain",
  pain_urgency: "urgency of pain",
  value: "value",
  budget: "budget",
  champion: "champion",
  fit: "fit",
  fit_criteria: "fit and criteria",
  criteria: "decision criteria",
  incumbent: "incumbent",
  position: "competitive position",
  competition: "competition",
  compelling_event: "compelling event",
  timeline_months: "months to decision",
  timeline_feasible: "timeline feasible",
  timeline_process: "timeline and process",
  milestone: "milestone on the way",
  decision_process: "decision process",
  paper_process: "paper process",
  stakeholders: "engaged contacts",
  stage: "stage claimed",
};
