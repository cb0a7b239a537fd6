import { describe, expect, test } from "vitest";
import type { GoldVerdict } from "../../src/records/decision.ts";
import type { ReplyVerdict } from "../../src/records/grade.ts";
import { deals, modelOf, type Reply } from "./build.ts";

describe("verdicts", () => {
  test.each<[GoldVerdict, ReplyVerdict, string | undefined, number]>([
    ["disqualify", "pursue", "false_pursue", 5],
    ["disqualify", "develop", "soft_pursue", 3],
    ["disqualify", "no_verdict", "evasion", 3],
    ["disqualify", "disqualify", undefined, 0],
    ["develop_medium", "pursue", "over_reach", 3],
    ["develop_medium", "disqualify", "false_kill", 3],
    ["develop_medium", "no_verdict", "evasion", 1],
    ["develop_medium", "develop", undefined, 0],
    ["pursue_high", "develop", "over_caution", 2],
    ["pursue_high", "disqualify", "false_kill", 4],
    ["pursue_high", "no_verdict", "evasion", 3],
    ["pursue_high", "pursue", undefined, 0],
  ])("%s answered %s is called %s and costs %d", (gold, said, name, cost) => {
    const { verdicts } = modelOf([{ id: "a", gold, said }]);
    expect(verdicts.errors).toEqual(
      name ? [{ name, count: 1, samples: [{ scenario: "a", repeat: 1 }] }] : [],
    );
    expect(verdicts.meanCost).toBe(cost);
    expect(verdicts.matrix).toEqual([{ gold, said, count: 1, samples: [{ scenario: "a", repeat: 1 }] }]);
  });

  test("an acceptable alternate is no error and costs nothing, but is not its gold class", () => {
    const { verdicts } = modelOf([
      { id: "a", gold: "disqualify", said: "develop", acceptable: ["disqualify", "develop_medium"] },
      ...deals(1, "develop_medium", "develop"),
      ...deals(1, "pursue_high", "pursue"),
    ]);
    expect(verdicts).toMatchObject({ errors: [], meanCost: 0, right: { value: 1 } });
    expect(verdicts.macroRecall).toBeCloseTo(2 / 3, 12);
  });

  test("no verdict yet is right where the call is provisional, and evasion where it is not", () => {
    const { verdicts } = modelOf([
      { id: "a", gold: "develop_medium", said: "no_verdict", provisional: true },
      { id: "b", gold: "develop_medium", said: "no_verdict" },
    ]);
    expect(verdicts.errors).toEqual([{ name: "evasion", count: 1, samples: [{ scenario: "b", repeat: 1 }] }]);
    expect(verdicts.right).toMatchObject({ value: 0.5, n: 2, families: 2 });
  });

  test("a deal dropped and still given resources is a leak, also where dropping was right", () => {
    const { verdicts } = modelOf([{ id: "a", gold: "disqualify", said: "disqualify", leak: true }]);
    expect(verdicts.errors).toEqual([{ name: "leak", count: 1, samples: [{ scenario: "a", repeat: 1 }] }]);
  });

  test("doubtful and conflicting verdicts are left to a judge and are in no share", () => {
    const { verdicts } = modelOf([
      { id: "a", gold: "disqualify", said: "needs_judge" },
      { id: "b", gold: "disqualify", said: "conflict" },
      { id: "c", gold: "disqualify", said: "disqualify" },
      { id: "d", gold: "disqualify", outcome: "error" },
    ]);
    expect(verdicts).toMatchObject({
      expected: 4,
      answered: 1,
      needsJudge: 2,
      meanCost: 0,
      macroRecall: null,
    });
    expect(verdicts.right).toEqual({ value: 1, reason: expect.stringContaining("one family") });
    expect(verdicts.matrix.map(({ said, count }) => [said, count])).toEqual([
      ["disqualify", 1],
      ["conflict", 1],
      ["needs_judge", 1],
    ]);
  });

  test("scenarios that ask for no verdict are not expected to give one", () => {
    const { verdicts } = modelOf([
      { id: "a", gold: "pursue_high", said: "no_verdict", verdictExpected: false },
    ]);
    expect(verdicts).toMatchObject({ expected: 0, answered: 0, needsJudge: 0, matrix: [], errors: [] });
  });

  test.each<ReplyVerdict>(["disqualify", "develop", "pursue"])(
    "always answering %s lands at a macro-recall of exactly 1/3, however the classes are mixed",
    (said) => {
      const replies = [
        ...deals(26, "pursue_high", said),
        ...deals(38, "develop_medium", said),
        ...deals(30, "disqualify", said),
        ...deals(2, "disqualify", said, "alternate").map((reply) => ({
          ...reply,
          acceptable: ["disqualify" as const, "develop_medium" as const],
        })),
      ];
      expect(modelOf(replies).verdicts.macroRecall).toBe(1 / 3);
    },
  );

  test("repeats are averaged within their deal first", () => {
    const repeated = [1, 2, 3].map((repeat) => ({
      id: "a",
      gold: "disqualify" as const,
      said: "pursue" as const,
      repeat,
    }));
    const { right } = modelOf([...repeated, ...deals(1, "disqualify", "disqualify")]).verdicts;
    expect(right).toMatchObject({ value: 0.5, n: 2, families: 2 });
  });

  test("the last turn's verdict counts where a reply changes its mind", () => {
    const swayed = modelOf([{ id: "a", gold: "disqualify", earlier: ["disqualify"], said: "pursue" }]);
    expect(swayed.verdicts.errors).toMatchObject([{ name: "false_pursue" }]);
  });
});

describe("contrast pairs", () => {
  test("hold only when both members are right in every repeat", () => {
    const { pairs, pairConsistency } = modelOf([
      member("a", "disqualify"),
      member("b", "pursue"),
      member("a", "disqualify", "cp2"),
      member("b", "disqualify", "cp2"),
    ]);
    expect(pairs).toEqual([
      {
        family: "cp1",
        flipField: "eb",
        a: { scenario: "cp1-a", right: true },
        b: { scenario: "cp1-b", right: true },
        consistent: true,
        complete: true,
      },
      {
        family: "cp2",
        flipField: "eb",
        a: { scenario: "cp2-a", right: true },
        b: { scenario: "cp2-b", right: false },
        consistent: false,
        complete: true,
      },
    ]);
    expect(pairConsistency).toBe(0.5);
  });

  test("one wrong repeat breaks a pair", () => {
    const { pairs } = modelOf([
      member("a", "disqualify"),
      member("b", "pursue"),
      member("a", "develop", "cp1", 2),
      member("b", "pursue", "cp1", 2),
    ]);
    expect(pairs).toMatchObject([{ a: { right: false }, b: { right: true }, consistent: false }]);
  });

  test("are told of neither way when a repeat could not be read", () => {
    const { pairs, pairConsistency } = modelOf([member("a", "needs_judge"), member("b", "disqualify")]);
    expect(pairs).toMatchObject([
      { a: { right: null }, b: { right: false }, consistent: null, complete: true },
    ]);
    expect(pairConsistency).toBeNull();
  });

  test("are not complete where a member has no reply to read", () => {
    const { pairs } = modelOf([{ ...member("a", "disqualify"), outcome: "error" }, member("b", "pursue")]);
    expect(pairs).toMatchObject([{ consistent: null, complete: false }]);
  });

  test("need both members in the run", () => {
    expect(modelOf([member("a", "disqualify")])).toMatchObject({ pairs: [], pairConsistency: null });
  });
});

function member(role: "a" | "b", said: ReplyVerdict, family = "cp1", repeat = 1): Reply {
  return {
    id: `${family}-${role}`,
    gold: role === "a" ? "disqualify" : "pursue_high",
    said,
    role,
    family,
    repeat,
  };
}
