import { z } from "zod";

/**
 * Exit criteria of Proof, Negotiation and Close that the eighteen facts cannot establish (CODEBOOK §2.3 "Gates").
 * They may stand beside the facts; a criterion that is left out was not looked at, "unknown" was and is not shown.
 */
const GATE_FACT_NAMES = [
  "poc_criteria",
  "validation_plan",
  "business_case",
  "legal_engaged",
  "contracts_in_legal",
  "pricing_approved",
  "close_date",
] as const;

export type GateFactName = (typeof GATE_FACT_NAMES)[number];

const state = z.enum(["yes", "no", "unknown"]).optional();

/** The optional `gates` of a facts file. */
export const GateFactsSchema = z.strictObject({
  /** Success criteria of the proof of concept are defined. */
  poc_criteria: state,
  /** The technical validation plan is agreed. */
  validation_plan: state,
  /** The business case was presented to the economic buyer. */
  business_case: state,
  /** Legal and procurement are engaged. */
  legal_engaged: state,
  /** Contracts are in legal review. */
  contracts_in_legal: state,
  /** Pricing is approved. */
  pricing_approved: state,
  /** The close date is confirmed. */
  close_date: state,
} satisfies Record<GateFactName, typeof state>);

export type GateFacts = z.output<typeof GateFactsSchema>;
