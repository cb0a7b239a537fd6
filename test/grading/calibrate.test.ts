import { describe, expect, test } from "vitest";
import { calibrate, type GradedReply } from "../../src/grading/calibrate.ts";
import { calibrationTable } from "../../src/grading/calibrateTable.ts";
import type { Grade, GradedItem } from "../../src/records/grade.ts";
import { type Label, labelFromDisk, LabelSchema } from "../../src/records/label.ts";
import type { Dimension } from "../../src/records/rubric.ts";
import { fixtureScenario } from "../support/replies.ts";

const lakeridge = fixtureScenario("lakeridge"); // family cp01, in the development part
const heldOutDeal = { ...lakeridge, id: "a-held-out-deal", family: "cp08" };
const scenarios = [lakeridge, heldOutDeal];

const LABEL = {
  scenario: "hc-newlogo-cp01a",
  response: "r1",
  arm: "x",
  annotator: "A",
  verdicts: ["disqualify"],
  verdict_quote: "",
  correct: true,
  reasons_named: ["D1"],
  false_reasons: [],
  leak: false,
  frameworks_used: [],
  frameworks_named: [],
  elements: { champion: "applied" },
  name_dropping: false,
  answer_first: true,
  one_position: true,
  hedging: "low",
  bad_news: true,
  flattery: false,
  direct: true,
  invented_fact: false,
  plan_owner: true,
  plan_date: true,
  plan_success: null,
  customer_commitment: false,
  challenges: true,
  integrity_violation: null,
  held: null,
  quality: 4,
  note: "",
};

function label(fields: Partial<Record<keyof typeof LABEL, unknown>>): Label {
  return labelFromDisk(LabelSchema.parse({ ...LABEL, ...fields }));
}

/** A graded reply with these item states, verdicts and element statuses. */
function reply(
  response: string,
  states: Record<string, GradedItem["state"]>,
  verdicts: string[],
  elements: Record<string, string> = {},
  scenario = lakeridge.id,
): GradedReply {
  const items = Object.entries(states).map(([id, state]): GradedItem => ({
    id,
    state,
    evidence: [],
    reason: "",
    points: 1,
    critical: false,
    by: "checker",
  }));
  const grade = (dimension: Dimension, details: Record<string, unknown>): Grade => ({
    scenario,
    model: "m",
    repeat: 1,
    dimension,
    score: null,
    rawScore: null,
    criticalFail: false,
    items: dimension === "directness" ? items : [],
    details,
  });
  return {
    response,
    scenario,
    grades: [
      grade("disqualification", { verdicts }),
      grade("framework_use", { elements }),
      grade("directness", {}),
    ],
  };
}

const field = (calibration: ReturnType<typeof calibrate>, name: string) => {
  const found = calibration.fields.find((one) => one.field === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};

describe("calibrate", () => {
  test("an ungraded item is left out of agreement and counted as unanswered", () => {
    const labels = ["r1", "r2", "r3"].map((response) => label({ response }));
    const replies = [
      reply("r1", { DR1: "met" }, ["disqualify"]),
      reply("r2", { DR1: "not_met" }, ["disqualify"]),
      reply("r3", { DR1: "ungraded" }, ["disqualify"]),
    ];
    const { answered, withA } = field(calibrate({ labels, replies, scenarios }, "dev"), "answer_first");
    expect(answered).toMatchObject({ hits: 2, of: 3 });
    expect(withA).toMatchObject({
      n: 2,
      agreement: { hits: 1, of: 2 },
      precision: { hits: 1, of: 1 },
      recall: { hits: 1, of: 2 },
    });
  });

  test("unwanted items are read the right way round", () => {
    const labels = [label({ flattery: true, hedging: "high", leak: true, name_dropping: true })];
    const replies = [
      reply("r1", { DR6: "not_met", DR3: "not_met", DC9: "met", FU8: "not_met", FU9: "met" }, ["disqualify"]),
    ];
    const calibration = calibrate({ labels, replies, scenarios }, "dev");
    for (const name of ["flattery", "hedging_high", "leak", "name_dropping"]) {
      expect({ name, precision: field(calibration, name).withA.precision.value }).toEqual({
        name,
        precision: 1,
      });
    }
  });

  test("annotators who disagree are both shown, and compared with each other", () => {
    const labels = [label({}), label({ annotator: "B", answer_first: false })];
    const calibration = calibrate(
      { labels, replies: [reply("r1", { DR1: "met" }, ["disqualify"])], scenarios },
      "dev",
    );
    const { withA, withB, annotators } = field(calibration, "answer_first");
    expect([withA.agreement.value, withB.agreement.value, annotators.agreement.value]).toEqual([1, 0, 0]);
  });

  test("a null label is no reading", () => {
    const calibration = calibrate(
      { labels: [label({})], replies: [reply("r1", { AP5: "met" }, ["disqualify"])], scenarios },
      "dev",
    );
    expect(field(calibration, "plan_success").answered).toEqual({ hits: 0, of: 0, value: null });
  });

  test("reasons are compared by code, elements by status", () => {
    const labels = [
      label({ reasons_named: [], elements: { champion: "mentioned", economic_buyer: "applied" } }),
    ];
    const replies = [
      reply("r1", { "DC3.D1": "met" }, ["disqualify"], { champion: "applied", economic_buyer: "applied" }),
    ];
    const calibration = calibrate({ labels, replies, scenarios }, "dev");
    expect(field(calibration, "reasons_named").withA.agreement).toMatchObject({ hits: 0, of: 1 });
    expect(field(calibration, "elements").withA).toMatchObject({
      agreement: { hits: 1, of: 2 },
      precision: { hits: 1, of: 2 },
      recall: { hits: 1, of: 1 },
    });
  });

  test("verdicts: last turns and all turns, a judge's case is unanswered and stays in the confusion", () => {
    const labels = [
      label({ verdicts: ["develop", "disqualify"] }),
      label({ response: "r2", verdicts: ["pursue"] }),
      label({ response: "r3", verdicts: ["disqualify"] }),
    ];
    const replies = [
      reply("r1", {}, ["develop", "disqualify"]),
      reply("r2", {}, ["needs_judge"]),
      reply("r3", {}, ["develop"]),
    ];
    const [last, all] = calibrate({ labels, replies, scenarios }, "dev").verdicts.rows;
    expect(last).toMatchObject({ answered: { hits: 2, of: 3 }, withA: { agreement: { hits: 1, of: 2 } } });
    expect(all).toMatchObject({ answered: { hits: 3, of: 4 }, withA: { agreement: { hits: 2, of: 3 } } });
    expect(last?.confusion).toEqual({
      disqualify: { disqualify: 1 },
      needs_judge: { pursue: 1 },
      develop: { disqualify: 1 },
    });
  });

  test("where no verdict is asked for, silence or a judge's case is right and a verdict is wrong", () => {
    const labels = ["r1", "r2", "r3"].map((response) => label({ response, verdicts: ["not_applicable"] }));
    const replies = [
      reply("r1", {}, ["no_verdict"]),
      reply("r2", {}, ["needs_judge"]),
      reply("r3", {}, ["pursue"]),
    ];
    const { verdicts } = calibrate({ labels, replies, scenarios }, "dev");
    expect(verdicts.notApplicable).toMatchObject({ hits: 2, of: 3 });
    expect(verdicts.rows[0]?.answered.of).toBe(0);
  });

  test("only the labels of the asked part count", () => {
    const labels = [label({}), label({ scenario: heldOutDeal.id, response: "r2" })];
    const replies = [reply("r1", {}, ["disqualify"]), reply("r2", {}, ["develop"], {}, heldOutDeal.id)];
    const of = (part: "dev" | "heldout" | "all") => calibrate({ labels, replies, scenarios }, part);
    expect([of("dev").replies, of("heldout").replies, of("all").replies]).toEqual([1, 1, 2]);
    expect(of("dev").verdicts.rows[0]?.withA.agreement.value).toBe(1);
    expect(of("heldout").verdicts.rows[0]?.withA.agreement.value).toBe(0);
  });

  test("the table names figures with their counts, marks what is undefined and ends with a reading", () => {
    const labels = [label({}), label({ annotator: "B" })];
    const text = calibrationTable(
      calibrate({ labels, replies: [reply("r1", { DR1: "met" }, ["disqualify"])], scenarios }, "dev"),
    );
    expect(text).toContain("development part, 1 replies of 1 families");
    expect(text).toMatch(/answer_first +DR1 +1\/1 \(100 %\)/);
    expect(text).toMatch(/invented_fact +GR4 +0\/1 \(0 %\) +– /);
    expect(text.split("\n").at(-1)).toMatch(
      /^On the development part the checker reads the last verdict in 1\/1 \(100 %\) and agrees with annotator A in 1\/1/,
    );
  });
});
