import { describe, expect, test } from "vitest";
import { fixtureScenario, transcriptOf } from "../../test/support/replies.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { parseReply } from "../text/reply.ts";
import { sourcesAt } from "./sources.ts";
import { ungroundedStatements } from "./statements.ts";

const BRIEF = `Nordhavn Ferries, fleet planning, $640K over two years, in Proof. It is 4 May and they sign on 30 September.

Delays cost them DKK 2.1M a month on their own books. Astrid Holm, the COO, owns that loss and has the money approved; she met us on
12 April and says one more summer like the last is out of the question. Jonas Bech, head of planning, took our case to the fleet
board on 20 April without us, and Astrid follows him on tools. The other bidder has no tide model. They plan in spreadsheets today.
Seven people work with us. The ferry authority's new timetable starts on 1 November.`;

const scenario: Scenario = {
  ...fixtureScenario("lakeridge"),
  title: "Nordhavn Ferries",
  asOfDate: "2026-05-04",
  turns: [{ ...(fixtureScenario("lakeridge").turns[0] as Scenario["turns"][number]), text: BRIEF }],
  people: [
    { name: "Astrid Holm", title: "COO" },
    { name: "Jonas Bech", title: "head of planning" },
  ] as Scenario["people"],
  anchors: ["Nordhavn Ferries", "Astrid Holm", "Jonas Bech"],
  attachments: [],
};

function statementsOf(text: string): string[] {
  const sources = sourcesAt(scenario, transcriptOf(scenario, text), 1);
  return ungroundedStatements(parseReply(text), sources).map(({ start, end }) => text.slice(start, end));
}

describe("what the brief does not bear out", () => {
  test.each([
    "Jonas told you that the shareholders want a cheaper vendor.",
    "I hear that Astrid is leaving after the summer.",
    "Word is that the harbour has been sold.",
    "You are the only supplier in the race.",
    "Nordhavn has no budget.",
    "Astrid generally signs what the finance committee brings.",
    "Jonas is retiring in the autumn.",
    "The fleet board has rejected a similar platform before.",
    "They run on an old Siemens mainframe.",
    "Astrid was burnt by a consultancy in Aarhus.",
    "Their captains have threatened a strike.",
    "Jonas plays tennis with the chairman.",
    "The contract carries a termination penalty.",
    "Astrid distrusts her planners and micromanages them.",
  ])("%s", (text) => expect(statementsOf(text)).not.toEqual([]));
});

describe("what it does, or what states nothing of the customer", () => {
  test.each([
    "Astrid told you that one more summer like the last is out of the question.",
    "Astrid owns the loss and has the money approved.",
    "Jonas took the case to the fleet board without you.",
    "They plan in spreadsheets, and the other bidder has no tide model.",
    "Nobody has told you what the contract steps are.",
    "Did Astrid promise anything in Aarhus?",
    "If Jonas resigns, the captains could block it.",
    "Ask Astrid whether the shareholders have rejected anything similar.",
    "Astrid may well be planning a merger.",
    "A COO who signs alone can also refuse alone.",
    "Your manager likes round numbers.",
    "- Jonas, by 15 May: sends the tide logs. Done when you have the archive.",
    "Jonas is a real champion, green on every letter.",
    "We will decline the invitation from the shareholders.",
  ])("%s", (text) => expect(statementsOf(text)).toEqual([]));
});
