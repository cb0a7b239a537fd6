import { describe, expect, test } from "vitest";
import { orderFaults, fixtureScenario, gradeReply, handWritten } from "../../test/support/replies.ts";
import { checkActionPlan } from "./checker.ts";

const lakeridge = fixtureScenario("lakeridge");
const grade = (...replies: string[]) => gradeReply("action_plan", checkActionPlan, lakeridge, ...replies);
const item = (id: string, ...replies: string[]) => grade(...replies).items.find((found) => found.id === id);
const state = (id: string, ...replies: string[]) => item(id, ...replies)?.state;
const actions = (...replies: string[]) =>
  grade(...replies).details["actions"] as {
    text: string;
    owner: string | null;
    date: string | null;
    success: string | null;
  }[];

const TABLE = (head: string, ...rows: string[]) =>
  [head, head.replaceAll(/[^|]+/g, "---"), ...rows].join("\n");
const OWNED = TABLE(
  "| When | Step | Who | Good outcome |",
  "| Mon 16 Mar | Call Wanjiru about the letter | You | Otieno's reason |",
  "| 20 March | Brief Dr Were on the wards | Wanjiru | She takes it up |",
  "| by 27 March | Meeting with Otieno asked for | Dr Were | A date, or his no |",
);

/** A plan of calls that differ only in their dates. */
const plan = (...dates: string[]) =>
  TABLE(
    "| By | Action | Owner |",
    ...dates.map((when, part) => `| ${when} | Call Wanjiru, part ${part} | You |`),
  );

describe("what counts as an owned, dated, checkable action", () => {
  test.each([
    ["- **Tue 17 March, you → Wanjiru:** ask why he refused", "you", "Tue 17 March", "none"],
    [
      "- Wanjiru: ask Otieno for a slot by Friday. Done when it is in his diary",
      "Wanjiru",
      "Friday",
      "Done when",
    ],
    ["- Call Otieno's office by 20 March (regional president)", "regional president", "20 March", "none"],
    ["- By 27 March, Dr Were raises the inspection with Otieno", "Dr Were", "27 March", "none"],
    ["- You brief Dr Were this week so that she can raise it", "You", "this week", "so that"],
    ["- I'll call Wanjiru before the readout", "I'll", "before the readout", "none"],
    ["- Owner: SE. Cancel the workshop within 5 days", "SE", "within 5 days", "none"],
    ["- Legal – confirm the signature steps, day 30", "Legal", "day 30", "none"],
    ["- The CFO's letter: reply by 18 March. Owner: you", "you", "18 March", "none"],
  ])("%s", (line, owner, date, success) => {
    const [found] = actions(`## Next steps\n${line}\n- Tell Wanjiru and Otieno nothing else until 3 April`);
    expect(found?.owner).toContain(owner);
    expect(found?.date).toContain(date);
    expect(found?.success ?? "none").toContain(success);
  });

  test("owner, date and result may stand in lines of their own under the action", () => {
    const text =
      "### 1. Find out why Otieno refused\n- Owner: Wanjiru Kamau\n- By: 18 March\n- Done when: his reason, in his words\n\n### 2. Stop the Proof\n- Owner: you\n- When: today\n- Success: no hours booked";
    expect(actions(text)).toMatchObject([
      { owner: "Wanjiru Kamau", date: "18 March", success: "his reason, in his words" },
      { owner: "you", date: "today", success: "no hours booked" },
    ]);
    expect(["AP1", "AP2", "AP3", "AP5"].map((id) => state(id, text))).toEqual(["met", "met", "met", "met"]);
  });

  test.each([
    [
      "a paragraph with its owner",
      "**Call Wanjiru** by Tuesday. Owner: you. Done when you know why Otieno refused.",
      "you",
      "by Tuesday",
    ],
    [
      "a checklist",
      "**Actions:**\n- [ ] Dr Were to ask Otieno for a slot – Owner: Dr Were – Due: 20 Mar",
      "Dr Were",
      "20 Mar",
    ],
    ["a pronoun", "By Friday, she tells you whether Otieno has a condition.", "she", "Friday"],
    ["a demand", "On 27 March I want a date with Otieno or a closed-lost entry from you.", "you", "27 March"],
    [
      "a day by day list",
      "- Today: you mark it closed-lost for Lakeridge.\n- Wednesday: you call Wanjiru.",
      "you",
      "Today",
    ],
    [
      "a list of what is wanted",
      "What I want from you:\n1. A note to Wanjiru by the 18th.\n2. The SE back from Monday.",
      "(you)",
      "by the 18th",
    ],
  ])("%s is read", (_, text, owner, date) => expect(actions(text)[0]).toMatchObject({ owner, date }));

  test.each([
    "| Due | Task | Responsible | Result |",
    "| By when | Action | Owner | Done when |",
    "| Deadline | What | Lead | Success looks like |",
    "| Timing | Next step | Assigned to | Evidence |",
  ])("a table headed %s is a plan", (head) => {
    const table = TABLE(
      head,
      "| 18 March | Call Wanjiru | You | Otieno's reason |",
      "| 20 March | Brief Dr Were | Wanjiru | She agrees |",
    );
    expect(["AP1", "AP2", "AP3", "AP5"].map((id) => state(id, table))).toEqual(["met", "met", "met", "met"]);
  });

  test.each([
    [
      "a status table",
      TABLE("| Element | Status |", "| Economic buyer | Otieno: refused |", "| Champion | Wanjiru: green |"),
    ],
    [
      "a decision table",
      TABLE("| Trigger | Action | Owner |", "| Otieno meets us by 27 March | Restart | You |"),
    ],
    [
      "questions",
      "## Questions for Otieno\n1. What would you need to see by 22 May?\n2. Who else releases funds?",
    ],
    [
      "branches",
      "## Checkpoint, 31 March\n- She repeats it → move the close date, stop pursuit\n- Meeting booked: continue at full pace",
    ],
    ["conditions", "## Checkpoint\n- If Otieno meets us by 27 March: carry on\n- If he refuses again: stop"],
    ["quoted words", '> "Wanjiru, please bring Otieno to the readout by Friday."'],
    ["facts", "**What is strong**\n- Finance signed off KES 22M\n- Wanjiru argued for us on 3 March"],
  ])("%s gives nobody anything to do", (_, text) => expect(actions(text)).toEqual([]));
});

describe("items", () => {
  test("a table with owner, date and result for every action meets AP1 to AP5", () => {
    expect(["AP1", "AP2", "AP3", "AP4", "AP5", "AP8"].map((id) => state(id, OWNED))).toEqual([
      "met",
      "met",
      "met",
      "met",
      "met",
      "not_met",
    ]);
  });

  test.each(["We", "Team", "The sales team", "Everyone", "TBD", "All", "-", ""])(
    "AP2 fails when the owner is %j",
    (owner) => {
      const table = TABLE(
        "| By | Action | Owner |",
        `| 18 March | Call Wanjiru | ${owner} |`,
        `| 20 March | Brief Dr Were | ${owner} |`,
      );
      expect(state("AP2", table)).toBe("not_met");
      expect(item("AP2", table)?.evidence).toHaveLength(2);
    },
  );

  test("AP2 fails a table of tasks without an owner column and leaves dated instructions in a list to the judge", () => {
    expect(
      state("AP2", TABLE("| By | Action |", "| 18 March | Call Wanjiru |", "| 20 March | Brief Dr Were |")),
    ).toBe("not_met");
    expect(
      item("AP2", "## Next steps\n- Call Wanjiru by 18 March\n- Brief Dr Were by 20 March")?.reason,
    ).toMatch(/^needs judge: /);
  });

  test("AP3 tolerates one undated action in four, not two", () => {
    expect(state("AP3", plan("16 March", "this week", "Friday", "soon"))).toBe("met");
    expect(state("AP3", plan("16 March", "this week", "soon", "later"))).toBe("not_met");
  });

  test.each([
    "soon",
    "in due course",
    "when the time is right",
    "over the coming weeks",
    "ongoing",
    "ASAP-ish",
  ])("AP3: %j is no date", (when) => {
    expect(
      state(
        "AP3",
        TABLE(
          "| By | Action | Owner |",
          `| ${when} | Call Wanjiru | You |`,
          `| ${when} | Brief Dr Were | You |`,
        ),
      ),
    ).toBe("not_met");
  });

  test("AP4 is met by a customer's own dated step and otherwise left to the judge", () => {
    expect(state("AP4", OWNED)).toBe("met");
    expect(
      item(
        "AP4",
        TABLE(
          "| By | Action | Owner |",
          "| 18 March | Call Wanjiru | You |",
          "| 20 March | Brief Dr Were | SE |",
        ),
      )?.reason,
    ).toMatch(/^needs judge: /);
  });

  test("AP5 needs a result for nearly every action", () => {
    expect(
      state(
        "AP5",
        TABLE(
          "| By | Action | Owner |",
          "| 18 March | Call Wanjiru | You |",
          "| 20 March | Brief Dr Were | SE |",
        ),
      ),
    ).toBe("not_met");
  });

  test.each([
    ["met", "27 March: if Otieno has not met us, close it."],
    ["met", "**Checkpoint, 27 March.** No meeting with Otieno: we drop it and the engineers go."],
    ["met", "- By 27 March no date from Otieno → deprioritise and release the team"],
    ["ungraded", "If Otieno has not met us, you might consider slowing down by 27 March."],
    ["ungraded", "Let's see on 27 March how Otieno feels about it."],
    ["ungraded", "If he refuses, close it."],
  ])("AP6 is %s for %s", (expected, line) => expect(state("AP6", `${OWNED}\n\n${line}`)).toBe(expected));

  test("AP8 names more than nine actions, and an undated laundry list", () => {
    const many = TABLE(
      "| By | Action | Owner |",
      ...Array.from(
        { length: 10 },
        (_, index) => `| ${index + 1} April | Call Wanjiru about ward ${index} | You |`,
      ),
    );
    const undated =
      "## Next steps\n" +
      ["Call Wanjiru", "Email Otieno", "Brief Dr Were", "Meet finance", "Review the wards"]
        .map((line) => `- ${line}`)
        .join("\n");
    expect([state("AP8", many), state("AP8", undated), state("AP8", OWNED)]).toEqual([
      "met",
      "met",
      "not_met",
    ]);
  });

  test.each([
    [
      "announced things that nobody owns",
      "met",
      "For Otieno you might consider:\n- keeping the wards engaged\n- building a richer model\n- regular check-ins with Wanjiru\n- exploring other sponsors\n- polishing the readout in May",
    ],
    [
      "a list under the day by which the deal is to be won",
      "met",
      "### How to win Lakeridge by 28 August\n1. Build urgency\n2. Involve Wanjiru\n3. Run a workshop\n4. Offer Otieno a bundle\n5. Keep the team on it",
    ],
    [
      "things that get done by nobody",
      "met",
      "What happens now:\n- Lakeridge gets closed.\n- The workshop gets cancelled.\n- Otieno is informed.\n- The pipeline is updated.\n- The engineers are moved.",
    ],
    [
      "facts",
      "not_met",
      "**What is strong**\n- Wanjiru sells\n- Finance signed\n- Nine of nine met\n- Otieno knows us\n- Wards waiting",
    ],
    [
      "questions",
      "not_met",
      "Next, ask Otieno:\n- Who signs?\n- Who else?\n- What by May?\n- Which wards?\n- Why now?",
    ],
    [
      "a list under a week",
      "not_met",
      "**This week (16–20 March):**\n- Call Wanjiru\n- Email Otieno\n- Brief Dr Were\n- Meet finance\n- Review the wards",
    ],
  ])("AP8: %s: %s", (_, expected, reply) => expect(state("AP8", reply)).toBe(expected));

  test.each([
    ["not_met", "### How to win Lakeridge by 28 August\n- Call Wanjiru\n- Brief Dr Were\n- Meet Otieno"],
    ["ungraded", "### The next two weeks\n- Call Wanjiru\n- Brief Dr Were\n- Meet Otieno"],
    ["met", "### This week\n- Call Wanjiru\n- Brief Dr Were\n- Meet Otieno"],
    [
      "not_met",
      plan("in March, when a suitable moment comes", "in April, whenever it suits", "at some point in May"),
    ],
  ])("AP3 is %s where the dates are those of %j", (expected, text) =>
    expect(state("AP3", text)).toBe(expected),
  );

  test("a reply without a plan scores nothing by leaving it out", () => {
    const reply = "Disqualify it. Otieno refused after four tries, and Wanjiru cannot move him.";
    expect(["AP1", "AP2", "AP3", "AP5"].map((id) => state(id, reply))).toEqual([
      "not_met",
      "not_met",
      "not_met",
      "not_met",
    ]);
    expect(grade(reply).score).toBe(0);
  });

  test("the codebook's own examples are told apart", () => {
    const pass =
      "Tell Wanjiru today that you stop. You: get Wanjiru to put 20 minutes with Otieno in his diary by Fri 27 March. Done = accepted invite. If not, it leaves best case.";
    const fail = "Engage stakeholders at Lakeridge and build momentum with Otieno over the coming weeks.";
    expect(actions(pass).at(-1)).toMatchObject({
      owner: "You",
      date: "Fri 27 March",
      success: "Done = accepted invite.",
    });
    expect(["AP1", "AP2", "AP3"].map((id) => state(id, fail))).toEqual(["not_met", "not_met", "not_met"]);
  });
});

describe("conversations", () => {
  test("the latest whole plan is graded; without one the plan of an earlier turn still stands", () => {
    const later = TABLE("| By | Action |", "| soon | Call Wanjiru |", "| later | Write to Otieno |");
    expect(state("AP2", OWNED, later)).toBe("met");
    expect(
      state(
        "AP2",
        OWNED,
        TABLE("| By | Action |", "| 18 March | Call Wanjiru |", "| 20 March | Write to Otieno |"),
      ),
    ).toBe("not_met");
    expect(
      grade(OWNED, "I hold to what I said about Otieno.").items.find(({ id }) => id === "AP1"),
    ).toMatchObject({ state: "met", evidence: [{ turn: 1 }, { turn: 1 }, { turn: 1 }] });
  });
});

describe("the fourteen replies", () => {
  const replies = handWritten("action_plan");
  const score = (name: string) => grade(replies[name] ?? "").score;

  test("ideal-terse ≥ ideal-verbose > right verdict for a wrong reason > everything else", () => {
    expect(orderFaults(Object.keys(replies), score)).toEqual([]);
  });

  test("gamed replies earn nothing, another language is not graded", () => {
    expect(
      ["persona-echo", "keyword-stuffer", "name-dropper", "empty", "refusal", "other-language"].map(score),
    ).toEqual([0, 0, 0, 0, 0, null]);
    expect(grade(replies["other-language"] ?? "").items.map(({ reason }) => reason)).toContain(
      "language: the checkers read English only",
    );
  });

  test.each([
    [
      "general talk",
      "\n\nStay close to the customer at all times. Alignment is what makes enterprise deals succeed. Keep the momentum up.",
    ],
    ["the same plan again", null],
    ["advice in a list", "\n\n## More next steps\n- Build trust\n- Align stakeholders\n- Create momentum"],
  ])("%s raises no score", (_, padding) => {
    for (const [name, reply] of Object.entries(replies)) {
      const padded = grade(`${reply}${padding ?? `\n\n${reply}`}`).score;
      expect({ name, higher: (padded ?? 0) > (score(name) ?? 0) }).toEqual({ name, higher: false });
    }
  });
});

test.each(["Call Wanjiru by Friday ", "| a | b ", "- ", "a, ", "you → Otieno, ", "By 14 March, "])(
  "a line of 100,000 characters of %j is graded",
  (unit) => {
    expect(grade(unit.repeat(100_000 / unit.length)).dimension).toBe("action_plan");
  },
);

test("every piece of evidence is a verbatim slice of its turn", () => {
  const reply = handWritten("action_plan")["ideal-verbose"] ?? "";
  const evidence = grade(reply).items.flatMap((found) => found.evidence);
  expect(evidence.length).toBeGreaterThan(8);
  for (const { turn, start, end, quote } of evidence)
    expect([turn, reply.slice(start, end)]).toEqual([1, quote]);
});
