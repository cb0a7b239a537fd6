import { type Facts, type Stage, STAGES } from "../records/facts.ts";
import type { GateFactName, GateFacts } from "../records/gates.ts";
import { after, atOrAfter } from "./stages.ts";

/** What can be said of the stage gates from a set of facts. */
export interface GateReport {
  /** Codes of unmet exit criteria that the claimed stage should have behind it, in the order of the gates. */
  findings: string[];
  /** Codes of exit criteria of which nothing was said, so that they are neither met nor unmet. */
  unestablished: string[];
  /** First stage whose exit is known to be unmet; where none is, the stage that the known exits lead to or, if later, the claimed one. */
  supportedStage: Stage;
}

/**
 * Checks the exit criteria of CODEBOOK §2.3. Those of Discovery and Evaluation follow from the facts, an unknown fact
 * leaving its criterion unmet. Those of Proof, Negotiation and Close need `gates`; a criterion left out of it is
 * unestablished: it raises no finding and does not hold back the supported stage.
 */
export function inspectGates(facts: Facts, gates: GateFacts = {}): GateReport {
  const states = CRITERIA.map((criterion) => ({ ...criterion, state: criterion.state(facts, gates) }));
  const unmet = states.filter(({ state }) => state === "unmet");
  const firstOpen = states.find(({ state }) => state === "unestablished");
  return {
    findings: unmet.filter(({ exitOf }) => isDue(exitOf, facts.stage)).map(({ code }) => code),
    unestablished: states.filter(({ state }) => state === "unestablished").map(({ code }) => code),
    supportedStage: unmet[0]?.exitOf ?? later(firstOpen?.exitOf ?? "close", facts.stage),
  };
}

type CriterionState = "met" | "unmet" | "unestablished";

interface Criterion {
  code: string;
  exitOf: Stage;
  state: (facts: Facts, gates: GateFacts) => CriterionState;
}

const CRITERIA: readonly Criterion[] = [
  fromFacts("G1.eb", "discovery", ({ eb }) => eb !== "not_identified" && eb !== "unknown"),
  fromFacts(
    "G1.pain",
    "discovery",
    ({ pain_clarity, value }) => pain_clarity === "clear" && (value === "validated" || value === "estimated"),
  ),
  fromFacts("G1.budget", "discovery", ({ budget }) => budget === "approved" || budget === "allocated"),
  fromFacts("G2.criteria", "evaluation", ({ criteria }) => criteria === "documented"),
  fromFacts("G2.fit", "evaluation", ({ fit }) => fit === "strong" || fit === "partial"),
  fromFacts(
    "G2.champion",
    "evaluation",
    ({ champion }) => champion === "active" || champion === "developing",
  ),
  fromGates("G3.poc_criteria", "proof", "poc_criteria"),
  fromGates("G3.validation_plan", "proof", "validation_plan"),
  fromGates("G4.business_case", "negotiation", "business_case"),
  fromGates("G4.legal_engaged", "negotiation", "legal_engaged"),
  fromGates("G5.contracts_in_legal", "close", "contracts_in_legal"),
  fromGates("G5.pricing_approved", "close", "pricing_approved"),
  fromGates("G5.close_date", "close", "close_date"),
];

function fromFacts(code: string, exitOf: Stage, met: (facts: Facts) => boolean): Criterion {
  return { code, exitOf, state: (facts) => (met(facts) ? "met" : "unmet") };
}

function fromGates(code: string, exitOf: Stage, name: GateFactName): Criterion {
  return {
    code,
    exitOf,
    state: (_, gates) => {
      const said = gates[name];
      if (said === undefined) return "unestablished";
      return said === "yes" ? "met" : "unmet";
    },
  };
}

/** No stage follows Close: its exit is due when a deal claims to be there, which is when commit is called. */
function isDue(exitOf: Stage, claimed: Facts["stage"]): boolean {
  return exitOf === "close" ? atOrAfter(claimed, "close") : after(claimed, exitOf);
}

function later(stage: Stage, claimed: Facts["stage"]): Stage {
  return claimed !== "unknown" && STAGES.indexOf(claimed) > STAGES.indexOf(stage) ? claimed : stage;
}
