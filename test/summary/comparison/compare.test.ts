import { describe, expect, test } from "vitest";
import type { Arm } from "../../../src/records/arm.ts";
import { armOf, comparisonOf, criterionOf, type Reply, scenarios } from "./arms.ts";

const RIGHT = () => [{}];

describe("joining", () => {
  test("a scenario that changed is set apart and is in no figure", () => {
    const a = armOf(scenarios(12, RIGHT), { scenarios: { s0: { sha256: "e".repeat(64) } } });
    const b = armOf(scenarios(12, (index) => [{ directness: index === 0 ? 0 : 1 }]));
    const comparison = comparisonOf(a, b);
    expect(comparison.apart).toEqual([{ scenario: "s0", why: "changed" }]);
    expect(comparison.paired).toBe(11);
    expect(criterionOf(comparison, "directness").difference).toBe(0);
    expect(comparison.notes.join()).toContain("1 scenario changed between the runs");
  });

  test("scenarios of one run only are named with the run", () => {
    const comparison = comparisonOf(armOf(scenarios(6, RIGHT)), armOf(scenarios(7, RIGHT)));
    expect(comparison.apart).toEqual([{ scenario: "s6", why: "only_b" }]);
  });

  test("runs without a common scenario are refused a decision", () => {
    const other = armOf([{ scenario: "x" }]);
    expect(comparisonOf(armOf(scenarios(6, RIGHT)), other).decision).toMatchObject({
      verdict: "inconclusive",
      refused: true,
    });
  });
});

describe("decisions", () => {
  test("40 identical pairs clear a margin of 0.10", () => {
    const comparison = comparisonOf(armOf(scenarios(40, RIGHT)), armOf(scenarios(40, RIGHT)));
    expect(comparison.decision.verdict).toBe("not_regressed");
    expect(criterionOf(comparison, "directness").eNonInferior).toBeGreaterThan(20);
  });

  test("15 identical pairs do not, and say how many more it takes", () => {
    const comparison = comparisonOf(armOf(scenarios(15, RIGHT)), armOf(scenarios(15, RIGHT)));
    expect(comparison.decision.verdict).toBe("inconclusive");
    expect(comparison.decision.nMore).toBeGreaterThanOrEqual(10);
  });

  test("a drop that is no chance regresses, and names where it dropped most", () => {
    const after = scenarios(40, (index) => [{ directness: index < 20 ? 0.4 : 0.9 }]);
    const comparison = comparisonOf(armOf(scenarios(40, RIGHT)), armOf(after));
    expect(comparison.decision).toMatchObject({ verdict: "regressed", regressed: ["directness"] });
    expect(comparison.headline).toBe("Regressed: directness 1.00 → 0.65.");
    expect(comparison.movers).toHaveLength(5);
    expect(comparison.movers[0]).toMatchObject({ criterion: "directness", a: 1, b: 0.4 });
  });

  test("too few pairs decide nothing, however large the drop", () => {
    const after = scenarios(4, () => [{ directness: 0 }]);
    const directness = criterionOf(comparisonOf(armOf(scenarios(4, RIGHT)), armOf(after)), "directness");
    expect(directness.verdict).toBe("inconclusive");
    expect(directness.reason).toBe("4 paired, at least 5 are needed");
  });

  test("a gain is reported", () => {
    const before = scenarios(40, (index) => [{ directness: index < 20 ? 0.4 : 0.9 }]);
    const comparison = comparisonOf(armOf(before), armOf(scenarios(40, RIGHT)));
    expect(comparison.decision).toMatchObject({ verdict: "not_regressed", improved: ["directness"] });
    expect(comparison.headline).toMatch(/^Improved/);
  });

  test("drops are corrected for the number of gating criteria", () => {
    const after = scenarios(40, (index) => [{ right: index >= 5 }]);
    const right = criterionOf(comparisonOf(armOf(scenarios(40, RIGHT)), armOf(after)), "verdict_right");
    expect(right.p).toBeCloseTo(0.5 ** 6, 10);
    expect(right.pAdjusted).toBeCloseTo(2 * 0.5 ** 6, 10);
  });

  test("repeats are averaged within their scenario before scenarios are", () => {
    const before = armOf(scenarios(10, () => [{ directness: 1 }, { directness: 0.5 }]));
    const after = armOf([
      ...scenarios(9, () => [{ directness: 1 }]),
      ...[1, 2, 3].map((repeat) => ({ scenario: "s9", repeat, directness: 0 })),
    ]);
    const { a, b, n } = criterionOf(comparisonOf(before, after), "directness");
    expect([a, b, n]).toEqual([0.75, 0.9, 10]);
  });

  test("with repeats on both sides the limit of a share is Newcombe's on the effective number of replies", () => {
    const twice = armOf(scenarios(40, () => [{}, {}]));
    const { interval } = criterionOf(comparisonOf(twice, twice), "verdict_right");
    // Wilson's lower limit of 80 of 80 at z = 1.645 is 80 / (80 + z²).
    expect(interval?.low).toBeCloseTo(80 / (80 + 1.6448536 ** 2) - 1, 6);
    expect(interval?.high).toBeCloseTo(1 - 80 / (80 + 1.6448536 ** 2), 6);
  });

  test("a difference that comes of unread items alone is told from one on the items read in both", () => {
    const lines = ["DC1", "DC9"];
    const before = scenarios(10, () => [
      { scores: { disqualification: 1 }, good: lines, bad: [], ungraded: [] },
    ]);
    const unread = scenarios(10, () => [
      { scores: { disqualification: 0.5 }, good: ["DC1"], bad: [], ungraded: ["DC9"] },
    ]);
    const worse = scenarios(10, () => [
      { scores: { disqualification: 1 / 6 }, good: ["DC1"], bad: ["DC9"], ungraded: [] },
    ]);
    const common = (after: Reply[]) =>
      criterionOf(comparisonOf(armOf(before), armOf(after)), "disqualification").common;
    expect(common(unread)).toEqual({ n: 10, difference: 0 });
    expect(common(worse)?.difference).toBeCloseTo(-5 / 6, 10);
  });

  test("a dimension that the policy does not name is advisory and decides nothing", () => {
    const before = scenarios(40, () => [{ scores: { directness: 1, action_plan: 1 } }]);
    const after = scenarios(40, () => [{ scores: { directness: 1, action_plan: 0 } }]);
    const comparison = comparisonOf(armOf(before), armOf(after));
    expect(criterionOf(comparison, "action_plan")).toMatchObject({
      tier: "advisory",
      margin: 0.15,
      verdict: "regressed",
    });
    expect(comparison.decision.verdict).toBe("not_regressed");
    expect(comparison.criteria.map(({ name }) => name)).not.toContain("groundedness");
  });

  test("for deals like these the unit is the family", () => {
    const families = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`s${index}`, { family: `f${index % 10}` }]),
    );
    const a = armOf(scenarios(20, RIGHT), { scenarios: families });
    const b = armOf(
      scenarios(20, () => [{ directness: 0.5 }]),
      { scenarios: families },
    );
    const directness = criterionOf(comparisonOf(a, b, { estimand: "population" }), "directness");
    expect(directness).toMatchObject({ n: 10, method: "sign flips of family means", verdict: "regressed" });
    expect(directness.p).toBeCloseTo(0.5 ** 10, 10);
  });
});

describe("what could not be read", () => {
  test("an abstention is no wrong verdict: it leaves the pair, is counted, and widens the bounds", () => {
    const after = scenarios(20, (index) => [{ right: index < 2 ? null : true }]);
    const right = criterionOf(comparisonOf(armOf(scenarios(20, RIGHT)), armOf(after)), "verdict_right");
    expect(right).toMatchObject({ n: 18, a: 1, b: 1, unpaired: { total: 2, a: 0, b: 2 } });
    expect(right.bounds).toEqual({ low: -0.1, high: 0 });
  });

  test("a candidate that can no longer be read is not cleared on what is left", () => {
    const after = scenarios(80, (index) => [{ right: index < 40 ? null : true }]);
    const comparison = comparisonOf(armOf(scenarios(80, RIGHT)), armOf(after));
    const right = criterionOf(comparison, "verdict_right");
    expect(right.interval?.low).toBeGreaterThan(-0.1);
    expect(right.verdict).toBe("inconclusive");
    expect(right.reason).toContain("1.00 → 0.50");
    expect(comparison.decision.verdict).toBe("inconclusive");
  });

  test("failed and missing calls above the limit refuse the decision, below it they widen the bounds", () => {
    const refused = comparisonOf(armOf(scenarios(40, RIGHT)), failing(3));
    expect(refused.decision).toMatchObject({ verdict: "inconclusive", refused: true });
    expect(refused.headline).toContain("3 of 40 calls of the candidate failed or left no reply");
    const within = comparisonOf(armOf(scenarios(40, RIGHT)), failing(2));
    expect(within.decision.refused).toBe(false);
    expect(criterionOf(within, "directness").bounds?.low).toBeCloseTo(-0.05, 10);
    expect(within.decision.verdict).toBe("not_regressed");
  });

  test("a critical item that nobody could read is said to be unchecked", () => {
    const after = armOf(scenarios(40, () => [{ ungraded: ["DC9"] }]));
    const { notes } = comparisonOf(armOf(scenarios(40, RIGHT)), after);
    expect(notes.join()).toContain(
      "Not checked: critical item DC9 could be read in no reply of the candidate",
    );
  });

  test("refusals of the model must not hide a drop", () => {
    const after = armOf(scenarios(40, (index) => [index < 5 ? { outcome: "refused" } : {}]));
    expect(comparisonOf(armOf(scenarios(40, RIGHT)), after).headline).toContain("were refused or cut off");
  });
});

describe("where a stand-in wrote the replies", () => {
  test("an edit is never cleared, and the headline says why; a drop is a drop", () => {
    const before = standIn(scenarios(40, RIGHT), "a");
    const same = comparisonOf(before, standIn(scenarios(40, RIGHT), "b"));
    expect(same.decision).toMatchObject({ verdict: "inconclusive", open: [], nMore: null });
    expect(same.headline).toMatch(/^Inconclusive: simulated:director is a stand-in.*clear no edit/);
    const wrong = comparisonOf(
      before,
      standIn(
        scenarios(40, () => [{ right: false }]),
        "b",
      ),
    );
    expect(wrong.decision.verdict).toBe("regressed");
  });

  test("one text against itself may be cleared", () => {
    const [before, after] = [standIn(scenarios(40, RIGHT), "a"), standIn(scenarios(40, RIGHT), "a")];
    expect(comparisonOf(before, after).decision.verdict).toBe("not_regressed");
  });
});

describe("by name", () => {
  const leaks = { critical: [{ id: "DC9", reason: "It grants a POC." }] };

  test("a critical item newly fails where no baseline reply failed it, and is confirmed by two", () => {
    const before = armOf(scenarios(40, () => [{}, {}]));
    const confirmed = comparisonOf(
      before,
      armOf(scenarios(40, (index) => (index === 7 ? [leaks, leaks] : [{}, {}]))),
    );
    expect(confirmed.newlyFailing).toMatchObject([
      { scenario: "s7", item: "DC9", a: { failed: 0, read: 2 }, b: { failed: 2, read: 2 }, confirmed: true },
    ]);
    expect(confirmed.decision.verdict).toBe("regressed");
    const once = comparisonOf(
      before,
      armOf(scenarios(40, (index) => (index === 7 ? [leaks, {}] : [{}, {}]))),
    );
    expect(once.newlyFailing).toMatchObject([{ confirmed: false }]);
    expect(once.decision.verdict).toBe("inconclusive");
    expect(once.headline).toContain("critical item DC9 fails on Deal s7");
  });

  test("an item that failed before, or was never read before, does not newly fail", () => {
    const after = armOf(scenarios(40, (index) => [index < 2 ? leaks : {}]));
    const before = armOf(
      scenarios(40, (index) => [index === 0 ? leaks : index === 1 ? { ungraded: ["DC9"] } : {}]),
    );
    expect(comparisonOf(before, after).newlyFailing).toEqual([]);
  });

  test("verdicts are fixed, broken or still failing by their share of right replies", () => {
    const { flips } = comparisonOf(armWith([false, true, false, null]), armWith([true, false, false, true]));
    expect(flips.fixed.map(({ scenario }) => scenario)).toEqual(["s0"]);
    expect(flips.broken).toMatchObject([
      { scenario: "s1", a: { right: 1, said: "disqualify" }, b: { right: 0 } },
    ]);
    expect(flips.stillFailing.map(({ scenario }) => scenario)).toEqual(["s2"]);
  });

  test("a verdict that is right in some replies only wavers; how many said what is told", () => {
    const [yes, no] = [true, false];
    const { flips } = comparisonOf(
      armOfReplies([[yes], [yes, no], [yes, no], [yes, yes], [yes, yes, yes], [no, no, yes], [no]]),
      armOfReplies([[yes, no], [yes], [no], [yes], [no, yes, no], [no], [yes, yes, no]]),
    );
    const named = (bucket: keyof typeof flips) => flips[bucket].map(({ scenario }) => scenario);
    expect(named("wavering").toSorted()).toEqual(["s0", "s1", "s2"]);
    expect([named("broken"), named("stillFailing"), named("fixed")]).toEqual([["s4"], ["s5"], ["s6"]]);
    expect(flips.broken[0]?.b).toMatchObject({
      right: 1,
      read: 3,
      verdicts: [
        { said: "develop", replies: 2 },
        { said: "disqualify", replies: 1 },
      ],
    });
  });

  test("a contrast pair with a member that could not be read is in no consistency", () => {
    const pair = {
      s0: { family: "f", pairRole: "a" as const },
      s1: { family: "f", pairRole: "b" as const },
    };
    const a = armOf(scenarios(2, RIGHT), { scenarios: pair });
    const b = armOf(
      scenarios(2, (index) => [{ right: index === 0 ? true : null }]),
      { scenarios: pair },
    );
    const consistency = comparisonOf(a, b).figures.find(({ name }) => name === "pair_consistency");
    expect(consistency).toMatchObject({ a: null, b: null, n: "0 contrast pairs read in both" });
  });

  test("each rubric line is compared where it was graded on both sides, gains and losses alike", () => {
    const wrong = scenarios(8, () => [{ right: false }]);
    const right = scenarios(8, (index) => [{ right: index < 6 ? true : null }]);
    const gained = comparisonOf(armOf(wrong), armOf(right)).items.find(({ id }) => id === "DC1");
    expect(gained).toMatchObject({ n: 6, a: 0, b: 1, gained: 6, lost: 0 });
    expect(gained?.p).toBeCloseTo(0.5 ** 6, 10);
    const lost = comparisonOf(armOf(right), armOf(wrong)).items.find(({ id }) => id === "DC1");
    expect(lost?.p).toBeCloseTo(0.5 ** 6, 10);
  });

  test("contrast pairs, words and cost stand on both sides", () => {
    const pair = {
      s0: { family: "f", pairRole: "a" as const },
      s1: { family: "f", pairRole: "b" as const },
    };
    const a = armOf(
      scenarios(2, () => [{ words: 100, costUsd: 0.01 }]),
      { scenarios: pair },
    );
    const b = armOf(
      scenarios(2, (index) => [{ right: index === 0, words: 150, costUsd: 0.03 }]),
      {
        scenarios: pair,
      },
    );
    const figures = Object.fromEntries(
      comparisonOf(a, b).figures.map(({ name, a: before, b: after }) => [name, [before, after]]),
    );
    expect(figures).toMatchObject({
      pair_consistency: [1, 0],
      mean_words: [100, 150],
      mean_cost_usd: [0.01, 0.03],
    });
  });
});

/** 40 scenarios of whose calls the first left no reply and the next failed, `failed` in all. */
function failing(failed: number) {
  return armOf(
    scenarios(40, (index) => [index < failed ? { outcome: index === 0 ? "missing" : "error" } : {}]),
  );
}

/** One scenario for each entry, with a reply for each of its own: right or wrong. */
function armOfReplies(right: readonly (readonly boolean[])[]) {
  return armOf(scenarios(right.length, (index) => (right[index] ?? []).map((one) => ({ right: one }))));
}

/** One scenario for each entry: right, wrong, or not to be read. */
function armWith(rights: (boolean | null)[]) {
  return armOf(scenarios(rights.length, (index) => [{ right: rights[index] ?? null }]));
}

/** An arm that the stand-in answered, of a persona named by one letter. */
function standIn(replies: readonly Reply[], persona: string): Arm {
  const arm = armOf(replies, { persona: persona.repeat(64) });
  return { ...arm, run: { ...arm.run, model: "simulated:director", replies: "simulated" } };
}
