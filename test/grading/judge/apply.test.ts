import { describe, expect, test } from "vitest";
import { applyAnswers, byQuestion, judgingOf, mergeVotes } from "../../../src/grading/judge/apply.ts";
import { scoreItems } from "../../../src/grading/score.ts";
import type { Grade } from "../../../src/records/grade.ts";
import type { Dimension } from "../../../src/records/rubric.ts";
import { type Case, caseFor, caseOf, type Said, sheetFor, votesOf } from "./sheets.ts";
import { fixtureScenario } from "../../support/replies.ts";

const UNCLEAR = "Most managers would kill this one. I wouldn't. Bring me **Otieno's** own words by Friday.";
const yes = (quote: string): Said => ({ met: true, quote });
const NO: Said = { met: false };

function judge(built: Case, dimension: Dimension, said: Record<string, Said | Said[]>): Grade {
  const sheet = sheetFor(built, dimension);
  return applyAnswers(sheet, votesOf(sheet, said), built.gold);
}

function item(grade: Grade, id: string) {
  const found = grade.items.find((one) => one.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

describe("a judge's answer", () => {
  const built = caseOf("lakeridge", UNCLEAR);

  test("grades its item: by a judge, with the quoted words as they stand in the reply", () => {
    const dr4 = item(judge(built, "directness", { DR4: yes("Bring me Otieno's own words") }), "DR4");
    expect(dr4).toMatchObject({ state: "met", by: "judge", points: 3, critical: true });
    const [evidence] = dr4.evidence;
    expect(evidence?.quote).toBe("Bring me **Otieno's** own words");
    expect(UNCLEAR.slice(evidence?.start, evidence?.end)).toBe(evidence?.quote);
  });

  test("of not met needs nothing to quote", () => {
    expect(item(judge(built, "directness", { DR4: NO }), "DR4")).toMatchObject({
      state: "not_met",
      evidence: [],
    });
  });

  test("fault 16, 17: that is void leaves the item ungraded, with its cause", () => {
    const failure = 'judge: quote not found in the reply: "x"';
    expect(item(judge(built, "directness", { DR4: { failure } }), "DR4")).toMatchObject({
      state: "ungraded",
      by: "judge",
      reason: failure,
    });
  });

  test("that is missing leaves the item as it was", () => {
    const before = built.grades.find(({ dimension }) => dimension === "directness");
    const after = judge(built, "directness", { DR8: NO });
    expect(item(after, "DR4")).toEqual(before && item(before, "DR4"));
  });

  test("never touches what code has settled", () => {
    const before = built.grades.find(({ dimension }) => dimension === "directness") as Grade;
    const settled = before.items.filter(({ state }) => state !== "ungraded");
    const sheet = sheetFor(built, "directness");
    const all = Object.fromEntries(sheet.questions.map(({ item: id }) => [id, NO]));
    const after = judge(built, "directness", all);
    expect(after.items.filter(({ by }) => by === "checker")).toEqual(settled);
  });

  test("is scored as any other, critical lines included", () => {
    const after = judge(built, "directness", { DR4: NO, DR9: yes("Most managers would kill this one") });
    expect(after).toMatchObject(scoreItems(after.items));
    expect(after.criticalFail).toBe(true);
    expect(item(after, "DR9")).toMatchObject({ state: "met", points: -3 });
    const better = judge(built, "directness", { DR4: yes("I wouldn't"), DR9: NO });
    expect(better.score ?? 0).toBeGreaterThan(after.score ?? 1);
  });
});

describe("a stance that code could not tell", () => {
  const built = caseOf("lakeridge", UNCLEAR);
  const stance = (said: Record<string, Said | Said[]>) => judge(built, "disqualification", said);
  const NONE = { "STANCE.pursue": NO, "STANCE.develop": NO, "STANCE.disqualify": NO };

  test("is concluded from what the judge reads, against the gold that it never saw", () => {
    const grade = stance({ ...NONE, "STANCE.develop": yes("I wouldn't. Bring me Otieno's own words") });
    expect(item(grade, "DC1")).toMatchObject({ state: "not_met", by: "judge" });
    expect(item(grade, "DC1").evidence[0]?.quote).toContain("Bring me");
    expect(item(grade, "DC2").state).toBe("not_met");
    expect(item(grade, "DC8").state).toBe("not_met");
    expect(item(grade, "DC9").state).toBe("n/a");
    expect(grade.details).toMatchObject({ verdicts: ["develop"], verdict_by: "judge" });
    expect(grade.criticalFail).toBe(true);
  });

  test("that is right leaves its own line and the leak to the judge's answers", () => {
    const grade = stance({
      ...NONE,
      "STANCE.disqualify": yes("would kill this one"),
      DC7: yes("by Friday"),
      DC8: yes("Bring me Otieno's own words by Friday"),
      DC9: NO,
      DC10: NO,
    });
    const states = Object.fromEntries(grade.items.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({
      DC1: "met",
      DC2: "met",
      DC7: "n/a",
      DC8: "met",
      DC9: "not_met",
      DC10: "n/a",
    });
    expect(grade.details["verdicts"]).toEqual(["disqualify"]);
  });

  test("is no verdict where the judge finds none, and ungraded where it finds two or an answer is void", () => {
    expect(item(stance(NONE), "DC1")).toMatchObject({ state: "not_met", by: "judge" });
    expect(stance(NONE).details["verdicts"]).toEqual(["no_verdict"]);
    const two = stance({
      ...NONE,
      "STANCE.pursue": yes("I wouldn't"),
      "STANCE.disqualify": yes("kill this one"),
    });
    expect(item(two, "DC1")).toMatchObject({
      state: "ungraded",
      reason: "judge: found pursue and disqualify in one reply",
    });
    expect(two.details["verdicts"]).toEqual(["needs_judge"]);
    const failure = "judge: refused to answer";
    expect(item(stance({ ...NONE, "STANCE.pursue": { failure } }), "DC1")).toMatchObject({
      state: "ungraded",
      reason: failure,
    });
  });

  test("stays open until all its questions are answered", () => {
    const grade = stance({ "STANCE.pursue": NO, "STANCE.develop": yes("I wouldn't") });
    expect(item(grade, "DC1")).toMatchObject({ state: "ungraded", by: "checker" });
    expect(item(grade, "DC1").reason).toMatch(/^needs judge/);
  });

  test("is asked for in the same words when its answers are in", () => {
    const sheet = sheetFor(built, "disqualification");
    const judged = stance({ ...NONE, "STANCE.develop": yes("I wouldn't") });
    const again = caseFor(built.scenario, UNCLEAR);
    const after = sheetFor({ ...again, sheets: [{ ...sheet, grade: judged }] }, "disqualification");
    expect(after.questions).toEqual(sheet.questions);
  });
});

describe("a forecast that code could not tell", () => {
  const REPLY = "Disqualify. Otieno's office said no. About the forecast we shall see; Proof it is not.";
  const built = caseOf("lakeridge", REPLY);
  const NONE = Object.fromEntries(
    ["commit", "best_case", "pipeline", "omit", "restage"].map((name) => [`FORECAST.${name}`, NO]),
  );
  const dc11 = (said: Record<string, Said>, from = built) =>
    item(judge(from, "disqualification", { ...NONE, ...said }), "DC11");

  test("is held against the cap of the policy", () => {
    expect(built.gold.at(-1)?.forecastCap).toBe("omit");
    expect(dc11({ "FORECAST.omit": yes("Disqualify") })).toMatchObject({ state: "met", by: "judge" });
    expect(dc11({ "FORECAST.commit": yes("Disqualify") }).state).toBe("not_met");
    expect(dc11({ "FORECAST.pipeline": yes("Disqualify") }).state).toBe("not_met");
    expect(dc11({}).state).toBe("not_met");
  });

  test("may be a step below the cap, but not far below", () => {
    const scenario = fixtureScenario("lakeridge");
    scenario.facts.eb.value = "engaged";
    scenario.facts.paper_process.value = "mapped";
    const green = caseFor(scenario, REPLY);
    expect(green.gold.at(-1)?.forecastCap).toBe("best_case");
    expect(dc11({ "FORECAST.best_case": yes("Disqualify") }, green).state).toBe("met");
    expect(dc11({ "FORECAST.pipeline": yes("Disqualify") }, green).state).toBe("met");
    expect(dc11({ "FORECAST.omit": yes("Disqualify") }, green).state).toBe("not_met");
    expect(dc11({ "FORECAST.commit": yes("Disqualify") }, green).state).toBe("not_met");
  });

  test("may be a stage put back, where the policy puts it back too", () => {
    const late = fixtureScenario("lakeridge");
    late.facts.fit.value = "partial";
    late.facts.criteria.value = "informal";
    const early = caseFor(late, REPLY);
    expect(early.gold.at(-1)?.supportedStage).toBe("evaluation");
    expect(dc11({ "FORECAST.restage": yes("Proof it is not") }, early).state).toBe("met");
  });

  test("is ungraded where two categories are found", () => {
    const two = dc11({ "FORECAST.omit": yes("Disqualify"), "FORECAST.best_case": yes("Disqualify") });
    expect(two).toMatchObject({ state: "ungraded", reason: "judge: found best case and omit in one reply" });
  });
});

describe("votes", () => {
  const built = caseOf("lakeridge", UNCLEAR);
  const sheet = sheetFor(built, "directness");
  const dr4 = (votes: Said[]) => item(judge(built, "directness", { DR4: votes }), "DR4");

  test("are decided by their majority, and the reason tells how many agree", () => {
    expect(dr4([yes("I wouldn't"), NO, yes("I wouldn't")])).toMatchObject({
      state: "met",
      reason: "The judge finds this met (2 of 3 votes).",
    });
    expect(dr4([NO, NO, yes("I wouldn't")])).toMatchObject({ state: "not_met", evidence: [] });
  });

  test("that are void do not count, and a tie is no answer", () => {
    expect(dr4([{ failure: "judge: x" }, yes("I wouldn't"), { failure: "judge: x" }]).state).toBe("met");
    expect(dr4([{ failure: "judge: x" }, { failure: "judge: y" }]).reason).toBe("judge: x");
    expect(dr4([yes("I wouldn't"), NO])).toMatchObject({
      state: "ungraded",
      reason: "judge: votes are split: 1 say met, 1 say not met",
    });
  });

  test("give a flicker: the share of questions whose usable votes differ", () => {
    const votes = votesOf(sheet, {
      DR4: [yes("I wouldn't"), NO, NO],
      DR9: [NO, NO, NO],
      DR8: [NO, { failure: "judge: refused to answer" }],
    });
    const judging = judgingOf("j", [sheet], votes);
    expect(judging.flicker).toBe(0.5);
    expect(judging).toMatchObject({ model: "j", votes: 3, questions: sheet.questions.length, answered: 3 });
    expect(judging.missing).toBe(sheet.questions.length - 3);
    expect(judgingOf("j", [sheet], votesOf(sheet, { DR4: NO })).flicker).toBeNull();
  });

  test("that were void are counted by cause", () => {
    const votes = votesOf(sheet, {
      DR4: { failure: 'judge: quote not found in the reply: "a: b"' },
      DR8: { failure: 'judge: quote not found in the reply: "c"' },
      DR9: { failure: "judge: refused to answer" },
    });
    expect(judgingOf("j", [sheet], votes).void).toEqual([
      { cause: "quote not found in the reply", count: 2 },
      { cause: "refused to answer", count: 1 },
    ]);
  });

  test("once usable stand; void ones give way to a later answer", () => {
    const one = [...votesOf(sheet, { DR4: NO, DR8: { failure: "judge: x" } }).values()].flat();
    const two = [...votesOf(sheet, { DR4: yes("I wouldn't"), DR8: NO }).values()].flat();
    const merged = byQuestion(mergeVotes(one, two));
    expect([...merged.values()].flat().map(({ item: id, met }) => [id, met])).toEqual([
      ["DR4", false],
      ["DR8", false],
    ]);
  });
});
