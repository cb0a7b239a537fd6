import { StatisticsError } from "./errors.ts";

/** What differences between ratings mean: being different, how many ratings lie between, or their size. */
export const ALPHA_LEVELS = ["nominal", "ordinal", "interval"] as const;
export type AlphaLevel = (typeof ALPHA_LEVELS)[number];

/**
 * Krippendorff's α for any number of raters and missing ratings: 1 − observed/expected disagreement, over the ratings of
 * units that at least two raters rated (`units[u][rater]`, null = not rated). Null where all ratings are alike.
 * Throws `EMPTY` where no unit has two ratings. Source: Krippendorff 2011, "Computing Krippendorff's alpha-reliability".
 */
export function krippendorffAlpha(
  units: readonly (readonly (number | null)[])[],
  level: AlphaLevel,
): number | null {
  const pairable = units
    .map((unit) => unit.filter((rating) => rating !== null))
    .filter((ratings) => ratings.length > 1);
  const all = pairable.flat();
  if (all.length === 0) throw new StatisticsError("EMPTY", "no unit has two ratings");
  const distance = distanceOf(level, all);
  const within = (ratings: readonly number[]) => sumOverPairs(ratings, distance) / (ratings.length - 1);
  const observed = pairable.reduce((sum, ratings) => sum + within(ratings), 0);
  const expected = within(all);
  return expected === 0 ? null : 1 - observed / expected;
}

type Distance = (first: number, second: number) => number;

/** The squared difference between two ratings; the ordinal one counts the ratings from one to the other, ends by half. */
function distanceOf(level: AlphaLevel, all: readonly number[]): Distance {
  if (level === "nominal") return (first, second) => (first === second ? 0 : 1);
  if (level === "interval") return (first, second) => (first - second) ** 2;
  const counts = Map.groupBy(all, (rating) => rating);
  return (first, second) => {
    const [low, high] = [Math.min(first, second), Math.max(first, second)];
    let between = 0;
    for (const [rating, { length }] of counts) {
      if (rating >= low && rating <= high) between += rating === low || rating === high ? length / 2 : length;
    }
    return low === high ? 0 : between ** 2;
  };
}

/** The sum over all ordered pairs. */
function sumOverPairs(ratings: readonly number[], distance: Distance): number {
  return ratings.reduce(
    (total, first) => total + ratings.reduce((sum, second) => sum + distance(first, second), 0),
    0,
  );
}
