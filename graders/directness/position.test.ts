import { describe, expect, test } from "vitest";
import { fixtureScenario, gradeReply } from "../../test/support/replies.ts";
import { checkDirectness } from "./checker.ts";

const lakeridge = fixtureScenario("lakeridge");
const item = (id: string, reply: string) =>
  gradeReply("directness", checkDirectness, lakeridge, reply).items.find((found) => found.id === id);
const state = (id: string, reply: string) => item(id, reply)?.state;
/** Facts enough to fill the first sixty words without saying what to do. */
const FACTS =
  "Lakeridge runs eleven sites from Nairobi. Late discharges cost KES 41M a month by their own finance count. Finance re-ran our model on hospital data and signed off KES 22M. Wanjiru Kamau argued for us on 3 March with none of our people present. Eight of their people work with us every week. Dr Were answers for the inspection on 1 October and two wards depend on it. ";

describe("DR1, what stands in the opening", () => {
  test.each([
    ["met", "Drop it – absolutely! Otieno has refused four times and his office wrote it down on Thursday."],
    ["met", "Commit, and sleep well. Otieno signs on 28 August and Wanjiru carried the committee."],
    ["met", "Lovely work on the card. Lakeridge can go in commit; Otieno signs on 28 August."],
    ["met", "I'd classify it as a develop. Otieno has not answered and Wanjiru has the slot."],
    [
      "not_met",
      `Let me walk through the card before I recommend a category. ${FACTS}I'd keep it in pipeline.`,
    ],
    ["not_met", `Use MEDDPICC to open it up and SPIN to deepen the pain. ${FACTS}Disqualify it.`],
    ["not_met", `I would start by acknowledging what Wanjiru has done. ${FACTS}Disqualify it.`],
    ["not_met", `Start with what the wards have told you. ${FACTS}Disqualify it.`],
  ])("%s: %s", (due, reply) => {
    expect(state("DR1", reply)).toBe(due);
  });
});

describe("DR1, what only leads up to a call", () => {
  test.each([
    `Look at it again. ${FACTS}My verdict: disqualify, since Otieno will not see us.`,
    `There is nothing wrong with the pain at Lakeridge. ${FACTS}Disqualify it.`,
    `You should know what Wanjiru did on 3 March. ${FACTS}My call is to drop Lakeridge.`,
  ])("is left to a judge: %s", (reply) => {
    expect(state("DR1", reply)).toBe("ungraded");
  });

  test.each([
    `Look at it again, then drop it. ${FACTS}My verdict: disqualify.`,
    `Cancel the readout and send the engineer home. ${FACTS}Otieno has refused in writing.`,
    `No. ${FACTS}My verdict: disqualify, since Otieno will not see us.`,
  ])("is the call where it says what becomes of the deal: %s", (reply) => {
    expect(state("DR1", reply)).toBe("met");
  });
});

describe("DR2, a second position", () => {
  test.each([
    `Develop it: Otieno has not been asked often enough. ${FACTS}So the deal is a top priority, and we pursue it at full strength.`,
    `Commit. ${FACTS}I would class Lakeridge as a develop, and nobody should count on it.`,
    `My call is to pursue Lakeridge. ${FACTS}The sensible course is to disqualify it.`,
    `| Field | Entry |\n|---|---|\n| Decision | Pursue |\n| Date | 28 August |\n\n${FACTS}\n\nSo drop it. Otieno has refused.`,
    `Pipeline. Otieno has not answered.\n\n${FACTS}\n\n| Field | Entry |\n|---|---|\n| Category | Q3 commit |`,
    `Disqualify it. ${FACTS}\n\nForecast: best case, 28 August.`,
  ])("may stand beside the first, which a judge says: %s", (reply) => {
    const { state: found, reason, evidence } = item("DR2", reply) ?? {};
    expect([found, reason]).toEqual([
      "ungraded",
      expect.stringContaining("whether these are two positions that cannot both stand"),
    ]);
    expect(evidence).toHaveLength(2);
  });

  test.each([
    `Develop it until Otieno answers. ${FACTS}If he refuses again, disqualify it.`,
    `I'd develop it. ${FACTS}With a date from Otieno, I would call it a top priority.`,
    `Last week I had it as a develop. ${FACTS}With Thursday's letter it is dead. Disqualify it.`,
    `Disqualify it. ${FACTS}Move it to nurture and reopen it when Otieno asks.`,
    `Pursue it. ${FACTS}\n\nForecast: best case until legal has the paper.`,
    `Disqualify it. ${FACTS}Wanjiru says "pursue it, it is our top priority". She cannot sign.`,
  ])("is not: %s", (reply) => {
    expect(state("DR2", reply)).not.toBe("not_met");
  });

  test.each([
    `${FACTS}One could go on and one could stop. I can live with either of them.`,
    `${FACTS}If you lean towards growth: stay. If you lean towards caution: leave. Some leaders would stay and others would leave.`,
  ])("none is taken: %s", (reply) => {
    expect(state("DR2", reply)).toBe("not_met");
  });

  test.each([
    "Disqualify it. Otieno refused in writing. Treat it as a live deal in everything but the forecast.",
    "Disqualify it on paper, but keep the team on it. Otieno refused.",
    "Disqualify it. Otieno refused. In reality you should still chase it, Wanjiru is strong.",
    "Drop Lakeridge, Otieno refused. At the same time it is very much worth your summer.",
  ])("undoes the first: %s", (reply) => {
    expect(state("DR2", reply)).toBe("not_met");
  });

  test.each([
    "Disqualify it. Otieno refused. Both courses would be defensible, though.",
    "Disqualify it. You could argue it either way, and Otieno may change.",
    "There is something to be said for going on with Otieno and something for stopping. Disqualify it.",
    "Disqualify it. Otieno refused. It may be wise to treat it as a develop for a month.",
    "Disqualify it. Otieno refused. Run a light POC with Wanjiru to keep them warm.",
  ])("may undo the first, which a judge says: %s", (reply) => {
    expect(state("DR2", reply)).toBe("ungraded");
  });

  test.each([
    "Disqualify it. Otieno refused in writing, and both routes to him are shut.",
    "Disqualify it on paper and in the calendar today. Otieno refused.",
    'Disqualify it. They will say "it can be argued either way"; Otieno has answered.',
    "Disqualify it. Otieno refused. No POC, no proposal, no executive time.",
    "Disqualify it. Could you argue it either way? Otieno says no.",
  ])("none: %s", (reply) => {
    expect(state("DR2", reply)).toBe("met");
  });
});

describe("DR5, who does what by when", () => {
  test.each([
    ["met", "Tell Wanjiru by Friday 20 March that we stop; Otieno refused."],
    ["met", "You take Lakeridge out of the forecast by Wednesday 18 March. Otieno refused."],
    ["ungraded", "Otieno refused. You could ask Wanjiru on Friday what he said."],
    ["ungraded", "Otieno refused, and for Thursday, put the refusal on the first page."],
    ["not_met", "Wanjiru won over the committee on 3 March while you waited outside."],
    [
      "not_met",
      "Set against KES 41M a month the price is small, and payback comes in under three months. Otieno refused.",
    ],
    ["not_met", "Otieno refused on 12 March. Stay close to Wanjiru and keep the team engaged."],
    ["not_met", "Thank you for the clear note on Otieno, and enjoy the call tomorrow!"],
  ])("%s: %s", (due, reply) => {
    expect(state("DR5", reply)).toBe(due);
  });
});

describe("DR6, cheering", () => {
  test.each([
    "Disqualify it. Otieno refused. Have a great meeting!",
    "Disqualify it. Otieno refused. You'll be fine.",
    "Good for you for checking first. Otieno refused.",
    "A truly impressive account, and outstanding progress with Wanjiru. Pursue it.",
    "Pursue it. I wish you every success with Otieno.",
    "Pursue it. There is every reason to be proud of Lakeridge.",
  ])("not met: %s", (reply) => {
    expect(state("DR6", reply)).toBe("not_met");
  });

  test.each([
    "On paper this might be a good one. Otieno refused, so drop it.",
    "Disqualify it. Otieno refused. Tell Wanjiru that you wish her well only after the call on Friday.",
    "You'll be fine if Otieno signs by Friday; if not, drop it.",
    "It would do good if you asked Otieno again in May. Until then, drop it.",
  ])("met: %s", (reply) => {
    expect(state("DR6", reply)).toBe("met");
  });
});
