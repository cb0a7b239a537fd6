import { StatisticsError } from "./errors.ts";
import { ALPHA_LEVELS, type AlphaLevel } from "./krippendorff.ts";
import { type Alternative, ALTERNATIVES } from "./pairedT.ts";
import type { SequentialPlan } from "./sequentialGate.ts";
import type { Passes } from "./stratified.ts";

/** A vector's input, not yet looked at. */
export type Row = Readonly<Record<string, unknown>>;

/** The passes of two runs in fields a, b, ka and kb. Throws `INPUT` for anything else. */
export function passes(row: Row): Passes {
  return { a: numbers(row, "a"), b: numbers(row, "b"), ka: number(row, "ka"), kb: number(row, "kb") };
}

/** What a sequential gate is told of margin, error rates and bets. Throws `INPUT` for anything else. */
export function planOf(row: Row): SequentialPlan {
  return {
    margin: number(row, "margin"),
    alpha: number(row, "alpha"),
    beta: number(row, "beta"),
    lambdas: numbers(row, "lambda_"),
  };
}

/** A share of successes in trials, read from two fields. Throws `INPUT` for anything else. */
export function share(row: Row, successes: string, trials: string): { share: number; n: number } {
  return { share: number(row, successes) / number(row, trials), n: number(row, trials) };
}

/** The field "alternative". Throws `INPUT` for anything else. */
export function alternative(row: Row): Alternative {
  const found = ALTERNATIVES.find((known) => known === row["alternative"]);
  if (!found) throw new StatisticsError("INPUT", `"alternative" is none of ${ALTERNATIVES.join(", ")}`);
  return found;
}

/** A list of lists of numbers, null where a rating is missing. Throws `INPUT` for anything else. */
export function ratings(row: Row, key: string): (number | null)[][] {
  const value = row[key];
  if (
    Array.isArray(value) &&
    value.every((unit): unit is (number | null)[] => Array.isArray(unit) && unit.every(isRating))
  ) {
    return value;
  }
  throw new StatisticsError("INPUT", `"${key}" is not a list of lists of numbers and nulls`);
}

/** The field "level". Throws `INPUT` for anything else. */
export function level(row: Row): AlphaLevel {
  const found = ALPHA_LEVELS.find((known) => known === row["level"]);
  if (!found) throw new StatisticsError("INPUT", `"level" is none of ${ALPHA_LEVELS.join(", ")}`);
  return found;
}

/** A number. Throws `INPUT` for anything else. */
export function number(row: Row, key: string): number {
  const value = row[key];
  if (typeof value !== "number") throw new StatisticsError("INPUT", `"${key}" is not a number`);
  return value;
}

/** A list of numbers. Throws `INPUT` for anything else. */
export function numbers(row: Row, key: string): number[] {
  const value = row[key];
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === "number")) {
    throw new StatisticsError("INPUT", `"${key}" is not a list of numbers`);
  }
  return value;
}

/** A list of lists of numbers. Throws `INPUT` for anything else. */
export function lists(row: Row, key: string): number[][] {
  const value = row[key];
  if (!Array.isArray(value)) throw new StatisticsError("INPUT", `"${key}" is not a list of lists`);
  return value.map((list: unknown) => numbers({ [key]: list }, key));
}

function isRating(entry: unknown): entry is number | null {
  return entry === null || typeof entry === "number";
}
