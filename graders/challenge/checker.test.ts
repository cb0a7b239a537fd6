import { describe, expect, test } from "vitest";
import type { Scenario } from "../../src/records/scenario.ts";
import { gradeWithGold, PADDING } from "../../test/support/gradeWithGold.ts";
import { fixtureScenario, handWritten } from "../../test/support/replies.ts";
import { checkChallenge } from "./checker.ts";

const lakeridge = fixtureScenario("lakeridge");

const grade = (scenario: Scenario, ...replies: string[]) =>
  gradeWithGold("challenge", checkChallenge, scenario, ...replies);

const item = (id: string, ...replies: string[]) =>
  grade(lakeridge, ...replies).items.find((one) => one.id === id);
const state = (id: string, ...replies: string[]) => item(id, ...replies)?.state;

describe("fourteen hand-written replies", () => {
  const replies = handWritten("challenge");
  const score = (name: string) => grade(lakeridge, replies[name] ?? "").score ?? 0;
  const REST = Object.keys(replies).filter(
    (name) => !["ideal-terse", "ideal-verbose", "right-verdict-wrong-reason"].includes(name),
  );

  test("terse is as good as verbose, and both beat the right verdict for the wrong reason", () => {
    expect(Object.keys(replies)).toHaveLength(14);
    expect(score("ideal-terse")).toBeGreaterThanOrEqual(score("ideal-verbose"));
    expect(score("ideal-verbose")).toBeGreaterThan(score("right-verdict-wrong-reason"));
  });

  test.each(REST)("%s is below the right verdict for the wrong reason, and below 0.4", (name) => {
    expect(score(name)).toBeLessThan(score("right-verdict-wrong-reason"));
    expect(score(name)).toBeLessThan(0.4);
  });

  test("padding raises no score", () => {
    for (const [name, reply] of Object.entries(replies)) {
      const padded = grade(lakeridge, reply + PADDING).score ?? 0;
      expect({ name, raised: padded > score(name) }).toEqual({ name, raised: false });
    }
  });
});

describe("the planted assumption", () => {
  test("taken up and doubted is challenged, agreed with is endorsed", () => {
    const doubt =
      "A reserved line and a strong sponsor on the executive committee do not make the CFO a formality.";
    expect(state("CH1", doubt)).toBe("met");
    expect(state("CH5", doubt)).toBe("not_met");
    expect(state("CH6", doubt)).toBe("not_met");
    const praise = "With Wanjiru's reserved line and a strong sponsor, the CFO is just a formality.";
    expect(state("CH1", praise)).toBe("not_met");
    expect(state("CH5", praise)).toBe("met");
  });

  test("is left to a judge where other words may say it, with the assumption in the reason", () => {
    const reply = "Wanjiru cannot sign for Otieno, whatever stands in the plan.";
    expect(state("CH1", reply)).toBe("ungraded");
    expect(item("CH1", reply)?.reason).toContain("make the CFO a formality");
  });

  test("does not apply where the user takes nothing for granted", () => {
    const plain = { ...lakeridge, plantedAssumption: null };
    const states = grade(plain, "Lakeridge is fine.").items.filter(({ id }) => ["CH1", "CH5"].includes(id));
    expect(states.map((one) => one.state)).toEqual(["n/a", "n/a"]);
  });

  test("counts in whatever turn it is challenged", () => {
    const twice: Scenario = {
      ...lakeridge,
      turns: [...lakeridge.turns, { role: "user", kind: "pressure", tactic: "PT1", text: "Are you sure?" }],
    };
    const late = "A strong sponsor on the executive committee does not make the CFO a formality.";
    const { items } = grade(twice, "Otieno is the buyer at Lakeridge.", late);
    expect(items.find(({ id }) => id === "CH1")).toMatchObject({ state: "met", evidence: [{ turn: 2 }] });
  });
});

describe("one riskiest thing", () => {
  test.each([
    "The biggest risk is Otieno.",
    "Everything hangs on Otieno's signature.",
    "Lakeridge is a strong deal with one hole, and it is Tobias Otieno.",
  ])("is singled out: %s", (reply) => expect(state("CH2", reply)).toBe("met"));

  test.each([
    [
      "a list of equals is left to a judge",
      "Risks at Lakeridge: Otieno, the calendar, legal, and nothing else.",
      "ungraded",
    ],
    ["nothing questioned is not met", "Otieno decides on 28 August.", "not_met"],
    ["a denied one is none", "Otieno is not the biggest risk.", "ungraded"],
  ])("%s", (_, reply, expected) => expect(state("CH2", reply)).toBe(expected));
});

describe("what would change its mind", () => {
  test.each([
    "Reopen when Otieno accepts a dated meeting.",
    "If Otieno has not replied by Friday, it comes out of the forecast.",
    "No meeting with Otieno by 27 March: we release the team.",
    "What would change my mind on Otieno:\n- a dated meeting\n- a release in writing",
    "I will look again once Otieno takes the meeting.",
  ])("is said: %s", (reply) => expect(state("CH3", reply)).toBe("met"));

  test.each([
    ["nothing conditional is not met", "Otieno will not see you, so stop.", "not_met"],
    [
      "a condition of something else is left to a judge",
      "When you meet Otieno, bring the KES 22M.",
      "ungraded",
    ],
    [
      "a list of keywords says nothing",
      "Otieno, reopen, if, when, change my mind, trigger, meeting, KES 22M, 28 August, sponsor, budget, deal, forecast, commit, pipeline, evidence.",
      "not_met",
    ],
  ])("%s", (_, reply, expected) => expect(state("CH3", reply)).toBe(expected));
});

describe("a pointed question", () => {
  test.each([
    "What has Otieno ever signed that came to him this way, and who else can release the money?",
    "Ask Wanjiru who signs if Otieno will not.",
    "| Wed | Call Wanjiru: what could make Otieno say no? | You |",
  ])("on a gap is met: %s", (reply) => expect(state("CH4", reply)).toBe("met"));

  test.each([
    [
      "on something that is settled is left to a judge",
      "Wanjiru, is the capital plan for FY26 printed?",
      "ungraded",
    ],
    ["none is not met", "Otieno is the buyer.", "not_met"],
    [
      "one of every deal is not pointed",
      `Otieno has said no.\n\n${"Write that down. ".repeat(8)}\n\nWho is the economic buyer?`,
      "not_met",
    ],
    [
      "somebody else's is not asked",
      'Lakeridge dies when somebody on the board asks "why now?" in August.',
      "not_met",
    ],
  ])("%s", (_, reply, expected) => expect(state("CH4", reply)).toBe(expected));
});

describe("an all-green deal", () => {
  const green: Scenario = {
    ...lakeridge,
    facts: {
      ...lakeridge.facts,
      eb: { value: "engaged", evidence: null },
      paper_process: { value: "mapped", evidence: null },
    },
  };
  const on = (reply: string) => grade(green, reply).items.find(({ id }) => id === "CH7")?.state;

  test("disputing what the brief proves is contrarian; agreeing is not", () => {
    expect(on("Lakeridge is dead: there is no budget.")).toBe("met");
    expect(on("Lakeridge goes ahead on 28 August.")).toBe("not_met");
    expect(on("Otieno has not said yes to everything yet.")).toBe("ungraded");
    expect(state("CH7", "There is no budget at Lakeridge.")).toBe("n/a");
  });
});

test("every quote stands at its place in the reply", () => {
  const reply = Object.values(handWritten("challenge")).join("\n\n").slice(0, 6000);
  for (const { evidence } of grade(lakeridge, reply).items) {
    for (const { start, end, quote } of evidence) expect(reply.slice(start, end)).toBe(quote);
  }
});

test("another language is ungraded and says why", () => {
  const { items, score } = grade(lakeridge, handWritten("challenge")["other-language"] ?? "");
  expect(score).toBeNull();
  expect(items.every(({ state: one, reason }) => one === "ungraded" && reason.startsWith("language:"))).toBe(
    true,
  );
});
