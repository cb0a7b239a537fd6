import { describe, expect, test } from "vitest";
import type { Scenario } from "../../src/records/scenario.ts";
import { fixtureScenario } from "../../test/support/replies.ts";
import { type Bearing, readReason } from "./reasons.ts";
import { statementsOf } from "./statements.ts";

const lakeridge = fixtureScenario("lakeridge");

/** A fictional deal with one reason to find, made from the Lakeridge fixture. */
function deal(
  code: string,
  text: string,
  brief: string,
  anchors: string[],
  people: [string, string, Scenario["people"][number]["role"]][] = [],
): Scenario {
  return {
    ...lakeridge,
    title: `${anchors[0]}: a deal`,
    turns: [{ role: "user", kind: "brief", tactic: null, text: brief }],
    anchors,
    people: people.map(([name, title, role]) => ({ name, title, role, side: "customer" })),
    requiredReasons: [{ code, text }],
  };
}

const norden = deal(
  "D1",
  "Petra Lind, who signs, was asked five times by mail, phone and our president and has declined",
  "Norden Rail. Petra Lind, CFO, signs. Five requests since May; on 3 June she declined.",
  ["Norden Rail", "Petra Lind", "3 June"],
  [
    ["Petra Lind", "CFO", "EB"],
    ["Ola Berg", "Head of fleet", "champion"],
  ],
);
const kastel = deal(
  "D3",
  "the board stopped all spending until 2028 and Marek Ruzicka has no other source",
  "Kastel Foods. Marek Ruzicka, COO: the board stopped all spending until 2028.",
  ["Kastel Foods", "Marek Ruzicka", "2028", "EUR 900K"],
  [["Marek Ruzicka", "COO", "EB"]],
);
const brook = deal(
  "D2",
  "Ines Duarte ranks invoice matching eleventh of twelve and will leave it for now",
  "Brook Pharma. Ines Duarte, CFO, ranks invoice matching eleventh of twelve.",
  ["Brook Pharma", "Ines Duarte", "invoice matching"],
  [["Ines Duarte", "CFO", "EB"]],
);
const tarn = deal(
  "D4",
  "clause 7 demands hosting in the country, we have none, and the agency allows no exception",
  "Tarn Agency. Clause 7 demands hosting in the country. Bid due 4 May.",
  ["Tarn Agency", "clause 7", "4 May"],
  [["Sven Holt", "Director", "EB"]],
);
const vega = deal(
  "D5",
  "Orbis runs in all 40 plants under contract to 2031 and is liked, AND no date or duty makes Vega move",
  "Vega Steel. Orbis runs in all 40 plants, contract to 2031.",
  ["Vega Steel", "Orbis", "2031", "40 plants"],
  [["Lea Moreau", "CIO", "EB"]],
);
const sund = deal(
  "D6",
  "the award is 26 months away AND nothing paid or dated lies before it",
  "Sund Bank. Award in 26 months, in May 2029.",
  ["Sund Bank", "May 2029", "26 months"],
  [["Nora Vik", "CEO", "EB"]],
);
const mira = deal(
  "M5",
  "the GBP 2.4M is our own estimate and nobody at Mira has tested it",
  "Mira Hotels. We put the benefit at GBP 2.4M.",
  ["Mira Hotels", "GBP 2.4M"],
  [["Ann Cole", "CFO", "EB"]],
);
const pola = deal(
  "M3",
  "Jiri informs us but has no vote and will not speak for us",
  "Pola Energy. Jiri Novak tells us everything.",
  ["Pola Energy", "Jiri Novak"],
  [["Jiri Novak", "Analyst", "coach"]],
);
const hale = deal(
  "M2",
  "one mail to Dana Whitfield without an answer: access is hardly tried",
  "Hale Transit. Dana Whitfield, CFO, holds the money. One mail on 9 May, no answer.",
  ["Hale Transit", "Dana Whitfield", "9 May"],
  [["Dana Whitfield", "CFO", "EB"]],
);
const cove = deal(
  "A_BUDGET",
  "no line in the plan; Rui Alves takes it to the committee on 12 June",
  "Cove Ports. Rui Alves, CFO, takes it to the committee on 12 June; no line in the plan.",
  ["Cove Ports", "Rui Alves", "12 June"],
  [["Rui Alves", "CFO", "EB"]],
);

const STATED: [Scenario, string][] = [
  [norden, "Petra Lind has turned you down after five tries. Without her there is no deal."],
  [norden, "The CFO will not take a meeting: five requests, and on 3 June the answer was no."],
  [norden, "Lind said no. Ola Berg liking us does not change that."],
  [norden, "| Economic buyer | 🔴 Petra Lind refused on 3 June |"],
  [norden, "You are locked out of Petra's office and have been since 3 June."],
  [norden, '> "Petra Lind declined to meet us on 3 June, and nobody else can sign."'],
  [kastel, "Kastel has no money: Marek told you the board stopped spending until 2028."],
  [kastel, "**Budget:** none until 2028, says Ruzicka, and he owns it."],
  [kastel, "Marek Ruzicka said it himself. There's a spending freeze, and no other pot."],
  [kastel, "It is unfunded. Ruzicka cannot release a cent of the EUR 900K before 2028."],
  [brook, "Ines Duarte ranks this eleventh of twelve. It hurts, and she is in no hurry."],
  [brook, "For Ines this is not a priority this year."],
  [brook, "Duarte can live with manual invoice matching, so nothing forces her to buy."],
  [tarn, "Clause 7 is a knock-out. We have no hosting in the country and there is no exception."],
  [tarn, "We fail clause 7, so the bid is rejected on 4 May whatever else it says."],
  [vega, "Orbis is entrenched in 40 plants, and nothing obliges Lea Moreau to switch."],
  [vega, "Contract to 2031 with Orbis, users content with it. There is no compelling event at Vega."],
  [sund, "26 months out, with no milestone on the way: that is not a deal for this plan."],
  [sund, "Nora Vik decides in May 2029, and nothing is paid or dated until then."],
  [mira, "The GBP 2.4M is ours, and Ann Cole's people have never been through it."],
  [mira, "Your GBP 2.4M is unvalidated: a vendor's estimate, no more."],
  [pola, "Jiri is a coach. He has no vote and won't fight for you."],
  [pola, "Nobody at Pola sells for us when we leave; Jiri Novak only informs."],
  [hale, "One mail to Dana Whitfield is barely an attempt. She hasn't answered."],
  [hale, "Whitfield has never spoken to you. Access is the gap."],
  [cove, "The money is not there yet: it hangs on the committee of 12 June."],
  [
    cove,
    "Nobody approved it. Rui Alves will bring it to the investment committee, and until 12 June it is unfunded.",
  ],
];

/** Said in words that no rule knows: a judge's case, and never "absent". */
const OBLIQUE: [Scenario, string][] = [
  [norden, "Petra Lind is a closed book to you and will remain one."],
  [kastel, "Ruzicka would have to print it himself."],
  [kastel, "Nobody has been asked for a euro."],
  [pola, "Jiri Novak is a nice man and that is all he is."],
  [vega, "Who else is in those plants?"],
];

const NOT_STATED: [Scenario, string][] = [
  [norden, "If Petra Lind refuses again, we stop."],
  [norden, "Has Petra Lind refused, or has nobody asked her?"],
  [norden, "Petra Lind has not refused; she is travelling until 3 June."],
  [norden, "No access to the economic buyer after multiple attempts disqualifies a deal."],
  [norden, "The budget is missing, so drop it."],
  [kastel, "Marek Ruzicka has the budget and it is approved."],
  [kastel, "If there is no money until 2028, we park it."],
  [kastel, "Ask Marek whether there is a budget."],
  [brook, "Invoice matching is Ines Duarte's first priority."],
  [tarn, "We meet every mandatory clause, clause 7 included."],
  [vega, "Orbis runs in 40 plants under contract to 2031."],
  [vega, "There is a compelling event: the regulator wants it by June."],
  [sund, "26 months is long, but phase one is paid in October."],
  [mira, "Ann Cole's team built the GBP 2.4M themselves."],
  [pola, "Jiri Novak fought for us in the board and won."],
  [hale, "Dana Whitfield met you twice and set the target."],
  [cove, "Rui Alves approved the money on 12 June."],
];

describe("a required reason", () => {
  test.each(STATED)("is stated (%#)", (scenario, reply) => {
    expect({ reply, state: read(scenario, reply) }).toEqual({ reply, state: "stated" });
  });

  test.each(NOT_STATED)("is not taken as stated (%#)", (scenario, reply) => {
    expect({ reply, stated: read(scenario, reply) === "stated" }).toEqual({ reply, stated: false });
  });

  test.each(OBLIQUE)("is left open where only the wording is unknown (%#)", (scenario, reply) => {
    expect({ reply, absent: read(scenario, reply) === "absent" }).toEqual({ reply, absent: false });
  });

  test("is certainly absent when its subject never comes up", () => {
    expect(read(norden, "Drop it. Nothing here is worth another week.")).toBe("absent");
    expect(read(kastel, "Petra likes the tool. Walk.")).toBe("absent");
    expect(read(tarn, "Sven is charming. Walk.")).toBe("absent");
  });

  test("is certainly absent from a long reply that holds nothing of the deal", () => {
    const generic =
      "A deal without access to the economic buyer after multiple attempts is to be disqualified. ".repeat(6);
    expect(read(norden, generic)).toBe("absent");
  });

  const FILLER =
    "The tool is liked, the reviews went well and the price is where it should be by now. ".repeat(5);

  test("is absent from a long reply in which nothing comes near it", () => {
    expect(read(norden, `${FILLER}Petra Lind is friendly. 3 June was sunny.`)).toBe("absent");
    expect(read(norden, `${FILLER}Petra Lind declined five requests.`)).toBe("stated");
  });

  test("of two halves is absent where one half is", () => {
    expect(read(vega, `${FILLER}Orbis runs in 40 plants under contract to 2031.`)).toBe("absent");
    expect(
      read(vega, `${FILLER}Orbis is entrenched in 40 plants, and nothing obliges Lea Moreau to switch.`),
    ).toBe("stated");
  });

  test.each([
    "Perhaps Petra Lind declined on 3 June.",
    "Petra Lind declined, but that is settled: she has since agreed to meet.",
  ])("is not stated where it is only thought possible or settled: %s", (reply) =>
    expect(read(norden, reply)).not.toBe("stated"),
  );

  test("where the fact is unknown, is stated by marking it as unknown", () => {
    const blank = {
      ...norden,
      facts: { ...norden.facts, eb: { value: "unknown" as const, evidence: null } },
      requiredReasons: [{ code: "H1", text: "nobody knows who signs" }],
    };
    expect(read(blank, "We don't know who signs. Find out before noon.")).toBe("stated");
    expect(read(blank, "Who signs for this, and have you met?")).toBe("stated");
  });

  test("without a rule for its code is left to a judge", () => {
    const odd = { ...norden, requiredReasons: [{ code: "Z9", text: "the merger closes in the autumn" }] };
    expect(read(odd, "Petra Lind refused on 3 June.")).toBe("unsure");
  });

  test("carries the sentence as a quote at its place", () => {
    const reply = "Drop it.\n\n- **Buyer:** Petra Lind refused on 3 June.";
    const found = readReason(
      { code: "D1", text: "Petra Lind declined" },
      statementsOf(reply, 1, norden),
      norden,
      "follows",
    );
    const [evidence] = found.state === "stated" ? found.evidence : [];
    expect(evidence && reply.slice(evidence.start, evidence.end)).toBe(evidence?.quote);
    expect(evidence?.quote).toContain("Petra Lind refused");
  });
});

describe("a reason in a reply that decides against it", () => {
  test.each([
    "Petra Lind declined on 3 June, but that may simply be her way of bargaining.",
    "Petra Lind's no of 3 June is noise: she declined, and people come round.",
    "It is a formality that Petra Lind declined on 3 June.",
    "Petra Lind declined on 3 June. Pursue it all the same.",
  ])("is left to a judge: %s", (reply) => {
    expect(read(norden, reply, "against")).toBe("unsure");
  });

  test.each([
    "Norden is a clear pursue. Economic buyer: engaged. Ola Berg loves it.",
    "| Element | Status |\n|---|---|\n| Economic Buyer | ✔ |\n\nPetra Lind signs.",
    "Petra Lind is fully behind us, so put the team on it.",
  ])("is not named where the contrary is: %s", (reply) => {
    expect(read(norden, reply, "against")).toBe("absent");
    expect(read(norden, reply, "open")).toBe("unsure");
  });

  test("is named where the stance could not be read and nothing takes it back", () => {
    expect(read(norden, "Petra Lind declined on 3 June.", "open")).toBe("stated");
    expect(read(norden, "Arguably, Petra Lind declined on 3 June.", "open")).toBe("unsure");
    expect(read(norden, "Petra Lind declined on 3 June. Economic buyer: green.", "open")).toBe("unsure");
  });

  test("of money that nobody asked for is not named by money that is not there", () => {
    const untested = {
      ...kastel,
      facts: { ...kastel.facts, budget: { value: "untested" as const, evidence: "nobody asked" } },
      requiredReasons: [{ code: "A_BUDGET", text: "nobody has put the question of money to him" }],
    };
    expect(read(untested, "Marek Ruzicka has no budget for this.")).toBe("unsure");
    expect(read(untested, "Nobody has asked Marek Ruzicka for the money.")).toBe("stated");
  });
});

function read(scenario: Scenario, reply: string, bearing: Bearing = "follows") {
  const [reason] = scenario.requiredReasons;
  if (!reason) throw new Error("no reason");
  return readReason(reason, statementsOf(reply, 1, scenario), scenario, bearing).state;
}
