import { StatisticsError } from "./errors.ts";

/** The arithmetic mean. Throws `EMPTY` without values. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new StatisticsError("EMPTY", "the mean of no values is not defined");
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** The middle value, or the mean of the two middle ones. Throws `EMPTY` without values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new StatisticsError("EMPTY", "the median of no values is not defined");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return mean(sorted.slice(sorted.length % 2 === 1 ? middle : middle - 1, middle + 1));
}
