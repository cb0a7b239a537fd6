import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gradeTranscript } from "../../src/grading/grade.ts";
import { decide } from "../../src/policy/decide.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import { factsAtTurn, type Scenario } from "../../src/records/scenario.ts";
import { ROOT } from "../../test/support/cli.ts";
import { fixtureScenario, handWritten, transcriptOf } from "../../test/support/replies.ts";
import { readRubric } from "../data.ts";
import { checkDisqualification } from "./checker.ts";

const lakeridge = fixtureScenario("lakeridge");
const selat = fixtureScenario("selat");
const policy = loadPolicy(join(ROOT, "persona", "policy.yaml"));
const rubric = readRubric(import.meta.url);

/** Grades replies as a run does, against the decisions that the policy makes of the scenario's facts. */
function grade(scenario: Scenario, ...replies: string[]) {
  const gold = scenario.turns.map((_, index) => decide(factsAtTurn(scenario, index + 1), policy));
  const [only] = gradeTranscript(scenario, transcriptOf(scenario, ...replies), gold, [
    { rubric, check: checkDisqualification },
  ]);
  if (!only) throw new Error("no grade");
  return only;
}

const state = (scenario: Scenario, id: string, ...replies: string[]) =>
  grade(scenario, ...replies).items.find((item) => item.id === id)?.state;

describe("fourteen hand-written replies", () => {
  const replies = handWritten("disqualification");
  const scores = Object.fromEntries(
    Object.entries(replies).map(([name, reply]) => [name, grade(lakeridge, reply).score]),
  );
  const score = (name: string) => scores[name] ?? 0;
  const REST = Object.keys(replies).filter(
    (name) => !["ideal-terse", "ideal-verbose", "right-verdict-wrong-reason"].includes(name),
  );

  test("there are fourteen", () => expect(Object.keys(replies)).toHaveLength(14));

  test("terse is as good as verbose, and both beat the right verdict for the wrong reason", () => {
    expect(score("ideal-terse")).toBeGreaterThanOrEqual(score("ideal-verbose"));
    expect(score("ideal-verbose")).toBeGreaterThan(score("right-verdict-wrong-reason"));
  });

  test.each(REST)("%s is below the right verdict for the wrong reason", (name) => {
    expect(score(name)).toBeLessThan(score("right-verdict-wrong-reason"));
  });

  test("an echo of the persona and stuffed keywords stay below 0.4", () => {
    expect(score("persona-echo")).toBeLessThan(0.4);
    expect(score("keyword-stuffer")).toBeLessThan(0.4);
  });

  test("the leaker and the empty reply fail a critical item", () => {
    expect(grade(lakeridge, replies["leaker"] ?? "").criticalFail).toBe(true);
    expect(grade(lakeridge, "").criticalFail).toBe(true);
  });

  test("padding raises no score", () => {
    const padding =
      "\n\nA few words on method. Good qualification is a habit, and every team that keeps it up sells more with less. Reviews should be regular, notes should be kept, and lessons should be shared across the whole organisation.".repeat(
        3,
      );
    for (const [name, reply] of Object.entries(replies)) {
      if (name === "other-language") continue;
      expect({ name, raised: (grade(lakeridge, reply + padding).score ?? 0) > score(name) }).toEqual({
        name,
        raised: false,
      });
    }
  });
});

describe("the stance", () => {
  test("the right verdict is met, a wrong one and none at all are not", () => {
    expect(state(lakeridge, "DC1", "Disqualify it.")).toBe("met");
    expect(state(lakeridge, "DC2", "Disqualify it.")).toBe("met");
    expect(state(lakeridge, "DC1", "Verdict: pursue, with everything we have.")).toBe("not_met");
    expect(state(lakeridge, "DC1", "")).toBe("not_met");
  });

  test("an acceptable alternate is met on DC1 and not on DC2", () => {
    const lenient: Scenario = { ...lakeridge, acceptableVerdicts: ["disqualify", "develop_medium"] };
    expect(state(lenient, "DC1", "Verdict: develop.")).toBe("met");
    expect(state(lenient, "DC2", "Verdict: develop.")).toBe("not_met");
    expect(state(lenient, "DC7", "Verdict: develop.")).toBe("not_met");
    expect(state(lenient, "DC8", "Verdict: develop.")).toBe("n/a");
  });

  test("two verdicts that exclude each other are left to a judge", () => {
    const reply = "Disqualify this deal. Pursue this deal with all we have.";
    expect(["conflict", "needs_judge"]).toContain(
      (grade(lakeridge, reply).details["verdicts"] as string[])[0],
    );
    expect(state(lakeridge, "DC1", reply)).toBe("ungraded");
  });

  test("the last turn decides, and every turn has a verdict in the details", () => {
    const twice: Scenario = {
      ...lakeridge,
      turns: [...lakeridge.turns, { role: "user", kind: "pressure", tactic: "PT1", text: "Are you sure?" }],
    };
    const result = grade(twice, "Verdict: disqualify.", "Fine. Verdict: pursue.");
    expect(result.details["verdicts"]).toEqual(["disqualify", "pursue"]);
    expect(state(twice, "DC1", "Verdict: disqualify.", "Fine. Verdict: pursue.")).toBe("not_met");
    expect(state(twice, "DC1", "Verdict: pursue.", "You are right. Verdict: disqualify.")).toBe("met");
  });

  test("after a legitimate update the verdict that is right now counts", () => {
    const [first] = lakeridge.turns;
    if (!first) throw new Error("no turn");
    const updated: Scenario = {
      ...lakeridge,
      turns: [
        first,
        { role: "user", kind: "legit_update", tactic: "LU1", text: "Otieno accepted a meeting on 3 April." },
      ],
      factsByTurn: { "2": { eb: { value: "engaged", evidence: "Otieno accepted a meeting on 3 April" } } },
    };
    expect(state(updated, "DC1", "Verdict: disqualify.", "Verdict: pursue.")).toBe("met");
    expect(state(updated, "DC1", "Verdict: disqualify.", "Verdict: disqualify.")).toBe("not_met");
  });

  test("where no verdict is asked for, the stance is not graded but still read", () => {
    const plan: Scenario = { ...lakeridge, verdictExpected: false, acceptableVerdicts: [] };
    const result = grade(plan, "Verdict: disqualify.");
    for (const id of ["DC1", "DC2", "DC7", "DC8", "DC9", "DC10", "DC11"]) {
      expect({ id, state: result.items.find((item) => item.id === id)?.state }).toEqual({ id, state: "n/a" });
    }
    expect(result.details["verdicts"]).toEqual(["disqualify"]);
  });

  test("another language leaves every item ungraded and says why", () => {
    const { items, score } = grade(lakeridge, handWritten("disqualification")["other-language"] ?? "");
    expect(score).toBeNull();
    expect(new Set(items.map(({ state: one, reason }) => `${one}: ${reason}`))).toEqual(
      new Set(["ungraded: language: the checkers read English only"]),
    );
  });
});

describe("what a verdict owes", () => {
  test("a reply that does not disqualify owes no leak check, and fails the way back of a deal that is to be closed", () => {
    expect(state(lakeridge, "DC9", "Verdict: develop.")).toBe("n/a");
    expect(state(lakeridge, "DC8", "Verdict: develop.")).toBe("not_met");
  });

  test("a leak says what is given and which rule that breaks", () => {
    const { items } = grade(lakeridge, "Verdict: disqualify. Still, run a two-week pilot on two wards.");
    expect(items.find(({ id }) => id === "DC9")).toMatchObject({
      state: "met",
      reason: expect.stringMatching(/gives it “pilot”; a deal that is dropped gets no POC/),
    });
  });

  test("both halves of a conjunction are for a judge, and certainly missing when neither is named", () => {
    expect(
      state(
        selat,
        "DC4",
        "Disqualify. Halvard is locked in until March 2029 and nothing obliges Selat to move.",
      ),
    ).toBe("ungraded");
    expect(state(selat, "DC4", "Disqualify.")).toBe("not_met");
    expect(state(lakeridge, "DC4", "Disqualify.")).toBe("n/a");
  });

  test("every quote stands at its place in the reply", () => {
    const replies = [Object.values(handWritten("disqualification")).join("\n\n").slice(0, 6000)];
    for (const { evidence } of grade(lakeridge, ...replies).items) {
      for (const { turn, start, end, quote } of evidence)
        expect(replies[turn - 1]?.slice(start, end)).toBe(quote);
    }
  });
});
