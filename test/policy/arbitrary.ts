import * as fc from "fast-check";
import { FACT_VALUES, type Facts, STAGES } from "../../src/records/facts.ts";

/** Names of the facts whose values are words, best to worst. */
export const CATEGORICAL = Object.keys(FACT_VALUES) as (keyof typeof FACT_VALUES)[];

const categorical = Object.fromEntries(
  CATEGORICAL.map((name) => [name, fc.constantFrom<string>(...FACT_VALUES[name], "unknown")]),
);

/** Any set of facts, unknowns and boundary numbers included. */
export const anyFacts = fc.record({
  ...categorical,
  timeline_months: fc.oneof(
    fc.constantFrom(0, 12, 12.5, 18, 18.0001, 24, 1e6, "unknown"),
    fc.double({ min: 0, max: 48, noNaN: true }),
  ),
  stakeholders: fc.oneof(fc.constantFrom(0, 1, 2, 4, 5, "unknown"), fc.nat(12)),
  stage: fc.constantFrom(...STAGES, "unknown"),
}) as unknown as fc.Arbitrary<Facts>;

/** Any set of facts in which most are at their best, so that a pursue is not rare. */
export const mostlyGoodFacts = fc
  .tuple(
    anyFacts,
    fc.array(fc.constantFrom(...CATEGORICAL, "timeline_months", "stakeholders"), { maxLength: 2 }),
  )
  .map(([facts, odd]) => ({ ...ALL_GREEN, ...Object.fromEntries(odd.map((name) => [name, facts[name]])) }));

/** The base of CODEBOOK §2.4: everything in place, in Proof. */
export const ALL_GREEN: Facts = {
  eb: "engaged",
  pain_clarity: "clear",
  pain_urgency: "urgent",
  value: "validated",
  budget: "allocated",
  champion: "active",
  fit: "strong",
  criteria: "documented",
  incumbent: "weak_competitor",
  position: "differentiated",
  compelling_event: "confirmed",
  timeline_months: 7,
  timeline_feasible: "yes",
  milestone: "none",
  decision_process: "mapped",
  paper_process: "mapped",
  stakeholders: 6,
  stage: "proof",
};
