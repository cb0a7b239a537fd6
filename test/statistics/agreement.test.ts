import { array, assert, constantFrom, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  agreement,
  cohenKappa,
  confusion,
  precisionRecall,
  type ReadingPair,
} from "../../src/statistics/agreement.ts";

const repeat = (times: number, pair: ReadingPair): ReadingPair[] => Array.from({ length: times }, () => pair);

describe("agreement between two readings", () => {
  test("κ of the textbook table 20/5/10/15 is 0.4", () => {
    const pairs = [
      ...repeat(20, ["yes", "yes"]),
      ...repeat(5, ["yes", "no"]),
      ...repeat(10, ["no", "yes"]),
      ...repeat(15, ["no", "no"]),
    ];
    expect(agreement(pairs)).toBeCloseTo(0.7, 12);
    expect(cohenKappa(pairs)?.kappa).toBeCloseTo(0.4, 12);
  });

  test("κ is undefined without pairs and when both give one answer throughout", () => {
    expect(cohenKappa([])).toBeNull();
    expect(agreement([])).toBeNull();
    expect(cohenKappa(repeat(9, ["yes", "yes"]))).toBeNull();
  });

  test("κ is 1 for readers who always agree, and −1 for two who never do on an even split", () => {
    expect(
      cohenKappa([
        ["a", "a"],
        ["b", "b"],
        ["c", "c"],
      ])?.kappa,
    ).toBeCloseTo(1, 12);
    expect(
      cohenKappa([
        ["a", "b"],
        ["b", "a"],
      ])?.kappa,
    ).toBeCloseTo(-1, 12);
  });

  test("κ does not care which reader comes first, and never exceeds 1", () => {
    const pair = tuple(constantFrom("a", "b", "c"), constantFrom("a", "b", "c"));
    assert(
      property(array(pair, { maxLength: 40 }), (pairs) => {
        const kappa = cohenKappa(pairs);
        const swapped = cohenKappa(pairs.map(([first, second]) => [second, first]));
        expect(kappa === null).toBe(swapped === null);
        expect(kappa?.kappa ?? 0).toBeCloseTo(swapped?.kappa ?? 0, 12);
        expect(kappa?.kappa ?? 1).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test("precision and recall speak of the named class, with their counts, and are null when undefined", () => {
    const pairs: ReadingPair[] = [
      ["yes", "yes"],
      ["yes", "no"],
      ["no", "yes"],
      ["no", "no"],
      ["no", "yes"],
    ];
    expect(precisionRecall(pairs, "yes")).toEqual({
      precision: { hits: 1, of: 2, value: 0.5 },
      recall: { hits: 1, of: 3, value: 1 / 3 },
    });
    expect(precisionRecall([["no", "yes"]], "yes").precision).toEqual({ hits: 0, of: 0, value: null });
    expect(precisionRecall([["yes", "no"]], "yes").recall).toEqual({ hits: 0, of: 0, value: null });
  });

  test("the confusion counts every combination that occurs", () => {
    expect(
      confusion([
        ["a", "a"],
        ["a", "b"],
        ["a", "b"],
        ["c", "a"],
      ]),
    ).toEqual({ a: { a: 1, b: 2 }, c: { a: 1 } });
  });
});
