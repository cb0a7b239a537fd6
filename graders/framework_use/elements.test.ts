import { expect, test } from "vitest";
import { ELEMENTS, type Element, type Scenario } from "../../src/records/scenario.ts";
import { fixtureScenario, transcriptOf } from "../../test/support/replies.ts";
import { readElements } from "./elements.ts";
import { readTurns } from "./reading.ts";

const lakeridge = fixtureScenario("lakeridge");
const selat = fixtureScenario("selat");

function statusOf(scenario: Scenario, text: string, element: Element): string | undefined {
  return readElements(readTurns({ scenario, transcript: transcriptOf(scenario, text) })).get(element)?.status;
}

const CASES: [Scenario, Element, string, string][] = [
  [
    lakeridge,
    "economic_buyer",
    "applied",
    "No economic buyer: Otieno's office has written that he will not see us.",
  ],
  [
    lakeridge,
    "economic_buyer",
    "applied",
    "Tobias Otieno holds the money and has refused you. Nothing else counts.",
  ],
  [
    lakeridge,
    "economic_buyer",
    "applied",
    "The man who signs won't meet us. Four tries, and on Thursday his office closed the door. Ask Wanjiru to bring a date with Tobias.",
  ],
  [
    lakeridge,
    "economic_buyer",
    "applied",
    "| Element | Where it stands |\n|---|---|\n| EB | 🔴 Otieno declined, four attempts |",
  ],
  [lakeridge, "economic_buyer", "applied", "### Economic buyer\nTobias Otieno. He has said no."],
  [
    lakeridge,
    "economic_buyer",
    "applied",
    "You have no access to the person who releases the funds. Who besides Mr Otieno could reallocate FY26 money?",
  ],
  [lakeridge, "economic_buyer", "mentioned", "Tobias Otieno is the economic buyer."],
  [
    lakeridge,
    "economic_buyer",
    "mentioned",
    "Economic Buyer: identify who controls the budget and get access early.",
  ],
  [
    lakeridge,
    "economic_buyer",
    "mentioned",
    "At Lakeridge you must find the economic buyer and engage them by Friday.",
  ],
  [lakeridge, "economic_buyer", "absent", "The wards are full and the season is close. Stay with it."],
  [
    lakeridge,
    "champion",
    "applied",
    "Champion: Wanjiru got the money reserved but hasn't put you in Otieno's diary. Amber. Test: she books him by the 27th.",
  ],
  [
    lakeridge,
    "champion",
    "applied",
    "Wanjiru Kamau fought for you on 3 March. That is real, and it is not enough.",
  ],
  [
    lakeridge,
    "champion",
    "applied",
    "Your sponsor, the chief nursing officer, sold for us at the executive committee. What can Wanjiru do about the CFO?",
  ],
  [lakeridge, "champion", "applied", "- **Champion** – Kamau: strong, tested on 3 March"],
  [lakeridge, "champion", "mentioned", "You need a strong champion (the C in MEDDPICC)."],
  [
    lakeridge,
    "champion",
    "mentioned",
    "Develop your champion, coach them and test them before the end of the month.",
  ],
  [lakeridge, "champion", "absent", "KES 41M a month is lost and the inspection is on 1 October."],
  [
    lakeridge,
    "decision_process",
    "applied",
    "Steps are dated (readout 22 May, committee 14 August), so the process is not the problem.",
  ],
  [lakeridge, "decision_process", "applied", "Who holds the veto at the executive committee on 14 August?"],
  [
    lakeridge,
    "decision_process",
    "applied",
    "**Decision process:** mapped. 22 May, 30 June, 14 August, 28 August.",
  ],
  [
    lakeridge,
    "decision_process",
    "mentioned",
    "Map the decision process and the approval steps as early as you can.",
  ],
  [
    lakeridge,
    "decision_process",
    "mentioned",
    "What is the formal decision process, and who has veto power?",
  ],
  [lakeridge, "metrics", "applied", "KES 22M is theirs: finance re-ran the model and signed it off."],
  [
    lakeridge,
    "metrics",
    "applied",
    "Metrics: green. Late discharges cost KES 41M a month by their own count.",
  ],
  [lakeridge, "metrics", "mentioned", "Build a quantified ROI model with CFO-grade rigour."],
  [
    lakeridge,
    "identify_pain",
    "applied",
    "The pain is not in doubt: KES 41M a month, and Dr Were answers for the inspection on 1 October.",
  ],
  [lakeridge, "identify_pain", "mentioned", "Uncover the pain and amplify the consequences of inaction."],
  [
    lakeridge,
    "decision_criteria",
    "applied",
    "Criteria: they weight live bed status highest and the other bidder cannot show it. Otieno knows.",
  ],
  [lakeridge, "decision_criteria", "mentioned", "Influence the decision criteria early."],
  [
    lakeridge,
    "competition",
    "applied",
    "The rival lacks live bed status, so whiteboards are the incumbent you have to beat; Otieno can live with them.",
  ],
  [lakeridge, "competition", "mentioned", "Assume you are always competing and know your rivals."],
  [
    lakeridge,
    "paper_process",
    "applied",
    "Data-protection sign-off lands on 30 June; nobody has said who in legal reads the contract. Ask.",
  ],
  [lakeridge, "paper_process", "mentioned", "Don't forget the paper process!"],
  [
    selat,
    "competition",
    "applied",
    "Halvard is live on every core site until March 2029 and nothing makes Selat switch.",
  ],
  [
    selat,
    "competition",
    "applied",
    "You are up against an incumbent with a contract to March 2029. What forces a move before then? Nothing that Rahmat could name.",
  ],
  [selat, "competition", "mentioned", "Competition: know your enemy and exploit their weaknesses."],
  [
    selat,
    "identify_pain",
    "applied",
    "MYR 1.9M a month hurts, but no licence condition or audit finding obliges them to act. Ask Rahmat what happens if he waits.",
  ],
  [
    selat,
    "identify_pain",
    "mentioned",
    "What business problem is so painful that they are willing to change?",
  ],
  [
    selat,
    "economic_buyer",
    "applied",
    "Rahmat approved the purchase request in January. Funded and engaged.",
  ],
  [
    selat,
    "economic_buyer",
    "applied",
    "The COO owns the loss and the budget, has given you two sessions, and Li Ming has his ear: green.",
  ],
  [
    selat,
    "paper_process",
    "applied",
    "Legal has names and days for the security annex; signature on 30 June holds only if onboarding starts by 12 May.",
  ],
  [selat, "paper_process", "mentioned", "Engage legal and procurement early to avoid surprises."],
  [selat, "champion", "applied", "Ooi Li Ming carried the network board on 22 January without us. Proven."],
  [selat, "champion", "mentioned", "No champion means no deal. Identify, enable and protect your champions."],
  [
    selat,
    "metrics",
    "applied",
    "MYR 15M a year has the risk office's name under it, so the value is validated by them.",
  ],
  [
    selat,
    "metrics",
    "mentioned",
    "Quantify the business impact and tie it to the metrics that the buyer cares about.",
  ],
];

test.each(CASES)("%#: reads %o as its element's status", (scenario, element, expected, text) => {
  expect({ text, status: statusOf(scenario, text, element) }).toEqual({ text, status: expected });
});

test.each([
  "For Lakeridge, MEDDPICC tells us to look at the Economic Buyer. Engage Tobias Otieno early and often. Your Champion matters too: enable Wanjiru. Map the Decision Process end to end. Mind the Paper Process.",
  "MEDDPICC:\n- Champion: Wanjiru Kamau ✔\n- Economic buyer: Tobias Otieno ✔\n- Decision process: 14 August ✔",
  "| Element | Who |\n|---|---|\n| Champion | Wanjiru |\n| Economic buyer | Tobias |\n| Decision process | 14 August |",
])("names and ticks without a status or a test apply nothing: %#", (text) => {
  expect(ELEMENTS.filter((element) => statusOf(lakeridge, text, element) === "applied")).toEqual([]);
});

test("the customer's name alone binds nothing, whatever the element", () => {
  const text =
    "For Lakeridge Hospitals, identify the metrics by Friday. Then confirm the economic buyer at Lakeridge. Test the Lakeridge champion.";
  expect(ELEMENTS.filter((element) => statusOf(lakeridge, text, element) === "applied")).toEqual([]);
});
