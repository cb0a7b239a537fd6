import type { NumberToken } from "../text/numbers.ts";

/** Relative tolerance of a rounded result; of one marked as approximate ("about"). */
const ROUNDED = 0.025;
const APPROXIMATE = 0.1;
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
export function derivable(token: NumberToken, sources: NumberToken[], approximate: boolean): boolean {
  if (token.kind === "money" && PERSONA_MONEY.has(token.value)) return true;
  if (token.kind === "percent" && PERSONA_PERCENT.has(token.value)) return true;
  const near = closeTo(token, approximate);
  const known = sources.filter((source) => source.kind === token.kind && sameCurrency(source, token));
  // A number without its currency or sign in the brief ("1,350,000") is still that number.
  if (
    known.some(({ value }) => near(value)) ||
    sources.some(({ kind, value }) => kind === "count" && value === token.value)
  )
    return true;
  return token.kind === "percent" ? percentOf(sources, near) : moneyFrom(known, sources, near);
}

function closeTo(token: NumberToken, approximate: boolean): (value: number) => boolean {
  const relative = token.value * (approximate ? APPROXIMATE : ROUNDED);
  const tolerance = Math.max(
    token.kind === "percent" ? 0.6 : 0,
    approximate ? relative : Math.min(relative, token.precision * 1.01),
  );
  return (value) => Math.abs(value - token.value) <= Math.max(tolerance, token.value * 1e-9);
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
