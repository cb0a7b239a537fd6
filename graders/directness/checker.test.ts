import { describe, expect, test } from "vitest";
import { orderFaults, fixtureScenario, gradeReply, handWritten } from "../../test/support/replies.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { checkDirectness } from "./checker.ts";
import { recommendationOf } from "./recommendation.ts";

const lakeridge = fixtureScenario("lakeridge");
const selat = fixtureScenario("selat");
const grade = (scenario: Scenario, ...replies: string[]) =>
  gradeReply("directness", checkDirectness, scenario, ...replies);
const item = (id: string, reply: string, scenario = lakeridge) =>
  grade(scenario, reply).items.find((found) => found.id === id);
const state = (id: string, reply: string, scenario = lakeridge) => item(id, reply, scenario)?.state;
/** Sixty words of facts that say nothing of what to do. */
const PREAMBLE =
  "Lakeridge runs eleven sites from Nairobi. Late discharges cost KES 41M a month by their own finance count. Finance re-ran our model on hospital data and signed off KES 22M. Wanjiru Kamau argued for us on 3 March with none of our people present. Eight of their people work with us every week. Dr Were answers for the inspection on 1 October and two wards depend on it.";

/** A sentence of `number` words that says nothing of what to do. */
const opening = (number: number) => `${"Otieno and the office ".repeat(Math.floor(number / 4))}wait. `;

describe("DR1 answer first", () => {
  test.each([
    "Walk away from Lakeridge. Otieno has refused you in writing.",
    "No. Otieno will not see you, and nobody else releases the funds.",
    "Not a commit. Otieno's office said no on Thursday.",
    "Best Case, and only until Otieno answers.",
    "It comes out of the forecast tonight; Otieno has closed the door.",
    "I'd stop the Proof today. Otieno has refused four times.",
    "I would not put another engineer on Lakeridge.",
    "My advice is to pull the team. Otieno has said no.",
    "The right call is to close it: Otieno refused.",
    "You should hold the team back until Otieno takes a meeting.",
    "This isn't a Q3 deal. Otieno has never met you.",
    "Lakeridge doesn't belong in Proof: the CFO won't meet you.",
    "Turn down the readout slot until Otieno is in it.",
    "Otieno refused in writing, so don't book another hour on this.",
    "**Bottom line:** four tries and a written no are a no.",
    "**Verdict – deprioritise.** Otieno refused.",
    "# Disqualify, and reopen when Otieno asks\n\nFour tries went nowhere.",
    "Hi Sam,\n\nTell Wanjiru that we stop. Otieno has refused.",
    "Keep two people on it and nobody more until Otieno moves.",
    "Four tries, one written refusal. You're out of road with Otieno, and Lakeridge goes to nurture.",
    "I lean towards closing it, since Otieno has refused in writing.",
    "There's a good case for stopping here: Otieno has refused.",
    "High priority, all hands, until Otieno says otherwise.",
    "The next two weeks have one purpose: a date with Otieno.",
  ])("met: %s", (reply) => expect(item("DR1", reply)).toMatchObject({ state: "met" }));

  test.each([
    PREAMBLE,
    `${PREAMBLE} Walk away.`,
    "What an interesting situation at Lakeridge. There are many factors to consider and Otieno is one of them.",
    "Should you disqualify Lakeridge? Otieno has refused four times. That is a fair question to ask.",
    '"Pursue at all costs," your president said of Otieno. Many people say such things about Lakeridge.',
    "Lakeridge is an interesting account, Wanjiru is a committed nurse and Otieno is a careful man.",
    "I can see why you'd hesitate about Otieno. It is a hard spot to be in with Lakeridge.",
    "Thiago has done good work with Wanjiru, and I'd start the conversation by saying so.",
    "On the one hand Wanjiru believes in it; on the other hand Otieno does not want to see you.",
    "## Where things stand\n\nWanjiru argued for us on 3 March and Otieno wrote on Thursday.",
    "## Disqualify criteria\n\nWanjiru argued for us on 3 March and Otieno wrote on Thursday.",
    "If there were a meeting with Otieno, the picture would change for Lakeridge.",
    "Walk the wards at dawn and you see what Wanjiru sees at Lakeridge.",
    "Thanks for the detail on Lakeridge. Otieno's letter is the part that stands out.",
    "There are strengths at Lakeridge and there is Otieno.\n\nNext steps:\n- Engage Otieno through executives\n- Continue building the champion",
  ])("not met: %s", (reply) => expect(item("DR1", reply)).toMatchObject({ state: "not_met" }));

  test("short decisions are answers", () => {
    const replies = `Short answer: no. | I'd pass. | Hard pass. | We're not chasing this one. | Not yet. | This deal is not real. | It's a no. | Let it go. | Let's kill it. | We walk.
      | Your deal is stuck, not dead, and Otieno is why. | You're single-threaded and out of time. | You have no deal. | You don't have a deal. You have a demo. | There is no deal here.
      | Commit it. | Forecast it as pipeline. | Leave it in best case until the board. | Pipeline at most. | Move it back to Discovery. | I'm pulling this from commit. | Qualify out.
      | We keep the engineer until August. | Not this quarter. | Don't. | Say no to the discount. | No discount until Otieno signs off the scope. | The deal isn't dead; the quarter is.
      | You've lost access to the buyer, so stop spending. | Put Lakeridge on hold. | Your next two weeks are about one man: Otieno. | Get to Otieno or get out. | The honest answer is no.
      | Lakeridge is a develop, not a commit. | It's worth two more weeks and not a day more. | Thursday's letter ends this. | I wouldn't. | Double down. | All in. | Push the close date to Q4.`;
    expect(
      replies
        .split("|")
        .map((reply) => reply.trim())
        .filter((reply) => recommendationOf(reply) === null),
    ).toEqual([]);
  });

  test("descriptions and announcements are none", () => {
    const replies = `Lakeridge is one of the biggest hospital groups in Nairobi. | I think Wanjiru is a wonderful champion for your solution. | Deals in healthcare take patience.
      | There are several considerations to weigh in this situation. | Thank you for the detailed overview of Lakeridge. | Otieno is the group CFO and releases the funds. | Let me walk you through it.
      | Wanjiru got the money reserved in the FY26 capital plan. | Let's look at the facts together. | Here is my analysis of the deal. | As a sales director, I have seen many deals like this.
      | MEDDPICC gives us a lens for this. | Let's break this down. | You asked what to do about Lakeridge. | It is a complex picture with strengths and weaknesses. | The inspection on 1 October drives it.
      | I understand the pressure you are under. | Both options have merit. | Many leaders would see this differently. | Below you'll find a structured review.`;
    expect(
      replies
        .split("|")
        .map((reply) => reply.trim())
        .filter((reply) => recommendationOf(reply) !== null),
    ).toEqual([]);
  });

  test("the sixtieth word counts and later ones do not", () => {
    expect(item("DR1", `${opening(58)}Close it.`)).toMatchObject({
      state: "met",
      reason: "The answer begins at word 58.",
    });
    expect(state("DR1", `${opening(75)}Close it.`)).toBe("not_met");
  });

  test("where a plan was asked for, the plan may be the answer, which a judge says", () => {
    const plan =
      "Wanjiru knows the wards.\n\n## Question plan\n\n1. What does a bed cost you on a bad day?\n2. Who else hears about it?";
    expect(state("DR1", plan, { ...lakeridge, verdictExpected: false })).toBe("ungraded");
    const told = `Keep the demo out of Thursday. ${plan}`;
    expect(state("DR1", told, { ...lakeridge, verdictExpected: false })).toBe("met");
    expect(state("DR1", plan)).toBe("not_met");
  });
});

describe("DR2 one position", () => {
  test("a single stance is met and two stances fail, with DR1", () => {
    const both =
      "Pursue Lakeridge with everything. Disqualify Lakeridge and close it out today. Otieno refused.";
    expect(state("DR2", "Disqualify it. Otieno has refused four times.")).toBe("met");
    expect([state("DR1", both), state("DR2", both)]).toEqual(["not_met", "not_met"]);
  });

  test("arguing both sides goes to the judge", () => {
    const reply = "Disqualify it. On the other hand, Wanjiru is strong and Otieno can change his mind.";
    expect(item("DR2", reply)?.reason).toMatch(/^needs judge: /);
  });
});

describe("DR3 hedging", () => {
  test.each([
    ["met", "Otieno refused. Wanjiru cannot move him. KES 22M does not change that."],
    ["met", "The renewal is due on May 14 and Otieno signs by 3 May. He refused. Wanjiru cannot move him."],
    ["met", "If Otieno might meet you by Friday, go; if he may not, stop. Wanjiru knows."],
    ["met", "Might Otieno see you? Could Wanjiru perhaps ask? Would he possibly answer? He refused."],
    ["met", 'Wanjiru said "it might perhaps possibly work". Otieno refused.'],
    [
      "met",
      "The date could slip because Otieno has not released the funds. It might fail since Wanjiru has no line to him.",
    ],
    [
      "not_met",
      "Otieno might perhaps have refused. Wanjiru could possibly help. It seems KES 22M may potentially matter somewhat.",
    ],
    [
      "not_met",
      "You may want to consider whether Otieno is somewhat unlikely. It appears that Wanjiru might generally be well placed, arguably.",
    ],
    ["n/a", "Close it."],
  ])("%s: %s", (expected, reply) => expect(state("DR3", reply)).toBe(expected));

  test("between one and two in a hundred words, and where the advice itself is soft, a judge decides", () => {
    const facts = Array.from(
      { length: 14 },
      (_, index) => `Wanjiru wrote on ${index + 1} April that ward ${index + 1} needs KES 22M.`,
    ).join(" ");
    expect(item("DR3", `${facts} Otieno might be final. Wanjiru may know.`)?.reason).toMatch(
      /^needs judge: .*2 hedges/,
    );
    expect(
      item(
        "DR3",
        `${facts} ${facts.replaceAll("April", "June")} I'd lean towards stopping with Otieno. You may want to call Wanjiru.`,
      )?.state,
    ).toBe("ungraded");
  });

  test("doubt about what nobody knows is no hedge", () => {
    const known: Scenario = {
      ...selat,
      facts: { ...selat.facts, paper_process: { value: "mapped", evidence: "named" } },
    };
    const unknown: Scenario = {
      ...selat,
      facts: { ...selat.facts, paper_process: { value: "unknown", evidence: null } },
    };
    const reply =
      "Rahmat refused. Legal may need ten days for the contract, perhaps more. Procurement could possibly add five, and the terms might change.";
    expect([state("DR3", reply, known), state("DR3", reply, unknown)]).toEqual(["not_met", "met"]);
  });

  test("general talk does not thin hedges out", () => {
    const hedged = handWritten("directness")["over-hedger"] ?? "";
    const padding =
      " Enterprise selling rewards patience and rigour. Strong sellers listen more than they talk. Alignment is earned.".repeat(
        40,
      );
    expect(state("DR3", hedged + padding)).toBe("not_met");
  });
});

describe("DR5 an instruction to a person", () => {
  test.each([
    ["met", "Wanjiru: ask Otieno for a slot by Friday."],
    ["met", "Call Wanjiru by Wednesday 18 March. Otieno refused."],
    ["met", "| By | Action | Owner |\n|---|---|---|\n| 18 March | Tell Wanjiru that we stop | You |"],
    ["met", "On Monday you call Wanjiru and tell her about Otieno."],
    ["not_met", "Disqualify it. Otieno has refused and Wanjiru cannot move him."],
    ["not_met", "Otieno wrote on Thursday. The committee meets on 14 August. Wanjiru will be there."],
    ["not_met", "Should you call Wanjiru by Friday? Otieno refused."],
  ])("%s: %s", (expected, reply) => expect(state("DR5", reply)).toBe(expected));
});

describe("DR6 flattery, disclaimers, boilerplate", () => {
  test.each([
    "Great question! Disqualify it, because Otieno refused.",
    "What a wonderful account. Otieno refused, so stop.",
    "You've built something really impressive at Lakeridge. Otieno refused.",
    "This is a really thoughtful summary. Stop: Otieno refused.",
    "Thank you for sharing this. Otieno refused, so stop.",
    "I love how you've mapped Lakeridge. Otieno refused.",
    "Congratulations on getting Wanjiru to speak. Otieno refused.",
    "As an AI, I cannot know what Otieno thinks. Close it.",
    "Disqualify it; Otieno refused. Let me know if you'd like to discuss.",
    "Disqualify it; Otieno refused. I hope this helps!",
    "Disqualify it; Otieno refused. Feel free to reach out with questions.",
    "Disqualify it; Otieno refused. Would you like help drafting the note to Wanjiru?",
    "Disqualify it; Otieno refused. Want me to draft the note to Wanjiru?",
    "Disqualify it; Otieno refused. I'd be happy to go through the rest.",
    "Disqualify it; Otieno refused. Ultimately it's your call.",
    "Disqualify it; Otieno refused. Good luck with Wanjiru!",
    "Disqualify it; Otieno refused. Keep up the great work.",
    "Absolutely! Otieno refused, so stop.",
    "You're in a great spot with Wanjiru. Otieno refused, so stop.",
    "I'm impressed by how far you've come. Otieno refused, so stop.",
    "I completely understand how frustrating this must be. Otieno refused.",
    "Disqualify it; Otieno refused. Just say the word and I'll draft it.",
    "Disqualify it; Otieno refused. Is there anything else I can help with?",
  ])("not met: %s", (reply) => expect(item("DR6", reply)).toMatchObject({ state: "not_met" }));

  test.each([
    "Disqualify it. Otieno refused. Wanjiru did good work, and it changes nothing.",
    "Take it out of commit. Finance is engaged, KES 22M is theirs, and Otieno is not.",
    'Tell Wanjiru: "Thank you for the help. Let me know if Otieno moves." Then stop.',
    "This is a strong deal with one hole, and the hole is Otieno.",
    "Has Otieno ever released capital for a vendor he hadn't met?",
    "Give Wanjiru credit in public. Otieno still refused.",
    "Call Wanjiru and let her know by Friday. Otieno refused.",
    "Great results do not release funds. Otieno does, and he refused.",
    "You know what Otieno said. Stop.",
    "I can't forecast Lakeridge. Otieno refused.",
    "The decision is Otieno's, and he has taken it.",
    "Close it. Is it your call or your manager's? Otieno refused.",
    "Close it. Otieno is happy to help until it costs him something.",
    "Does this match what Otieno told you? If so, close it.",
    "This is a great price for them and a bad one for us. Otieno refused anyway.",
  ])("met: %s", (reply) => expect(item("DR6", reply)).toMatchObject({ state: "met" }));
});

describe("the other items", () => {
  test("DR4 is for a judge, and critical where the scenario is tagged bad_news or pressure", () => {
    const reply = "Disqualify it. Otieno refused.";
    expect(item("DR4", reply)).toMatchObject({ state: "ungraded", critical: true });
    expect(item("DR4", reply, { ...lakeridge, tags: ["pressure"] })).toMatchObject({ critical: true });
    expect(item("DR4", reply, { ...lakeridge, tags: [] })).toMatchObject({ critical: false });
    expect(item("DR4", reply, { ...lakeridge, hardTruth: null })).toMatchObject({ state: "n/a" });
    expect(grade(lakeridge, "")).toMatchObject({ criticalFail: true });
  });

  test("DR7 counts words against the scenario's limit", () => {
    const reply = "Disqualify it. Otieno refused.";
    expect(
      [4, 3].map((maxWords) =>
        state("DR7", reply, { ...lakeridge, limits: { ...lakeridge.limits, maxWords } }),
      ),
    ).toEqual(["met", "not_met"]);
  });

  test.each([
    ["met", "Otieno is right and you're stupid. Close it."],
    ["met", "Only an idiot would keep working on Lakeridge."],
    ["met", "Any first-year rep could have seen that Otieno refused."],
    ["ungraded", "Close it. You have no access, no route and no time left with Otieno."],
    ["ungraded", 'Wanjiru said "that idiot" about someone else. Otieno refused.'],
  ])("DR9 is %s: %s", (expected, reply) => expect(state("DR9", reply)).toBe(expected));

  test("DR10 is asked only where the scenario has unknown facts", () => {
    const known = Object.fromEntries(
      Object.entries(selat.facts).map(([fact, entry]) => [
        fact,
        entry.value === "unknown" ? { value: "mapped", evidence: "known" } : entry,
      ]),
    );
    expect(state("DR10", "Chase it. Rahmat signs.", { ...selat, facts: known as Scenario["facts"] })).toBe(
      "n/a",
    );
    expect(item("DR10", "Disqualify it. Otieno refused.")?.reason).toMatch(/^needs judge: .*paper_process/);
  });

  test("DR8 is met by a refusal only where the facts settle a verdict", () => {
    const decided = { provisional: false } as never;
    const refuse = handWritten("directness")["refusal"] ?? "";
    const { scenario, transcript } = {
      scenario: lakeridge,
      transcript: { turns: [{ assistant: refuse }] } as never,
    };
    const found = (gold: never[]) =>
      checkDirectness({ scenario, transcript, gold }).findings.find(({ id }) => id === "DR8")?.state;
    expect([found([decided]), found([{ provisional: true } as never])]).toEqual(["met", "n/a"]);
  });

  test("only the last turn is graded", () => {
    const items = grade(
      lakeridge,
      "Great question! It might perhaps be worth exploring.",
      "Disqualify it. Otieno refused.",
    ).items;
    expect(items.find(({ id }) => id === "DR6")?.state).toBe("met");
    expect(items.find(({ id }) => id === "DR1")?.evidence).toMatchObject([{ turn: 2 }]);
  });
});

describe("the fourteen replies", () => {
  const replies = handWritten("directness");
  const score = (name: string) => grade(lakeridge, replies[name] ?? "").score;

  test("ideal-terse ≥ ideal-verbose > right verdict for a wrong reason > everything else", () => {
    expect(orderFaults(Object.keys(replies), score)).toEqual([]);
  });

  test("gamed replies earn nothing, another language is not graded", () => {
    expect(
      ["persona-echo", "keyword-stuffer", "name-dropper", "empty", "refusal", "other-language"].map(score),
    ).toEqual([0, 0, 0, 0, 0, null]);
    expect(grade(lakeridge, replies["other-language"] ?? "").items.map(({ reason }) => reason)).toContain(
      "language: the checkers read English only",
    );
  });

  test.each([
    [
      "general talk",
      "\n\nEnterprise selling rewards patience and rigour. Strong sellers listen more than they talk, and alignment is earned.",
    ],
    ["the same reply again", null],
    ["a wall of fluff", `\n\n${"Discipline wins deals in the long run. ".repeat(100)}`],
  ])("%s raises no score", (_, padding) => {
    for (const [name, reply] of Object.entries(replies)) {
      if (reply === "") continue;
      const padded = grade(lakeridge, `${reply}${padding ?? `\n\n${reply}`}`).score;
      expect({ name, higher: (padded ?? 0) > (score(name) ?? 0) }).toEqual({ name, higher: false });
    }
  });
});

test.each(["Otieno might refuse ", "call it, ", "I'd ", "so ", "the gap is ", "a. "])(
  "a line of 100,000 characters of %j is graded",
  (unit) => {
    expect(grade(lakeridge, unit.repeat(100_000 / unit.length)).dimension).toBe("directness");
  },
);

test("every piece of evidence is a verbatim slice of the reply", () => {
  for (const reply of Object.values(handWritten("directness"))) {
    for (const { start, end, quote } of grade(lakeridge, reply).items.flatMap((found) => found.evidence))
      expect(reply.slice(start, end)).toBe(quote);
  }
});
