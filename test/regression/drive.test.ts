import { describe, expect, test } from "vitest";
import { driveRegression } from "../../src/regression/drive.ts";
import { OutOfBudget } from "../../src/regression/sides.ts";
import { POLICY } from "../summary/comparison/arms.ts";
import { seeded } from "../statistics/seeded.ts";
import { type Answer, corpus, planOf, sidesOf } from "./sides.ts";

const RIGHT: Answer = () => ({});
const FAILING = {
  right: true,
  bad: ["DC9"],
  good: ["DC1"],
  critical: [{ id: "DC9", reason: "It spends." }],
};
const BLUNT: Answer = () => ({ directness: 0.3 });
const ONCE: Answer = (_, repeat) => (repeat === 1 ? {} : null);
const FLAKY: Answer = (scenario, repeat) => ({ right: (scenario * 7 + repeat) % 5 > 0, directness: 0.5 });
const SOMETIMES: Answer = (scenario, repeat) => (scenario === 5 && repeat > 100 ? FAILING : {});
const EVERY_FOURTH_FAILS: Answer = (scenario) => (scenario % 4 === 0 ? { outcome: "error" } : {});
const FIRST_FAILS: Answer = (scenario, repeat) =>
  scenario === 3 && repeat === 1 ? { outcome: "error" } : {};
const MUTE: Answer = (scenario) => ({ right: scenario % 3 === 0 ? true : null });

describe("stopping", () => {
  test("identical replies clear every criterion after some forty visits, whatever the size of the corpus", async () => {
    for (const scenarios of [12, 120]) {
      const outcome = await driveRegression(planOf(sidesOf(RIGHT, RIGHT, { banked: 30 }), scenarios));
      expect(outcome.record.stop).toBe("decided");
      expect(outcome.criteria.map(({ verdict }) => verdict)).toEqual(["not_regressed", "not_regressed"]);
      expect(outcome.record.visits).toBe(40);
      expect(outcome.record.calls).toMatchObject({ candidate: 40, baseline: 0 });
    }
  });

  test("a large drop is called within a dozen visits", async () => {
    const outcome = await driveRegression(planOf(sidesOf(RIGHT, BLUNT, { banked: 3 }), 36));
    const directness = outcome.criteria.find(({ name }) => name === "directness");
    expect(directness).toMatchObject({ verdict: "regressed" });
    expect(directness?.eDrop).toBeGreaterThanOrEqual(1 / (0.5 * POLICY.alpha));
    expect(outcome.record.visits).toBeLessThanOrEqual(12);
    expect(outcome.record.calls.candidate).toBe(outcome.record.visits);
    expect(outcome.record.fixedDesignCalls).toBeGreaterThan(0);
  });

  test("at the call budget it is open, and says how many more", async () => {
    const outcome = await driveRegression(planOf(sidesOf(RIGHT, RIGHT), 36, { maxCalls: 20 }));
    expect(outcome.record.stop).toBe("budget");
    expect(outcome.record.calls).toMatchObject({ candidate: 10, baseline: 10, ahead: 0 });
    expect(outcome.criteria[0]).toMatchObject({ verdict: "inconclusive", nMore: expect.any(Number) });
  });

  test("where one side has no further replies it ends, having used all there are", async () => {
    const outcome = await driveRegression(planOf(sidesOf(RIGHT, ONCE, { banked: 2 }), 20));
    expect(outcome.record).toMatchObject({ stop: "exhausted", visits: 20 });
    expect(outcome.b).toHaveLength(20);
    expect(outcome.a).toHaveLength(40);
  });

  test("money that runs out ends it like the call budget", async () => {
    let left = 15;
    const spending: Answer = () => {
      if (left-- <= 0) throw new OutOfBudget();
      return {};
    };
    const outcome = await driveRegression(planOf(sidesOf(RIGHT, spending, { banked: 3 }), 36));
    expect(outcome.record.stop).toBe("budget");
    expect(outcome.record.visits).toBeLessThanOrEqual(15);
  });

  test("any other failure ends it, after what is under way has ended", async () => {
    const sides = sidesOf(RIGHT, (scenario) => {
      if (scenario === 3) throw new Error("denied");
      return {};
    });
    await expect(driveRegression(planOf(sides, 8, { ahead: 3 }))).rejects.toThrow("denied");
  });
});

describe("order and prefetching", () => {
  test("the seed decides the order, and how far it works ahead decides nothing but the bill", async () => {
    const [one, wide, other] = await Promise.all(
      [
        { seed: 1, ahead: 1 },
        { seed: 1, ahead: 8 },
        { seed: 2, ahead: 1 },
      ].map((how) => driveRegression(planOf(sidesOf(RIGHT, FLAKY, { banked: 3 }), 36, how))),
    );
    if (!one || !wide || !other) throw new Error("three regressions were driven");
    expect(wide.b).toEqual(one.b);
    expect(wide.criteria).toEqual(one.criteria);
    expect(one.record.calls.ahead).toBe(0);
    expect(wide.record.calls.ahead).toBe(7);
    expect(other.b.map(({ scenario }) => scenario)).not.toEqual(one.b.map(({ scenario }) => scenario));
  });

  test("each visit uses banked repeats that no other visit used, and a fresh one when they are gone", async () => {
    const sides = sidesOf(RIGHT, RIGHT, { banked: 4 });
    await driveRegression(planOf(sides, 12, { ahead: 1, maxCalls: 60 }));
    const ofOne = sides.asked.filter((call) => call.includes(" s0 "));
    expect(ofOne.sort()).toEqual(
      ["a s0 1", "a s0 2", "a s0 3", "b s0 1", "a s0 4", "b s0 2", "a s0 5", "b s0 3"].sort(),
    );
    expect(new Set(sides.asked).size).toBe(sides.asked.length);
  });

  test("for deals like these a family is one unit, visited once", async () => {
    const scenarios = corpus(40, (index) => `f${Math.floor(index / 2)}`);
    const policy = { ...POLICY, estimand: "population" as const };
    const outcome = await driveRegression(
      planOf(sidesOf(RIGHT, RIGHT, { banked: 9 }), 40, { scenarios, policy }),
    );
    expect(outcome.record).toMatchObject({ visits: 20, stop: "exhausted" });
    expect(outcome.b).toHaveLength(40);
  });
});

describe("critical items", () => {
  test("one that fails again when asked again regresses at once", async () => {
    const sides = sidesOf(RIGHT, (scenario) => (scenario === 5 ? FAILING : {}), { banked: 3 });
    const outcome = await driveRegression(planOf(sides, 36));
    expect(outcome.record.stop).toBe("decided");
    expect(outcome.newlyFailing).toEqual([
      expect.objectContaining({
        scenario: "s5",
        confirmed: true,
        a: { failed: 0, read: 3 },
        b: { failed: 2, read: 2 },
      }),
    ]);
    expect(outcome.record.calls.confirming).toBe(1);
  });

  test("one that holds when asked again is named and no longer in the way", async () => {
    const sides = sidesOf(RIGHT, (scenario, repeat) => (scenario === 5 && repeat === 1 ? FAILING : {}), {
      banked: 9,
    });
    const outcome = await driveRegression(planOf(sides, 12));
    expect(outcome.record.stop).toBe("decided");
    expect(outcome.criteria.every(({ verdict }) => verdict === "not_regressed")).toBe(true);
    expect(outcome.newlyFailing).toEqual([
      expect.objectContaining({ scenario: "s5", confirmed: false, dismissed: true }),
    ]);
    expect(outcome.record.calls.confirming).toBe(2);
  });

  test("a baseline of one reply is asked again too, and one that fails there as well is not new", async () => {
    const sides = sidesOf(SOMETIMES, (scenario) => (scenario === 5 ? FAILING : {}));
    const outcome = await driveRegression(planOf(sides, 36));
    expect(outcome.newlyFailing).toEqual([]);
    expect(sides.asked.filter((call) => call.startsWith("a s5 ")).length).toBeGreaterThan(1);
  });

  test("replies asked again are in no mean", async () => {
    const sides = sidesOf(RIGHT, (scenario) => (scenario === 5 ? FAILING : {}), { banked: 3 });
    const { b } = await driveRegression(planOf(sides, 36));
    expect(b.filter(({ scenario }) => scenario === "s5")).toHaveLength(1);
  });
});

describe("what cannot be read", () => {
  test("above the error-rate limit nothing is decided", async () => {
    const outcome = await driveRegression(
      planOf(sidesOf(RIGHT, EVERY_FOURTH_FAILS, { banked: 9 }), 36, { policy: { ...POLICY, minimumN: 20 } }),
    );
    expect(outcome.record).toMatchObject({ stop: "refused", visits: 20 });
  });

  test("a single failed call early on does not stop it, and is made up for", async () => {
    const policy = { ...POLICY, minimumN: 20 };
    const outcome = await driveRegression(planOf(sidesOf(RIGHT, FIRST_FAILS, { banked: 9 }), 36, { policy }));
    expect(outcome.record.stop).toBe("decided");
    expect(outcome.record.visits).toBe(41);
  });

  test("a candidate whose verdicts can no longer be read is not cleared on those that can", async () => {
    const outcome = await driveRegression(planOf(sidesOf(RIGHT, MUTE, { banked: 30 }), 36));
    expect(outcome.record.stop).toBe("refused");
    expect(outcome.criteria[0]).toMatchObject({ verdict: "inconclusive", nMore: null });
    expect(outcome.criteria[0]?.reason).toContain("readable in far fewer replies");
  });
});

describe("error rates over simulated edits, all criteria together", () => {
  const ROUNDS = 150;

  test.each([
    { edit: "harmless", fall: 0, share: "regressed", atMost: 0.05 },
    { edit: "twice the margin", fall: 0.2, share: "not_regressed", atMost: 0.05 },
  ])("$edit: $share at most $atMost", async ({ fall, share, atMost }) => {
    const random = seeded(fall * 10 + 1);
    const policy = { ...POLICY, gating: [{ criterion: "verdict_right" as const, weight: 1, margin: 0.1 }] };
    let [count, visits] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      const chances = Array.from({ length: 36 }, () => (random() < 0.4 ? 0.5 : 0.99));
      const answer =
        (lost: number): Answer =>
        (scenario) => ({
          right: random() < Math.max(0, (chances[scenario] ?? 0) - lost),
          critical: [],
        });
      const sides = sidesOf(answer(0), answer(fall), { banked: 30 });
      const outcome = await driveRegression(planOf(sides, 36, { policy, seed: round, ahead: 1 }));
      if (outcome.criteria[0]?.verdict === share) count += 1;
      visits += outcome.record.visits;
    }
    expect(count / ROUNDS).toBeLessThanOrEqual(atMost);
    expect(visits / ROUNDS).toBeLessThan(130);
  });
});
