import type { NumberToken } from "../text/numbers.ts";

/** Relative tolerance of a rounded result; of one marked as approximate ("about"), which is rounded more coarsely. */
const ROUNDED = 0.025;
const APPROXIMATE = 0.05;
/** How far "more than" may lie below what it speaks of, and "nearly" above. */
const BOUNDED = 0.15;
/** Parts and periods by which anybody may multiply or divide: halves, thirds, quarters, months and weeks of a year. */
const FACTORS = [2, 3, 4, 6, 12, 24, 36, 52];
/** Counts larger than this are no multipliers of money in a brief (14,000 mails a week). */
const MAX_COUNT = 400;

/** Thresholds of the persona that may be cited as such: money in USD, percentages. */
const PERSONA_MONEY = new Set([500_000, 5_000_000]);
const PERSONA_PERCENT = new Set([0, 10, 20, 25, 40, 50, 60, 75, 80, 90, 95, 100, 120]);

/**
 * Whether an amount or percentage is one of the sources', a persona threshold, or derivable from the sources by one step:
 * sum, difference, product with a count, part, period or percentage, or ratio.
 */
export function derivable(token: NumberToken, sources: NumberToken[], manner: Manner): boolean {
  if (token.kind === "money" && PERSONA_MONEY.has(token.value)) return true;
  if (token.kind === "percent" && PERSONA_PERCENT.has(token.value)) return true;
  const near = closeTo(token, manner);
  const known = sources.filter((source) => source.kind === token.kind && sameCurrency(source, token));
  // A number without its currency or sign in the brief ("1,350,000") is still that number.
  if (
    known.some(({ value }) => near(value)) ||
    sources.some(({ kind, value }) => kind === "count" && value === token.value)
  )
    return true;
  if (token.kind === "percent") return percentOf(sources, near);
  return moneyFrom(known, manner.isRate ? sources.filter(isPeriod) : sources, near);
}

/** How an amount is given: loosely ("about"), as a bound ("over", "nearly"), as a rate by time ("a month"). */
export interface Manner {
  approximate: boolean;
  bound: "below" | "above" | undefined;
  isRate: boolean;
}

/** A rate comes of another rate by periods and shares, not by counts of things. */
function isPeriod({ kind, unit }: NumberToken): boolean {
  return kind === "percent" || PERIODS.has(unit ?? "");
}

const PERIODS = new Set([
  "year",
  "month",
  "quarter",
  "week",
  "site",
  "store",
  "branch",
  "plant",
  "shop",
  "ward",
]);

function closeTo(token: NumberToken, { approximate, bound }: Manner): (value: number) => boolean {
  const { value: shown, precision, kind } = token;
  const rounded = Math.min(shown * ROUNDED, precision * 1.01);
  const loose = Math.min(shown * APPROXIMATE, Math.max(precision, halfOfLastDigit(shown)));
  const tolerance = Math.max(
    kind === "percent" ? 0.6 : 0,
    approximate ? Math.max(rounded, loose) : rounded,
    shown * 1e-9,
  );
  const below = bound === "above" ? Math.max(tolerance, shown * BOUNDED) : tolerance;
  const above = bound === "below" ? Math.max(tolerance, shown * BOUNDED) : tolerance;
  return (value) => value >= shown - below && value <= shown + above;
}

/** Half of the last digit of a round number that is not zero: 5,000 for 190,000. */
function halfOfLastDigit(value: number): number {
  let unit = 1;
  while (unit * 10 <= value && value % (unit * 10) === 0) unit *= 10;
  return unit / 2;
}

function sameCurrency(a: NumberToken, b: NumberToken): boolean {
  return a.currency === undefined || b.currency === undefined || a.currency === b.currency;
}

function moneyFrom(known: NumberToken[], sources: NumberToken[], near: (value: number) => boolean): boolean {
  const counts = [
    ...FACTORS,
    ...sources
      .filter(({ kind, value }) => kind === "count" && value > 1 && value <= MAX_COUNT)
      .map(({ value }) => value),
  ];
  const shares = sources.filter(({ kind }) => kind === "percent").map(({ value }) => value / 100);
  return known.some(
    ({ value }) =>
      known.some((other) => near(value + other.value) || near(Math.abs(value - other.value))) ||
      counts.some((count) => near(value * count) || near(value / count)) ||
      shares.some((share) => near(value * share) || near(value * (1 - share))),
  );
}

function percentOf(sources: NumberToken[], near: (value: number) => boolean): boolean {
  const wholes = sources.filter(({ kind }) => kind !== "percent");
  return wholes.some((part) =>
    wholes.some((whole) => {
      if (part.kind !== whole.kind || !sameCurrency(part, whole) || part === whole || whole.value === 0)
        return false;
      const share = (part.value / whole.value) * 100;
      return share <= 1000 && (near(share) || near(Math.abs(100 - share)));
    }),
  );
}
