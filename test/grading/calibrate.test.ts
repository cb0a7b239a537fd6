import { describe, expect, test } from "vitest";
import { calibrate, type GradedReply } from "../../src/grading/calibrate.ts";
import { assess, recordOf } from "../../src/grading/calibrateReliability.ts";
import { calibrationTable } from "../../src/grading/calibrateTable.ts";
import {
  calibrationFromDisk,
  CalibrationSchema,
  calibrationToDisk,
  reliabilityOf,
} from "../../src/records/calibration.ts";
import type { Grade, GradedItem } from "../../src/records/grade.ts";
import {
  type ItemLabel,
  itemLabelFromDisk,
  ItemLabelSchema,
  type Label,
  labelFromDisk,
  LabelSchema,
} from "../../src/records/label.ts";
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

function itemLabel(fields: Record<string, unknown>): ItemLabel {
  return itemLabelFromDisk(
    ItemLabelSchema.parse({ response: "r1", scenario: lakeridge.id, annotator: "kim", ...fields }),
  );
}

/** A graded reply with these item states and verdicts. */
function reply(
  response: string,
  states: Record<string, GradedItem["state"]>,
  verdicts: string[],
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
    grades: [grade("disqualification", { verdicts }), grade("directness", {})],
    judged: null,
  };
}

/** Calibrates these labels on the development part. */
function calibrated(
  labels: readonly Label[],
  replies: readonly GradedReply[],
  items: readonly ItemLabel[] = [],
  part: Parameters<typeof calibrate>[1] = "dev",
) {
  return calibrate({ labels: { replies: labels, items }, replies, scenarios, decisions: {} }, part);
}

type Calibrated = ReturnType<typeof calibrated>;

function rowOf(calibration: Calibrated, item: string, by = "checker") {
  const found = calibration.items.find((one) => one.item === item && one.by === by);
  if (!found) throw new Error(`no item ${item} by ${by}`);
  return found;
}

function against(calibration: Calibrated, item: string, annotator = "A", by = "checker") {
  const found = rowOf(calibration, item, by).against.find((one) => one.annotator === annotator);
  if (!found) throw new Error(`${item} was not held against ${annotator}`);
  return found;
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Labels by A and graded replies on DR1: pairs of what the checker says and what A says, each so many times. */
function directness(counts: { both: number; checkerOnly: number; labelOnly: number; neither: number }) {
  const { both, checkerOnly, labelOnly, neither } = counts;
  const pairs = [
    ...times(both, () => [true, true] as const),
    ...times(checkerOnly, () => [true, false] as const),
    ...times(labelOnly, () => [false, true] as const),
    ...times(neither, () => [false, false] as const),
  ];
  return calibrated(
    pairs.map(([, said], index) => label({ response: `r${index}`, answer_first: said })),
    pairs.map(([read], index) => reply(`r${index}`, { DR1: read ? "met" : "not_met" }, ["disqualify"])),
  );
}

describe("calibrate", () => {
  test("an ungraded item is left out of agreement and counted as unanswered", () => {
    const calibration = calibrated(
      ["r1", "r2", "r3"].map((response) => label({ response })),
      [
        reply("r1", { DR1: "met" }, ["disqualify"]),
        reply("r2", { DR1: "not_met" }, ["disqualify"]),
        reply("r3", { DR1: "ungraded" }, ["disqualify"]),
      ],
    );
    expect(against(calibration, "DR1")).toMatchObject({
      answered: { hits: 2, of: 3 },
      n: 2,
      confusion: { met: { met: 1 }, not_met: { met: 1 } },
      agreement: { hits: 1, of: 2 },
      sensitivity: { hits: 1, of: 2 },
      specificity: { hits: 0, of: 0, value: null, low: null },
      precision: { hits: 1, of: 1 },
    });
  });

  test("sensitivity, specificity, κ and AC1 are those of the table, with intervals", () => {
    // po = 0.7, pe = 0.5.
    const figures = against(directness({ both: 20, checkerOnly: 5, labelOnly: 10, neither: 15 }), "DR1");
    expect(figures.sensitivity).toMatchObject({ hits: 20, of: 30 });
    expect(figures.specificity).toMatchObject({ hits: 15, of: 20 });
    expect(figures.sensitivity.low).toBeCloseTo(0.488, 3);
    expect(figures.kappa?.value).toBeCloseTo(0.4, 10);
    expect(figures.kappa?.low).toBeLessThan(0.4);
    // Chance for AC1: π = (25/50 + 30/50)/2 = 0.55, 2·0.55·0.45 = 0.495; (0.7 − 0.495)/(1 − 0.495).
    expect(figures.ac1?.value).toBeCloseTo(0.205 / 0.505, 10);
  });

  test("unwanted things are read the right way round", () => {
    const calibration = calibrated(
      [label({ flattery: true, hedging: "high", leak: true, name_dropping: true })],
      [
        reply("r1", { DR6: "not_met", DR3: "not_met", DC9: "met", FU8: "not_met", FU9: "met" }, [
          "disqualify",
        ]),
      ],
    );
    for (const item of ["DR6", "DR3", "DC9", "FU8/FU9"])
      expect({ item, agrees: against(calibration, item).agreement.value }).toEqual({ item, agrees: 1 });
  });

  test("annotators who disagree are both shown, and compared with each other", () => {
    const calibration = calibrated(
      [label({}), label({ annotator: "B", answer_first: false })],
      [reply("r1", { DR1: "met" }, ["disqualify"])],
    );
    expect(["A", "B"].map((name) => against(calibration, "DR1", name).agreement.value)).toEqual([1, 0]);
    expect(rowOf(calibration, "DR1").between).toMatchObject([
      { first: "A", second: "B", n: 1, agreement: { value: 0 } },
    ]);
  });

  test("a null label is no reading", () => {
    const calibration = calibrated([label({})], [reply("r1", { AP5: "met" }, ["disqualify"])]);
    expect(calibration.items.map(({ item }) => item)).not.toContain("AP5");
  });

  test("reasons are compared by code, elements by name", () => {
    const calibration = calibrated(
      [label({ reasons_named: [], elements: { champion: "mentioned", economic_buyer: "applied" } })],
      [reply("r1", { "DC3.D1": "met", "FU2.champion": "met", "FU2.economic_buyer": "met" }, ["disqualify"])],
    );
    expect(against(calibration, "DC3").agreement).toMatchObject({ hits: 0, of: 1 });
    expect(against(calibration, "FU2")).toMatchObject({
      agreement: { hits: 1, of: 2 },
      precision: { hits: 1, of: 2 },
    });
  });

  test("verdicts: last turns and all turns, a judge's case is unanswered and stays in the confusion", () => {
    const [last, all] = calibrated(
      [
        label({ verdicts: ["develop", "disqualify"] }),
        label({ response: "r2", verdicts: ["pursue"] }),
        label({ response: "r3", verdicts: ["disqualify"] }),
      ],
      [
        reply("r1", {}, ["develop", "disqualify"]),
        reply("r2", {}, ["needs_judge"]),
        reply("r3", {}, ["develop"]),
      ],
    ).verdicts.rows;
    expect(last?.against[0]).toMatchObject({
      answered: { hits: 2, of: 3 },
      agreement: { hits: 1, of: 2 },
      confusion: { disqualify: { disqualify: 1 }, develop: { disqualify: 1 } },
    });
    expect(all?.against[0]).toMatchObject({
      answered: { hits: 3, of: 4 },
      agreement: { hits: 2, of: 3 },
    });
    expect(last?.unanswered).toEqual({ needs_judge: { pursue: 1 } });
  });

  test("where no verdict is asked for, silence or a judge's case is right and a verdict is wrong", () => {
    const { verdicts } = calibrated(
      ["r1", "r2", "r3"].map((response) => label({ response, verdicts: ["not_applicable"] })),
      [reply("r1", {}, ["no_verdict"]), reply("r2", {}, ["needs_judge"]), reply("r3", {}, ["pursue"])],
    );
    expect(verdicts.notApplicable).toMatchObject({ hits: 2, of: 3 });
    expect(verdicts.rows[0]?.against[0]?.answered.of).toBe(0);
  });

  test("only the labels of the asked part count", () => {
    const labels = [label({}), label({ scenario: heldOutDeal.id, response: "r2" })];
    const replies = [reply("r1", {}, ["disqualify"]), reply("r2", {}, ["develop"], heldOutDeal.id)];
    const of = (part: "dev" | "heldout" | "all") => calibrated(labels, replies, [], part);
    expect([of("dev").replies, of("heldout").replies, of("all").replies]).toEqual([1, 1, 2]);
    expect(of("dev").verdicts.rows[0]?.against[0]?.agreement.value).toBe(1);
    expect(of("heldout").verdicts.rows[0]?.against[0]?.agreement.value).toBe(0);
  });

  test("labels of single items join; unsure ones and those picked for their grade are in no figure", () => {
    const replies = times(4, (index) =>
      reply(`r${index}`, { DR1: "met", "DC5.F1": "not_met" }, ["disqualify"]),
    );
    const calibration = calibrated([label({ response: "r0" })], replies, [
      itemLabel({ response: "r0", item: "DR1", state: "not_met" }),
      itemLabel({ response: "r1", item: "DR1", state: "met" }),
      itemLabel({ response: "r1", item: "DC5.F1", state: "not_met" }),
      itemLabel({ response: "r2", item: "DR1", state: "unsure" }),
      itemLabel({
        response: "r3",
        item: "DR1",
        state: "not_met",
        annotator: "reader",
        sample: "disagreement",
      }),
    ]);
    expect(calibration.annotators).toEqual(["A", "kim"]);
    expect(against(calibration, "DR1", "kim")).toMatchObject({ n: 2, agreement: { hits: 1 } });
    expect(against(calibration, "DC5", "kim")).toMatchObject({ n: 1, agreement: { hits: 1 } });
    expect(rowOf(calibration, "DR1").between).toMatchObject([{ first: "A", second: "kim", n: 1 }]);
    expect(calibration.setAside).toEqual({ unsure: 1, disagreements: 1 });
  });

  test("a judge is held against the labels apart, and against the checker where both answer", () => {
    const base = reply("r1", { DR1: "met" }, ["needs_judge"]);
    const judged = reply("r1", { DR1: "not_met", DR4: "met" }, ["disqualify"]).grades.map((grade) => ({
      ...grade,
      items: grade.items.map((item) => ({ ...item, by: "judge" as const })),
      details: { ...grade.details, verdict_by: "judge" },
    }));
    const calibration = calibrated([label({})], [{ ...base, judged }]);
    expect(against(calibration, "DR1", "A", "checker").agreement.hits).toBe(1);
    expect(against(calibration, "DR1", "A", "judge").agreement.hits).toBe(0);
    expect(against(calibration, "DR4", "A", "judge").agreement.hits).toBe(1);
    expect(calibration.verdicts.rows.map(({ by, turns }) => `${by} ${turns}`)).toEqual([
      "checker last",
      "checker all",
      "judge last",
    ]);
    expect(calibration.verdicts.rows[2]?.against[0]).toMatchObject({ n: 1, agreement: { hits: 1 } });
    expect(calibration.checkerAgainstJudge).toEqual([{ item: "DR1", differ: { hits: 1, of: 1, value: 1 } }]);
  });
});

const stateOf = (counts: Parameters<typeof directness>[0]) =>
  assess(rowOf(directness(counts), "DR1").against);

describe("reliability", () => {
  test("an item is sound from κ 0.6 on, weak below", () => {
    expect(stateOf({ both: 25, checkerOnly: 2, labelOnly: 3, neither: 20 })).toMatchObject({
      state: "sound",
    });
    const weak = stateOf({ both: 20, checkerOnly: 5, labelOnly: 10, neither: 15 });
    expect(weak).toEqual({ state: "weak", why: "κ 0.40 with A on 50 readings, below 0.6." });
  });

  test("one annotator who disagrees makes it weak", () => {
    const labels = times(40, (index) => [
      label({ response: `r${index}`, answer_first: index < 20 }),
      label({ response: `r${index}`, annotator: "B", answer_first: index % 2 === 0 }),
    ]).flat();
    const replies = times(40, (index) =>
      reply(`r${index}`, { DR1: index < 20 ? "met" : "not_met" }, ["disqualify"]),
    );
    expect(assess(rowOf(calibrated(labels, replies), "DR1").against)).toMatchObject({
      state: "weak",
      why: expect.stringContaining("with B"),
    });
  });

  test("few readings, one kind of answer only, or none at all are unproven and say why", () => {
    expect(stateOf({ both: 10, checkerOnly: 0, labelOnly: 0, neither: 9 }).why).toContain("19 readings");
    expect(stateOf({ both: 40, checkerOnly: 0, labelOnly: 0, neither: 0 }).why).toContain("κ is undefined");
    expect(stateOf({ both: 40, checkerOnly: 1, labelOnly: 0, neither: 1 })).toEqual({
      state: "unproven",
      why: "A gives the rarer answer in 2 of 42 readings; fewer than 5 prove nothing.",
    });
    const none = calibrated([label({})], [reply("r1", {}, ["disqualify"])]);
    expect(assess(rowOf(none, "DR1").against).why).toBe("The grader gave none of the readings that A gave.");
  });

  test("what is written can be read, and asked for an item, a subject or a member of a pair", () => {
    const made = { measuredOn: "2026-11-26", gradersSha256: "a".repeat(64), judge: null };
    const record = recordOf(directness({ both: 20, checkerOnly: 5, labelOnly: 10, neither: 15 }), made);
    const read = calibrationFromDisk(
      CalibrationSchema.parse(JSON.parse(JSON.stringify(calibrationToDisk(record)))),
    );
    expect(read).toEqual(record);
    expect(read.note).toContain("development part");
    expect(reliabilityOf(read, "DR1").state).toBe("weak");
    expect(reliabilityOf(read, "DR1", "judge").state).toBe("unproven");
    expect(reliabilityOf(read, "DC3.D1").why).toContain("none of the readings");
    expect(reliabilityOf(read, "FU9").why).toContain("none of the readings");
    expect(reliabilityOf(read, "AP8").why).toBe("No label was held against it.");
    expect(reliabilityOf(null, "DR1").state).toBe("unproven");
  });
});

test("the table names figures with their counts, marks what is undefined and ends with a reading", () => {
  const text = calibrationTable(
    calibrated([label({}), label({ annotator: "B" })], [reply("r1", { DR1: "met" }, ["disqualify"])]),
  );
  expect(text).toContain("development part, 1 replies of 1 families; annotators A, B.");
  expect(text).toMatch(/DR1 +checker +1\/1 +1\/1 +– .* unproven/);
  expect(text).toMatch(/GR4 +checker +0\/1 +– /);
  expect(
    Math.max(
      ...text
        .split("\n")
        .slice(0, -1)
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(130);
  expect(text.split("\n").at(-1)).toMatch(
    /^On the development part the checker reads the last verdict in 1\/1 \(100 %\) and agrees with A in 1\/1/,
  );
});
