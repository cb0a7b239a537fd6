import { expect, test } from "vitest";
import { fixtureScenario, gradeReply } from "../../test/support/replies.ts";
import { checkFrameworkUse } from "./checker.ts";

const lakeridge = fixtureScenario("lakeridge");
const item = (id: string, reply: string) =>
  gradeReply("framework_use", checkFrameworkUse, lakeridge, reply).items.find((found) => found.id === id)
    ?.state;

const FACTS =
  "Otieno releases the funds and KES 41M a month is lost; Wanjiru spoke on 3 March, with 14 August ahead. ";

test.each([
  "Metrics ✔, Economic buyer ✔, Decision criteria ✔, Decision process ✔, Paper process ✔, Champion ✔.",
  "Metrics fine. Economic buyer yes. Decision process yes. Paper process yes. Champion good. Competition none.",
  "- Metrics: strong\n- Economic buyer: engaged\n- Decision process: documented\n- Paper process: on track\n- Champion: active",
  "| Element | Rating |\n|---|---|\n| Metrics | Green |\n| Economic buyer | Green |\n| Decision process | Green |\n| Paper process | Green |\n| Champion | Green |",
  "M: metrics are proven.\n\nE: economic buyer is on board.\n\nD: decision process is clear.\n\nP: paper process is easy.\n\nC: champion is strong.",
])("a recital is one whatever stands near it, and applies nothing: %s", (recital) => {
  expect([item("FU9", `${FACTS}\n\n${recital}`), item("FU2.champion", recital)]).toEqual(["met", "not_met"]);
});

test.each([
  "- **Metrics:** KES 41M a month, their count\n- **Economic buyer:** Otieno, refused\n- **Decision process:** committee 14 August\n- **Paper process:** sign-off 30 June is open\n- **Champion:** Wanjiru, tested on 3 March",
  "**Champion.** Amber. Wanjiru argued on 3 March.\n\n**Economic buyer.** Red. Otieno refused.",
  "In MEDDPICC terms the metrics and the champion hold, KES 22M and Wanjiru both; the economic buyer, Otieno, refuses.",
  "Champion: strong.",
  "Ask Otieno for a date by 27 March.",
])("labels that carry facts, or are few, are no recital: %s", (reply) => {
  expect(item("FU9", reply)).toBe("not_met");
});
