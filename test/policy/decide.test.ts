import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decide } from "../../src/policy/decide.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { whatToAsk } from "../../src/policy/questions.ts";
import type { Decision } from "../../src/records/decision.ts";
import { FACT_NAMES, type Facts } from "../../src/records/facts.ts";
import { toDisk } from "../../src/records/wire.ts";
import { ROOT } from "../support/cli.ts";
import { ALL_GREEN } from "./arbitrary.ts";

const POLICY = loadPolicy(join(ROOT, "persona", "policy.yaml"));
const NOTHING_KNOWN = Object.fromEntries(FACT_NAMES.map((name) => [name, "unknown"])) as Facts;

interface Vector {
  id: string;
  facts: Partial<Facts>;
  expected: Record<string, unknown>;
}

const { vectors } = JSON.parse(readFileSync(join(ROOT, "test", "vectors", "decisions.json"), "utf8")) as {
  vectors: Vector[];
};

test.each(vectors)("reference vector $id", ({ facts, expected }) => {
  const decision = toDisk(decide({ ...NOTHING_KNOWN, ...facts }, POLICY)) as Record<string, unknown>;
  expect(Object.fromEntries(Object.keys(expected).map((field) => [field, decision[field]]))).toEqual(
    expected,
  );
});

function green(changes: Partial<Facts>): Decision {
  return decide({ ...ALL_GREEN, ...changes }, POLICY);
}

describe("boundaries", () => {
  test.each([
    [12, "none", "pursue_high"],
    [12.0001, "none", "develop_medium"],
    [12.0001, "dated_unfunded", "pursue_high"],
    [18, "none", "develop_medium"],
    [18, "dated_unfunded", "pursue_high"],
    [18.0001, "none", "disqualify"],
    [18.0001, "dated_unfunded", "develop_medium"],
    [18.0001, "funded", "pursue_high"],
    [18.0001, "unknown", "develop_medium"],
    [12, "unknown", "pursue_high"],
    ["unknown", "funded", "develop_medium"],
  ] as const)("%s months with milestone %s: %s", (timeline_months, milestone, verdict) => {
    expect(green({ timeline_months, milestone }).verdict).toBe(verdict);
  });

  test.each([
    [0, "develop_medium", []],
    [1, "develop_medium", []],
    [2, "pursue_high", ["R_THREAD"]],
    [4, "pursue_high", ["R_THREAD"]],
    [5, "pursue_high", []],
  ] as const)("%s contacts: %s", (stakeholders, verdict, flags) => {
    expect(green({ stakeholders })).toMatchObject({ verdict, flags });
  });

  test("a verdict is provisional from five undetermined axes on", () => {
    const four = { eb: "unknown", value: "unknown", budget: "unknown", champion: "unknown" } as const;
    expect(green(four).provisional).toBe(false);
    expect(green({ ...four, stakeholders: "unknown" }).provisional).toBe(true);
  });

  test("a disqualification is never provisional", () => {
    expect(decide({ ...NOTHING_KNOWN, budget: "none" }, POLICY)).toMatchObject({
      verdict: "disqualify",
      provisional: false,
    });
  });
});

describe("disposition", () => {
  test.each([
    ["one curable disqualifier", { eb: "none_after_attempts" }, "deprioritize"],
    ["pain that is not urgent", { pain_urgency: "not_urgent" }, "deprioritize"],
    ["no pain at all", { pain_clarity: "none" }, "close"],
    ["a weak fit", { fit: "weak" }, "close"],
    ["two disqualifiers", { eb: "none_after_attempts", budget: "none" }, "close"],
    ["none", {}, null],
  ] as const)("%s: %s", (_, changes, disposition) => {
    expect(green(changes).disposition).toBe(disposition);
  });
});

describe("no champion", () => {
  test.each([
    ["no line to the economic buyer, in Proof", { eb: "not_identified" }, ["P4"]],
    ["no line to the economic buyer, before Proof", { eb: "not_identified", stage: "evaluation" }, []],
    ["an economic buyer whom a rule keeps away", { eb: "prohibited_by_process" }, []],
    ["an economic buyer seen once", { eb: "limited" }, []],
    ["an economic buyer of whom nothing is known", { eb: "unknown" }, []],
    ["a stage that is unknown", { eb: "not_identified", stage: "unknown" }, []],
  ] as const)("and %s", (_, changes, red) => {
    const decision = green({ champion: "none", ...changes });
    expect(decision.red).toEqual(red);
    expect(decision.amber.includes("M3")).toBe(decision.red.length === 0);
  });
});

describe("an unknown fact", () => {
  test("of the stage disqualifies no untested budget and no vague pain", () => {
    expect(green({ budget: "untested", stage: "unknown" }).red).toEqual([]);
    expect(green({ pain_clarity: "vague", pain_urgency: "uncertain", stage: "unknown" }).red).toEqual([]);
  });

  test("is asked about only where the axis still hangs on it", () => {
    expect(green({ fit: "weak", criteria: "unknown" }).ask).toEqual([]);
    expect(green({ compelling_event: "unknown" }).ask).toEqual([]);
    expect(green({ compelling_event: "unknown", incumbent: "strong_competitor" }).askFacts).toEqual([
      "compelling_event",
    ]);
    expect(green({ milestone: "unknown" }).ask).toEqual([]);
    expect(green({ milestone: "unknown", timeline_months: 20 }).askFacts).toEqual(["milestone"]);
  });

  test("that could disqualify is asked about before one that could not", () => {
    expect(green({ value: "unknown", budget: "unknown" }).askFacts).toEqual(["budget", "value"]);
    expect(green({ value: "unknown", champion: "unknown" }).askFacts).toEqual(["value", "champion"]);
    expect(green({ value: "unknown", champion: "unknown", eb: "not_identified" }).askFacts).toEqual([
      "champion",
      "value",
    ]);
  });

  test("has a question of its own", () => {
    const questions = whatToAsk({ askFacts: FACT_NAMES }).map(({ question }) => question);
    expect(new Set(questions).size).toBe(FACT_NAMES.length);
    expect(questions.every((question) => question.endsWith("?"))).toBe(true);
  });
});

describe("forecast cap", () => {
  test.each([
    ["negotiation, event confirmed, paper mapped", { stage: "negotiation" }, "commit"],
    ["before negotiation", { stage: "proof" }, "best_case"],
    ["the event is only claimed", { stage: "close", compelling_event: "claimed" }, "best_case"],
    ["the paper process is unknown", { stage: "close", paper_process: "unknown" }, "best_case"],
    ["there is no event", { stage: "close", compelling_event: "none" }, "pipeline"],
    ["the stage is unknown", { stage: "unknown" }, "best_case"],
    ["the deal is only developing", { stage: "close", champion: "developing" }, "pipeline"],
    ["the deal is disqualified", { stage: "close", budget: "none" }, "omit"],
  ] as const)("%s", (_, changes, cap) => {
    expect(green(changes).forecastCap).toBe(cap);
  });

  test("a gate that is known to be open keeps a deal out of commit and leaves the verdict", () => {
    const facts: Facts = { ...ALL_GREEN, stage: "negotiation" };
    expect(decide(facts, POLICY, { poc_criteria: "no" })).toMatchObject({
      verdict: "pursue_high",
      forecastCap: "best_case",
      flags: ["G3.poc_criteria"],
      supportedStage: "proof",
    });
  });
});

test("thresholds come from the policy", () => {
  const strict = { ...POLICY, timeline: { realisticMonths: 3, longestMonths: 6 } };
  expect(decide(ALL_GREEN, strict).red).toEqual(["D6"]);
});
