import { describe, expect, test } from "vitest";
import { inspectGates } from "../../src/policy/gates.ts";
import type { Facts } from "../../src/records/facts.ts";
import { ALL_GREEN } from "./arbitrary.ts";

const LATER_GATES = [
  "G3.poc_criteria",
  "G3.validation_plan",
  "G4.business_case",
  "G4.legal_engaged",
  "G5.contracts_in_legal",
  "G5.pricing_approved",
  "G5.close_date",
];

function inspect(changes: Partial<Facts>, gates: Parameters<typeof inspectGates>[1] = {}) {
  return inspectGates({ ...ALL_GREEN, ...changes }, gates);
}

test("what was not looked at is neither met nor a finding", () => {
  expect(inspect({ stage: "close" })).toEqual({
    findings: [],
    unestablished: LATER_GATES,
    supportedStage: "close",
  });
});

describe("the supported stage", () => {
  test.each([
    ["the first open exit, whatever is claimed", { stage: "negotiation", budget: "path" }, "discovery"],
    ["of Evaluation when its exit is open", { stage: "discovery", champion: "none" }, "evaluation"],
    ["as far as the known exits lead", { stage: "discovery" }, "proof"],
    ["as claimed when nothing known speaks against it", { stage: "negotiation" }, "negotiation"],
    ["by the facts alone when no stage is claimed", { stage: "unknown" }, "proof"],
  ] as const)("%s", (_, changes, supported) => {
    expect(inspect(changes).supportedStage).toBe(supported);
  });

  test("moves on with gates that are known to be met", () => {
    expect(inspect({ stage: "proof" }, { poc_criteria: "yes", validation_plan: "yes" }).supportedStage).toBe(
      "negotiation",
    );
  });

  test("is Close when every exit is met", () => {
    const all = {
      poc_criteria: "yes",
      validation_plan: "yes",
      business_case: "yes",
      legal_engaged: "yes",
      contracts_in_legal: "yes",
      pricing_approved: "yes",
      close_date: "yes",
    } as const;
    expect(inspect({ stage: "proof" }, all)).toEqual({
      findings: [],
      unestablished: [],
      supportedStage: "close",
    });
  });
});

describe("findings", () => {
  test("are raised only for exits that the claimed stage has behind it", () => {
    expect(inspect({ stage: "discovery", budget: "none", criteria: "informal" }).findings).toEqual([]);
    expect(inspect({ stage: "evaluation", budget: "none", criteria: "informal" }).findings).toEqual([
      "G1.budget",
    ]);
    expect(inspect({ stage: "proof", budget: "none", criteria: "informal" }).findings).toEqual([
      "G1.budget",
      "G2.criteria",
    ]);
    expect(inspect({ stage: "negotiation" }, { legal_engaged: "no" }).findings).toEqual([]);
    expect(inspect({ stage: "close" }, { legal_engaged: "no" }).findings).toEqual(["G4.legal_engaged"]);
  });

  test("of Close are due when the deal claims to be there", () => {
    expect(inspect({ stage: "negotiation" }, { close_date: "no" }).findings).toEqual([]);
    expect(inspect({ stage: "close" }, { close_date: "no" }).findings).toEqual(["G5.close_date"]);
  });

  test("include an exit that was looked at and could not be shown", () => {
    expect(inspect({ stage: "negotiation" }, { validation_plan: "unknown" }).findings).toEqual([
      "G3.validation_plan",
    ]);
  });
});
