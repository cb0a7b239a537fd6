import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../src/policy/decide.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import type { GoldVerdict } from "../../src/records/decision.ts";
import { FACT_NAMES, FACT_VALUES, type FactName, type Facts } from "../../src/records/facts.ts";
import { ROOT } from "../support/cli.ts";
import { anyFacts, CATEGORICAL, mostlyGoodFacts } from "./arbitrary.ts";

const POLICY = loadPolicy(join(ROOT, "persona", "policy.yaml"));
const RANK: Record<GoldVerdict, number> = { disqualify: 0, develop_medium: 1, pursue_high: 2 };
const facts = fc.oneof(anyFacts, mostlyGoodFacts);
const RUNS = { numRuns: 4000 };

const verdictOf = (of: Facts) => decide(of, POLICY).verdict;
const withFact = (of: Facts, name: FactName, value: string | number): Facts => ({ ...of, [name]: value });

test("every set of facts has a decision, and its parts agree", () => {
  fc.assert(
    fc.property(facts, (of) => {
      const decision = decide(of, POLICY);
      const { verdict, red, amber, ask, askFacts, disposition, provisional } = decision;
      expect(verdict === "disqualify").toBe(red.length > 0);
      expect(verdict === "pursue_high").toBe(red.length + amber.length + ask.length === 0);
      expect(disposition === null).toBe(verdict !== "disqualify");
      expect(provisional).toBe(verdict === "develop_medium" && ask.length >= POLICY.provisionalAxes);
      expect(askFacts.every((name) => of[name] === "unknown")).toBe(true);
      expect(askFacts.length > 0).toBe(ask.length > 0);
      for (const codes of [red, amber, ask, decision.flags, askFacts]) {
        expect(new Set<string>(codes).size).toBe(codes.length);
      }
    }),
    RUNS,
  );
});

test("blanking a fact never creates a disqualification and never creates a pursue", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...FACT_NAMES), (of, name) => {
      const [before, after] = [verdictOf(of), verdictOf(withFact(of, name, "unknown"))];
      expect(after === "disqualify" && before !== "disqualify").toBe(false);
      expect(after === "pursue_high" && before !== "pursue_high").toBe(false);
    }),
    RUNS,
  );
});

test("improving a fact never worsens the verdict", () => {
  const improvement = fc.oneof(
    fc
      .constantFrom(...CATEGORICAL)
      .chain((name) =>
        fc
          .subarray<string>([...FACT_VALUES[name]], { minLength: 2, maxLength: 2 })
          .map((pair) => ({ name, pair })),
      ),
    fc.tuple(fc.nat(12), fc.nat(12)).map(([a, b]) => ({
      name: "stakeholders" as const,
      pair: [Math.max(a, b), Math.min(a, b)],
    })),
    fc
      .tuple(fc.constantFrom(0, 12, 13, 18, 18.0001, 30), fc.constantFrom(0, 12, 13, 18, 18.0001, 30))
      .map(([a, b]) => ({ name: "timeline_months" as const, pair: [Math.min(a, b), Math.max(a, b)] })),
  );
  fc.assert(
    fc.property(facts, improvement, (of, { name, pair: [better, worse] }) => {
      const [after, before] = [better ?? 0, worse ?? 0].map(
        (value) => RANK[verdictOf(withFact(of, name, value))],
      );
      expect(after).toBeGreaterThanOrEqual(before ?? 0);
    }),
    RUNS,
  );
});

test("the paper process and the forecast never move the verdict", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...FACT_VALUES.paper_process, "unknown"), (of, paper) => {
      expect(verdictOf(withFact(of, "paper_process", paper))).toBe(verdictOf(of));
    }),
    { numRuns: 1000 },
  );
});
