import { describe, expect, test } from "vitest";
import type { Scenario } from "../../src/records/scenario.ts";
import { orderFaults, fixtureScenario, gradeReply, handWritten } from "../../test/support/replies.ts";
import { checkFrameworkUse } from "./checker.ts";

const lakeridge = fixtureScenario("lakeridge");
const grade = (scenario: Scenario, ...replies: string[]) =>
  gradeReply("framework_use", checkFrameworkUse, scenario, ...replies);
const item = (scenario: Scenario, id: string, ...replies: string[]) =>
  grade(scenario, ...replies).items.find((found) => found.id === id);

describe("items", () => {
  test("FU1 is met by the framework's name and by four elements applied without it", () => {
    const nameless =
      "Otieno's office has refused; he holds the money. Wanjiru argued for us on 3 March. The committee of 14 August is dated. KES 22M is signed off by finance.";
    expect(item(lakeridge, "FU1", "I ran MEDDPICC over it.")).toMatchObject({
      state: "met",
      evidence: [{ quote: "MEDDPICC" }],
    });
    expect(item(lakeridge, "FU1", nameless)?.state).toBe("met");
    expect(item(lakeridge, "FU1", "Drop it.")?.state).toBe("not_met");
  });

  test("FU1 leaves an unnamed SPIN plan to the judge and refuses a reply without the deal", () => {
    const spin: Scenario = { ...lakeridge, expectedFrameworks: ["SPIN"] };
    const plan =
      "Ask Wanjiru: what did the readout of 22 May cost? Who else lost a bed? What would KES 22M change for Otieno? Why?";
    expect(item(spin, "FU1", plan)?.reason).toMatch(/^needs judge: /);
    expect(item(spin, "FU1", "Ask good questions.")?.state).toBe("not_met");
    expect(item(spin, "FU10", plan)?.state).toBe("ungraded");
    expect(item(lakeridge, "FU10", plan)?.state).toBe("n/a");
  });

  test("FU2 has one finding for each salient element, with a quote that is a slice of the reply", () => {
    const reply = handWritten("framework_use")["ideal-verbose"] ?? "";
    const found = grade(lakeridge, reply).items.filter(({ id }) => id.startsWith("FU2."));
    expect(found.map(({ id, points }) => [id, points])).toEqual(
      lakeridge.salientElements.map((element) => [`FU2.${element}`, 3]),
    );
    const quotes = grade(lakeridge, reply).items.flatMap(({ evidence }) => evidence);
    expect(quotes.length).toBeGreaterThan(5);
    for (const { turn, start, end, quote } of quotes)
      expect([turn, reply.slice(start, end)]).toEqual([1, quote]);
  });

  test("FU2 leaves an element that is bound without a status or test to the judge", () => {
    expect(item(lakeridge, "FU2.economic_buyer", "Tobias Otieno is the economic buyer.")?.reason).toMatch(
      /^needs judge: /,
    );
  });

  test("FU3 applies strictly above USD 500,000", () => {
    const both =
      "Paper process: data-protection sign-off 30 June is not owned.\n\nCompetition: the other bidder cannot show live bed status; Otieno knows.";
    expect(item({ ...lakeridge, dealValueUsd: 500_000 }, "FU3", both)?.state).toBe("n/a");
    expect(item({ ...lakeridge, dealValueUsd: 500_001 }, "FU3", both)?.state).toBe("met");
    expect(item(lakeridge, "FU3", "Otieno refused. That is all.")?.state).toBe("not_met");
  });

  test("the binding score counts labels, and those beside an anchor", () => {
    const text =
      "Metrics matter.\n\nSo does the champion.\n\nAnd the paper process.\n\nThere is more to say, but not here.\n\n- **Economic buyer:** Otieno, refused\n- **Competition:** think about it";
    expect(grade(lakeridge, text).details).toMatchObject({
      labels: 5,
      bound: 1,
      bound_share: 0.2,
      name_dropping: true,
    });
    expect(item(lakeridge, "FU9", text)?.state).toBe("met");
    expect(grade(lakeridge, "Drop it.").details).toMatchObject({
      labels: 0,
      bound: 0,
      bound_share: null,
      name_dropping: false,
    });
  });

  test("FU8 is met by three frameworks on fewer than two bound elements", () => {
    const soup = "Use MEDDPICC, then SPIN questions, then a Challenger reframe.";
    expect(item(lakeridge, "FU8", soup)?.state).toBe("met");
    expect(
      item(lakeridge, "FU8", `${soup} Otieno has refused the money. Wanjiru argued for us on 3 March.`)
        ?.state,
    ).toBe("not_met");
  });

  test("FU14 and FU15 read roles where Strategic Selling is expected", () => {
    const committee: Scenario = { ...lakeridge, expectedFrameworks: ["StrategicSelling"] };
    const table =
      "| Who | Role |\n|---|---|\n| Tobias Otieno | Economic buyer |\n| Wanjiru Kamau | Champion |\n| Dr Were | User buyer |";
    expect([item(committee, "FU14", table)?.state, item(committee, "FU15", table)?.state]).toEqual([
      "met",
      "met",
    ]);
    const two = "Tobias Otieno is an economic buyer.\n\nWanjiru Kamau is an economic buyer.";
    expect([item(committee, "FU14", two)?.state, item(committee, "FU15", two)?.state]).toEqual([
      "ungraded",
      "ungraded",
    ]);
    expect(item(committee, "FU15", "The economic buyer is still missing.")?.state).toBe("met");
    expect(item(lakeridge, "FU14", table)?.state).toBe("n/a");
  });

  test("a conversation's later turns count with its first", () => {
    const [first, second] = ["Otieno has refused the money.", "As I said: no."];
    expect(item(lakeridge, "FU2.economic_buyer", first, second)).toMatchObject({
      state: "met",
      evidence: [{ turn: 1 }],
    });
    expect(item(lakeridge, "FU2.economic_buyer", second, first)).toMatchObject({
      state: "met",
      evidence: [{ turn: 2 }],
    });
  });
});

const replies = handWritten("framework_use");
const score = (name: string) => grade(lakeridge, replies[name] ?? "").score;

describe("gaming", () => {
  test("ideal-terse ≥ ideal-verbose > right verdict for a wrong reason > everything else", () => {
    expect(orderFaults(Object.keys(replies), score)).toEqual([]);
  });

  test("the persona's own text and a heap of keywords earn nothing", () => {
    expect([score("persona-echo"), score("keyword-stuffer"), score("name-dropper")]).toEqual([0, 0, 0]);
  });

  test("another language is ungraded, an empty reply and a refusal earn nothing", () => {
    expect([score("other-language"), score("empty"), score("refusal")]).toEqual([null, 0, 0]);
    expect(grade(lakeridge, replies["other-language"] ?? "").items[0]?.reason).toBe(
      "language: the checkers read English only",
    );
  });

  test.each([
    "Economic buyer Tobias Otieno red. Champion Wanjiru Kamau amber test 27 March. Decision process 14 August 28 August green. Paper process 30 June. Competition whiteboards. Metrics KES 41M.",
    "- economic buyer Tobias Otieno red missing\n- champion Wanjiru Kamau amber gap\n- decision process 14 August confirmed\n- paper process 30 June open\n- competition whiteboards strong",
  ])("keywords in another shape earn no credit either: %#", (text) => {
    expect(grade(lakeridge, text).score ?? 0).toBeLessThan(0.4);
  });

  test("padding the same answer raises no score", () => {
    for (const name of Object.keys(replies)) {
      const padded = `${replies[name]}\n\n${"There is more that could be said on this, and it would not change the answer. ".repeat(12)}`;
      expect(grade(lakeridge, padded).score ?? 0).toBeLessThanOrEqual(score(name) ?? 0);
    }
  });

  test("the same answer with another deal's names and numbers loses its elements", () => {
    const swaps: [RegExp, string][] = [
      [/Tobias/g, "Marek"],
      [/Otieno/g, "Havel"],
      [/Wanjiru/g, "Ingrid"],
      [/Kamau/g, "Solberg"],
      [/Achieng|Were/g, "Duarte"],
      [/KES 41M/g, "EUR 7M"],
      [/KES 22M/g, "EUR 3M"],
      [/(?:22|30|14|28|27|3|1|14th) (?:May|June|August|March|October)/g, "9 November"],
    ];
    for (const name of ["ideal-terse", "ideal-verbose"]) {
      const swapped = swaps.reduce((text, [from, to]) => text.replaceAll(from, to), replies[name] ?? "");
      const met = grade(lakeridge, swapped).items.filter(
        ({ id, state }) => id.startsWith("FU2.") && state === "met",
      );
      expect(met).toEqual([]);
      expect(grade(lakeridge, swapped).score ?? 0).toBeLessThan((score(name) ?? 0) / 2);
    }
  });
});

test("a megabyte on one line is read in linear time", () => {
  for (const line of ["champion Wanjiru Kamau ", "economic buyer red. "]) {
    expect(grade(lakeridge, line.repeat(Math.ceil(1_000_000 / line.length))).dimension).toBe("framework_use");
  }
});
