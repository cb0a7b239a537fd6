import { describe, expect, test } from "vitest";
import { answerOf, crossValidate, riskAndCoverage } from "../../scripts/fitVerdict/crossValidate.ts";
import { type Example, writtenExamples } from "../../scripts/fitVerdict/examples.ts";
import { fitModel, probabilities } from "../../scripts/fitVerdict/logistic.ts";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const STANCES = ["pursue", "develop", "disqualify"] as const;

/** Replies of three writers in which one word tells the stance, and one tells only the writer. */
function invented(): Example[] {
  return ["ann", "ben", "cem"].flatMap((source) =>
    Array.from({ length: 12 }, (_, index): Example => {
      const verdict = STANCES[index % 3] ?? "pursue";
      const counts = new Map([
        [`here|${verdict} word`, 1],
        [`here|${source}'s word`, 1],
        ["here|common", 1],
      ]);
      const id = `${source} ${index}`;
      return { id, source, deal: "invented", family: id, verdict, counts };
    }),
  );
}

describe("fitting", () => {
  test("weighs what tells the stance, and nothing that occurs with one writer only", () => {
    const model = fitModel(invented());
    const [pursue = 0, develop = 0] = model.weights.get("here|pursue word") ?? [];
    expect(pursue).toBeGreaterThan(develop + 0.2);
    expect(model.weights.has("here|ann's word")).toBe(false);
    for (const row of model.weights.values())
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0);
  });

  test("gives shares that sum to one, whatever the reply holds", () => {
    const model = fitModel(invented());
    for (const counts of [new Map(), new Map([["here|unknown", 1]]), new Map([["here|develop word", 2.5]])])
      expect(probabilities(model, counts).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  });

  test("comes out the same each time", () => {
    expect([...fitModel(invented()).weights]).toEqual([...fitModel(invented()).weights]);
  });
});

describe("cross-validation", () => {
  test("never reads a reply with a model that saw its writer", () => {
    // Ben alone says "develop" with the word that means "pursue" elsewhere: unseen, all of his are read wrongly.
    const contrary = invented().map((example) =>
      example.source === "ben" && example.verdict === "develop"
        ? { ...example, counts: new Map([["here|pursue word", 1]]) }
        : example,
    );
    const unseen = crossValidate(contrary, () => undefined);
    expect(unseen).toHaveLength(contrary.length);
    const ofBen = unseen.filter(({ example }) => example.source === "ben" && example.verdict === "develop");
    for (const { shares } of ofBen) expect(answerOf(shares, 0.3)).toBe("pursue");
  });

  test("never reads a reply to a scenario with a model that saw a reply to it, nor its writer's other replies", () => {
    // Only in replies to the scenario of one family, and only with one writer, does a word of its own tell the stance.
    const toScenarios = ["ann", "ben"].flatMap((source) =>
      ["one", "two", "three", "four"].flatMap((family, at) =>
        STANCES.map((verdict, index): Example => {
          const counts = new Map([
            [`cue here:${family}${index}`, 1],
            [`cue here:${source}${(at + index) % 3}`, 1],
          ]);
          return { id: `${source} ${family} ${index}`, source, deal: "scenario", family, verdict, counts };
        }),
      ),
    );
    for (const { shares } of crossValidate(toScenarios, () => undefined))
      expect(answerOf(shares, 0.6)).toBeUndefined();
  });

  test("counts how many are answered and how many rightly, by source and in all", () => {
    const [first, second, third] = invented();
    const unseen = [
      { example: first as Example, shares: [0.9, 0.05, 0.05, 0] },
      { example: second as Example, shares: [0.8, 0.1, 0.1, 0] },
      { example: third as Example, shares: [0.1, 0.1, 0.2, 0.6] },
    ];
    expect(riskAndCoverage(unseen, [0.75])).toEqual([
      { source: "ann", replies: 3, threshold: 0.75, answered: 2, right: 1 },
      { source: "all", replies: 3, threshold: 0.75, answered: 2, right: 1 },
    ]);
  });
});

test("the written replies are there, each with a stance and signs of it", async () => {
  const examples = await writtenExamples(ROOT);
  expect(new Set(examples.map(({ id }) => id)).size).toBe(examples.length);
  expect(examples.every(({ counts }) => counts.size > 50)).toBe(true);
  expect(new Set(examples.map(({ verdict }) => verdict))).toEqual(new Set([...STANCES, "none"]));
});
