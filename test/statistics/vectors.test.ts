import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { StatisticsError } from "../../src/statistics/errors.ts";
import { STATISTICS } from "../../src/statistics/vectors.ts";

interface Vector {
  id: string;
  fn: string;
  input: unknown;
  expected?: unknown;
  error?: string;
  tol: number;
}

const VECTORS = (
  JSON.parse(readFileSync(new URL("../vectors/statistics.json", import.meta.url), "utf8")) as {
    vectors: Vector[];
  }
).vectors;

describe("reference vectors computed with SciPy, statsmodels and R", () => {
  test.each(Object.keys(STATISTICS))("%s has vectors", (fn) => {
    expect(VECTORS.filter((vector) => vector.fn === fn).length).toBeGreaterThan(0);
  });

  test.each(VECTORS.filter(({ fn }) => fn in STATISTICS))("$id", ({ fn, input, expected, error, tol }) => {
    const outcome = resultOf(() => STATISTICS[fn]?.(input));
    expect(differences(outcome, error === undefined ? expected : { error }, tol)).toEqual([]);
  });
});

test.each([
  ["nothing", undefined],
  ["a string", "7"],
  ["a missing field", { x: 1, n: 2 }],
  ["a number as text", { x: "1", n: 2, conf: 0.95 }],
])("an input that is %s is refused by code", (_, input) => {
  expect(resultOf(() => STATISTICS["wilson"]?.(input))).toEqual({ error: "INPUT" });
});

function resultOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof StatisticsError) return { error: error.code };
    throw error;
  }
}

/** Where `actual` leaves `expected` by more than `tol`, relative or absolute, whichever is looser. */
function differences(actual: unknown, expected: unknown, tol: number, path = "$"): string[] {
  if (typeof expected === "number") {
    const near =
      typeof actual === "number" && Math.abs(actual - expected) <= tol * Math.max(1, Math.abs(expected));
    return near ? [] : [`${path}: ${String(actual)} is not ${expected}`];
  }
  if (typeof expected !== "object" || expected === null)
    return actual === expected ? [] : [`${path}: ${String(actual)}`];
  return Object.entries(expected).flatMap(([key, value]) =>
    differences((actual as Record<string, unknown> | undefined)?.[key], value, tol, `${path}.${key}`),
  );
}
