import { expect, test } from "vitest";
import type { GateVerdict } from "../../../src/records/comparison.ts";
import type { CriterionName } from "../../../src/records/gate.ts";
import { decideGate, type GateEvidence } from "../../../src/summary/comparison/gate.ts";

function criterion(name: CriterionName, verdict: GateVerdict, nMore: number | null = null) {
  return { name, verdict, improved: false, nMore };
}

function decide(evidence: Partial<GateEvidence>) {
  return decideGate({ criteria: [], newlyFailing: [], refusals: [], ...evidence });
}

const CLEARED = [criterion("verdict_right", "not_regressed"), criterion("directness", "not_regressed")];

test("one regressed criterion regresses the gate, whatever the others say", () => {
  const criteria = [criterion("directness", "regressed"), ...CLEARED.slice(0, 1)];
  expect(decide({ criteria })).toMatchObject({ verdict: "regressed", regressed: ["directness"] });
});

test("a pass needs every criterion cleared; an open one keeps it inconclusive and says how many more", () => {
  expect(decide({ criteria: CLEARED }).verdict).toBe("not_regressed");
  const open = [...CLEARED, criterion("framework_use", "inconclusive", 40)];
  expect(decide({ criteria: open })).toMatchObject({
    verdict: "inconclusive",
    open: ["framework_use"],
    nMore: 40,
  });
});

test("a critical item that newly fails regresses when confirmed, and keeps the gate from passing when not", () => {
  const failing = { scenario: "s", item: "DC9", gates: true };
  const confirmed = decide({
    criteria: CLEARED,
    newlyFailing: [{ ...failing, confirmed: true, dismissed: false }],
  });
  expect(confirmed.verdict).toBe("regressed");
  expect(confirmed.reasons).toEqual(["Critical item DC9 newly fails on s, confirmed."]);
  const single = decide({
    criteria: CLEARED,
    newlyFailing: [{ ...failing, confirmed: false, dismissed: false }],
  });
  expect(single.verdict).toBe("inconclusive");
  const outside = { ...failing, gates: false, confirmed: true, dismissed: false };
  expect(decide({ criteria: CLEARED, newlyFailing: [outside] }).verdict).toBe("not_regressed");
});

test("a refusal decides nothing, even over a regressed criterion", () => {
  const decision = decide({
    criteria: [criterion("directness", "regressed")],
    refusals: ["Too many failed."],
  });
  expect(decision).toMatchObject({ verdict: "inconclusive", refused: true, reasons: ["Too many failed."] });
});

test("nothing to look at is no pass", () => {
  expect(decide({})).toMatchObject({ verdict: "inconclusive", refused: true });
});
