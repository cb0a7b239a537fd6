import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/records/decision.ts";
import { fixtureScenario } from "../../test/support/replies.ts";
import { checkDevelopGate, checkDisposition } from "./disposition.ts";
import { checkFalseReason } from "./falseReasons.ts";
import { checkForecast } from "./forecast.ts";
import { readLeak } from "./leak.ts";
import { statementsOf } from "./statements.ts";

const lakeridge = fixtureScenario("lakeridge");
const statements = (reply: string) => statementsOf(reply, 1, lakeridge);

/** What the policy says of a deal in which only these parts matter. */
function decision(parts: Partial<Decision>): Decision {
  return {
    verdict: "disqualify",
    disposition: "deprioritize",
    provisional: false,
    red: ["D1"],
    amber: [],
    ask: [],
    flags: [],
    forecastCap: "omit",
    supportedStage: "discovery",
    askFacts: [],
    ...parts,
  };
}

const LEAKS = [
  "Disqualify it. Write them a proposal with 20% off all the same.",
  "Out. Your team: run the site test on 6 May anyway, but keep it small.",
  "We pass; draft commercial terms for April so that they have something to read.",
  "Disqualify it, but run a light POC to keep them warm.",
  "Park it. Let's do a quick workshop with Wanjiru's team in April.",
  "It's out. Still, send them a proposal so that the number is on the table.",
  "Deprioritise; offer a 10 % discount if only to keep the door open, and give them a pilot.",
  "We stop here. Keep a small pilot going on two wards.",
  "Close it. I'd put a solution architect on it for a month.",
  "Nurture it. You can offer a free trial meanwhile.",
  "| What | How |\n|---|---|\n| Executive sponsor | quarterly call with Kamau |",
  "- Exec sponsor: one visit a quarter",
  "Walk away, and book a demo for line 2.",
  "Out of forecast. Then schedule an executive briefing for May.",
  "Kill it on paper, though let's do a two-day hands-on session.",
  "Out of the forecast. Our CRO should take Otieno to dinner.",
  "We disqualify, but I would still let the sales engineer spend a week there.",
  "Park it, and have the solutions team finish the proposal.",
  "Walk, but leave the discounted quote on the table.",
  "Not a deal. Keep the POC running until the end of the month so as not to upset Wanjiru.",
  "No more spend. Just arrange a short assessment of two sites.",
];

const CLEAN = [
  "Disqualify. No POC, no pilot, no discount.",
  "Cancel the workshop and release the engineer.",
  "Don't run a proof of concept here.",
  "Stop the POC today.",
  "No proposal, workshop or discount until Otieno meets us.",
  "If Otieno takes a meeting, we run a two-week pilot.",
  "Once the money exists, offer the pilot again.",
  "The pilot passed last month and changed nothing.",
  "Should you run a workshop anyway?",
  "Put your engineer on a deal that has a buyer.",
  "Decline the demo and say why.",
  "A proof of concept proves nothing when nobody can buy.",
  'Wanjiru asked for a "quick workshop for the ward teams".',
  "| Solution engineer | None |\n| Workshop | Cancelled |",
  "Withdraw the proposal and free the team.",
  "Close it in the CRM and tell Wanjiru why.",
  "Reassign the sales engineer to funded accounts.",
  "Tell Wanjiru there will be no demo and no readout.",
  "Nobody books a workshop, nobody writes a proposal.",
  "Refuse the discount he asks for.",
  "The request for a pilot is declined.",
  "Then, and only then, do we talk about a pilot.",
  "They asked for a workshop; the answer is no.",
  "Offer nothing: no pilot, no pricing, no executive time.",
  "Keep the door open with a check-in call in September.",
  "Cancel: workshop 22 May, pilot, executive sponsor visit.",
  "- POC: stop it today\n- Proposal: withdraw it\n- Exec sponsor: stand down",
  "Every hour of presales goes to Riverton instead.",
];

describe("DC9, resources after a disqualification", () => {
  test.each(LEAKS)("leak: %s", (reply) => {
    expect(readLeak(statements(reply)).state).toBe("leak");
  });

  test.each([
    ["Disqualify it, but run a light POC to keep them warm.", "“light POC”"],
    ["| Executive sponsor | You, two meetings a year with Wanjiru |", "executive time (“Executive sponsor”)"],
    ["Close it. I'd put a solution architect on it.", "people's time (“a solution architect”)"],
  ])("says what is given: %s", (reply, what) => {
    expect(readLeak(statements(reply))).toMatchObject({ state: "leak", what });
  });

  test.each(CLEAN)("clean: %s", (reply) => {
    expect(readLeak(statements(reply)).state).toBe("none");
  });

  test("a mention that is neither given nor denied is left to a judge", () => {
    expect(readLeak(statements("A short pilot could be possible.")).state).toBe("unsure");
    expect(readLeak(statements("> Let's do a small pilot, Wanjiru.")).state).toBe("unsure");
  });
});

const WAY_BACK = [
  "Reopen it if Otieno takes a meeting.",
  "Revisit on 1 February, when FY27 opens.",
  "We come back when the board names another owner.",
  "**Triggers to reopen:**\n- a dated meeting with the CFO\n- a new CFO",
  "Only an accepted date from his office reopens this, and when it comes we start again.",
  "A written exception by 30 September → reinstate at Proof.",
  "| Review | When the 2028 plan opens |",
  "Back on 1 February if the budget opens.",
  "One thing changes my mind: a dated meeting with the CFO.",
  "Until Otieno accepts a date, it stays closed.",
  "What reopens it: an accepted invitation from Otieno.",
];

describe("DC8, disposition and way back", () => {
  test.each(WAY_BACK)("met: %s", (reply) => {
    expect(checkDisposition(decision({}), statements(`Deprioritise it. ${reply}`)).state).toBe("met");
    expect(checkDisposition(decision({}), statements(reply)).state).toBe("met");
  });

  test.each(["Close it in the CRM as lost and tell Wanjiru.", "This is a no-bid.", "Withdraw today."])(
    "a structural kill is met by a clean close: %s",
    (reply) => {
      expect(checkDisposition(decision({ disposition: "close" }), statements(reply)).state).toBe("met");
      expect(checkDisposition(decision({}), statements(reply)).state).toBe("ungraded");
    },
  );

  test.each(["Park it.", "Move it to nurture and stay friendly.", "Drop it, it is a waste of time.", ""])(
    "not met: %s",
    (reply) => {
      expect(checkDisposition(decision({}), statements(reply)).state).toBe("not_met");
    },
  );

  test("a question about the way back is none", () => {
    expect(checkDisposition(decision({}), statements("Park it. When should we reopen it?")).state).toBe(
      "not_met",
    );
  });
});

describe("DC7, the gate of a develop call", () => {
  test("met with gap, date and consequence", () => {
    expect(
      checkDevelopGate(
        true,
        statements(
          "Ask the CFO for the money. If he gives no date by 12 April, it comes out of the pipeline.",
        ),
      ).state,
    ).toBe("met");
    expect(checkDevelopGate(true, statements("No CFO meeting by 12 April and we drop it.")).state).toBe(
      "met",
    );
  });

  test("without a date or a consequence not met; in between for a judge", () => {
    expect(
      checkDevelopGate(true, statements("Looks promising. Keep nurturing the relationship.")).state,
    ).toBe("not_met");
    expect(checkDevelopGate(true, statements("Ask the CFO by 12 April.")).state).toBe("ungraded");
    expect(checkDevelopGate(false, statements("If he gives no date by 12 April, it comes out.")).state).toBe(
      "ungraded",
    );
  });
});

const FORECASTS: [Decision["forecastCap"], string, string][] = [
  ["omit", "met", "Take it out of the forecast today."],
  ["omit", "met", "Forecast: zero."],
  ["omit", "met", "It does not belong in Q3. Omit it."],
  ["omit", "met", "| Forecast | Omitted |"],
  ["omit", "met", "Remove it from the Q4 forecast and tell your manager."],
  ["omit", "not_met", "Forecast: Best Case."],
  ["omit", "not_met", "Keep it in pipeline for now."],
  ["omit", "ungraded", "Pull it from commit."],
  ["pipeline", "met", "Forecast: pipeline, not best case."],
  ["pipeline", "met", "Pipeline until the CFO answers."],
  ["pipeline", "not_met", "Best Case for Q2, not Commit."],
  ["pipeline", "not_met", "This is a commit."],
  ["best_case", "met", "Best case today; commit once the board has voted."],
  ["best_case", "met", "Keep it out of commit."],
  ["best_case", "met", "Forecast: Best Case. If legal signs by May it moves to commit."],
  ["best_case", "not_met", "Commit, Q4, $1.2M."],
  ["commit", "met", "Commit for Q4, 18 December."],
  ["commit", "not_met", "Take it out of the forecast."],
  ["commit", "not_met", "Take it out of commit."],
  ["commit", "ungraded", "Best case, not commit."],
  ["omit", "not_met", "Wanjiru is a friend, and Otieno is not."],
  ["omit", "ungraded", "If he meets you it becomes best case."],
  ["omit", "ungraded", "Should this be in commit?"],
  ["omit", "ungraded", "> It is at zero in the forecast."],
];

describe("DC11, the forecast consequence", () => {
  test.each(FORECASTS)("cap %s, %s: %s", (forecastCap, state, reply) => {
    expect(checkForecast(lakeridge, decision({ forecastCap }), statements(reply)).state).toBe(state);
  });

  test('"commit" as a verb is no category', () => {
    expect(
      checkForecast(
        lakeridge,
        decision({ forecastCap: "commit" }),
        statements("Commit to a plan and commit two engineers this quarter."),
      ).state,
    ).toBe("ungraded");
  });

  test("not due in early stages unless the task asks for it", () => {
    const early = { ...lakeridge, stage: "discovery" as const };
    expect(checkForecast(early, decision({}), statements("Drop it.")).state).toBe("n/a");
    expect(
      checkForecast({ ...early, taskType: "gate_forecast" }, decision({}), statements("Drop it.")).state,
    ).toBe("not_met");
  });
});

const FALSE_REASONS: [string, string, string][] = [
  ["D3", "met", "Disqualify. There is no budget."],
  ["D3", "met", "Lakeridge has no money for this, and the project is unfunded."],
  ["D4", "met", "It is a poor fit."],
  ["D4", "met", "The product doesn't fit their needs at Lakeridge."],
  ["D2", "met", "There is no urgent pain here."],
  ["D2", "met", "No pain, no deal: nothing hurts at Lakeridge."],
  ["D3", "not_met", "The budget is reserved in the FY26 capital plan."],
  ["D4", "not_met", "Nine of nine requirements, a strong fit."],
  ["D3", "ungraded", "Budget isn't the problem; there's no budget question here."],
  ["D3", "ungraded", "If there is no budget we walk."],
  ["D3", "ungraded", "It's not that there is no budget."],
  ["D3", "ungraded", "Is there no budget?"],
  ["D3", "ungraded", 'Their rep says "there is no budget for this".'],
  ["D2", "ungraded", "It's not as if there is no pain."],
  ["D2", "not_met", "Otieno refused."],
  ["D1", "met", "There is no pain and the economic buyer won't meet you."],
  ["H3", "ungraded", "Wanjiru is your champion."],
  ["H3", "not_met", "The wards are full."],
];

describe("DC5, a reason that is not true of the deal", () => {
  test.each(FALSE_REASONS)("%s %s: %s", (code, state, reply) => {
    expect(checkFalseReason({ code, text: "not so" }, statements(reply), lakeridge).state).toBe(state);
  });

  test.each([
    ["met", "Wanjiru is our champion and she will carry it."],
    ["met", "| Who | Role |\n|---|---|\n| Wanjiru Kamau | Champion |"],
    ["met", "With Wanjiru championing us, the wards will follow."],
    ["ungraded", "Wanjiru is not a champion."],
    ["ungraded", "Calling Wanjiru our champion is a guess."],
    ["ungraded", "Wanjiru is a potential champion: test her by Friday."],
    ["ungraded", "Is Wanjiru our champion?"],
    ["ungraded", "A champion is somebody who sells when you are away."],
  ])("a champion who is none, %s: %s", (state, reply) => {
    const reason = { code: "H3", text: "Wanjiru Kamau is a champion (not shown)" };
    expect(checkFalseReason(reason, statements(reply), lakeridge).state).toBe(state);
  });

  test.each([
    ["met", "You have a clear field at Lakeridge, so hold the price."],
    ["met", "- **Competition:** none"],
    ["met", "There is no competitor in this one."],
    ["ungraded", "No competitor is named on the card, and that is your gap."],
    ["ungraded", "You assume there is no competition."],
    ["ungraded", "1. Nobody else is in it.\n2. A second bidder is, and the competition is hidden."],
    ["ungraded", "If there is no competition, hold the price."],
    ["not_met", "The wards are full."],
  ])("a competition that is none, %s: %s", (state, reply) => {
    const reason = { code: "H5", text: "there is no competition (not established)" };
    expect(checkFalseReason(reason, statements(reply), lakeridge).state).toBe(state);
  });

  test.each([
    ["D1", "Otieno owns the funds and has never met us.", "ungraded"],
    ["D1", "Nurses have never met a tool like this.", "not_met"],
    ["D2", "The urgency is simply not there.", "met"],
    ["D3", "Otieno hasn't got money for this.", "met"],
    ["D3", "They can't afford to wait another winter.", "not_met"],
    ["D3", "He hasn't got a budget question to answer.", "not_met"],
    ["D4", "The other bidder fails the live test.", "ungraded"],
    ["D4", "It is not a clean quarter for anybody.", "not_met"],
    ["D6", "They sign on 28 August, and nothing is late.", "not_met"],
    ["D6", "Two years off, and no step between.", "ungraded"],
  ])("%s: %s is %s", (code, reply, state) => {
    expect(checkFalseReason({ code, text: "not so" }, statements(reply), lakeridge).state).toBe(state);
  });
});
