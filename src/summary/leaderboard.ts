import type { Dimension } from "../records/rubric.ts";
import { type Leaderboard, type MaybeRanking, type Measure, SLICE_KINDS } from "../records/summary.ts";
import { mean } from "../statistics/centre.ts";
import { rankIntervals } from "../statistics/leaderboard.ts";
import { composite } from "./dimensions.ts";
import { meansByFamily } from "./estimate.ts";
import { type Row, rowScore } from "./rows.ts";
import { MIN_FAMILIES, sliceRows } from "./slices.ts";
import { isRight } from "./verdicts.ts";
import { listed, percent } from "./wording.ts";

/** Chance that any of a ranking's pairs is told apart by luck alone (Holm over the pairs). */
const ALPHA = 0.05;

/** Share of lost or unscored replies from which a rank is told with a caution. */
const LOSS = 0.02;

/** Share of unread verdicts from which a rank is told with a caution. */
const UNREAD = 0.2;

/** One model's rows. */
export interface RankedModel {
  model: string;
  rows: readonly Row[];
}

/**
 * Ranks of models that answered the same scenarios: rank intervals from two-sided paired t tests on family means, Holm
 * over the pairs (STATISTICS (e)). A family counts where every model has a value; fewer than ten rank nobody.
 */
export function leaderboardOf(models: readonly RankedModel[], dimensions: readonly Dimension[]): Leaderboard {
  const measures: Measure[] = ["composite", "verdict_right", ...dimensions];
  return {
    measures: measures.map((measure) => ranking(measure, models, dimensions)),
    slices: SLICE_KINDS.flatMap((by) => slicesBy(by, models, dimensions)),
    cautions: models.flatMap(cautionsOf),
  };
}

function slicesBy(
  by: (typeof SLICE_KINDS)[number],
  models: readonly RankedModel[],
  dimensions: readonly Dimension[],
): Leaderboard["slices"] {
  const parts = models.map(({ model, rows }) => ({ model, parts: new Map(sliceRows(rows, by)) }));
  const values = [...(parts[0]?.parts.keys() ?? [])];
  if (values.length < 2) return [];
  return values.map((value) => ({
    by,
    value,
    ...ranking(
      "composite",
      parts.map((entry) => ({ model: entry.model, rows: entry.parts.get(value) ?? [] })),
      dimensions,
    ),
  }));
}

function ranking(
  measure: Measure,
  models: readonly RankedModel[],
  dimensions: readonly Dimension[],
): MaybeRanking {
  const means =
    measure === "composite"
      ? compositesByFamily(models, dimensions)
      : models.map(({ rows }) =>
          meansByFamily(rows, measure === "verdict_right" ? isRight : (row) => rowScore(row, measure)),
        );
  const families = [...(means[0]?.keys() ?? [])].filter((family) => means.every((one) => one.has(family)));
  if (families.length < MIN_FAMILIES) {
    const reason = `${families.length} families of deals have a value from every model; ranking needs ${MIN_FAMILIES}`;
    return { measure, families: families.length, ranks: null, reason };
  }
  const scores = means.map((one) => families.map((family) => one.get(family) ?? 0));
  const { ranks } = rankIntervals(scores, ALPHA);
  const ranked = models.map(({ model }, index) => ({
    model,
    mean: mean(scores[index] ?? []),
    best: ranks[index]?.best ?? 1,
    worst: ranks[index]?.worst ?? models.length,
  }));
  return { measure, families: families.length, ranks: ranked.toSorted((a, b) => b.mean - a.mean) };
}

/** A family's composite weighs only dimensions in which every model has a score there, so that like meets like. */
function compositesByFamily(
  models: readonly RankedModel[],
  dimensions: readonly Dimension[],
): Map<string, number>[] {
  const scores = models.map(({ rows }) =>
    dimensions.map((dimension) => meansByFamily(rows, (row) => rowScore(row, dimension))),
  );
  const families = [...new Set((models[0]?.rows ?? []).map(({ scenario }) => scenario.family))];
  return scores.map((own) => {
    const composites = families.map((family): [string, number | null] => {
      const common = dimensions.flatMap((dimension, index) => {
        const value = own[index]?.get(family);
        const shared = scores.every((each) => each[index]?.has(family));
        return shared && value !== undefined ? [{ dimension, score: { value, reason: "" } }] : [];
      });
      return [family, composite(common)];
    });
    return new Map(composites.flatMap(([family, value]) => (value === null ? [] : [[family, value]])));
  });
}

function cautionsOf({ model, rows }: RankedModel): string[] {
  const lost = rows.filter(({ outcome }) => outcome === "error" || outcome === "missing").length;
  const short = rows.filter(({ outcome }) => outcome === "refused" || outcome === "truncated").length;
  const due = rows.filter(({ scenario }) => scenario.verdictExpected);
  const unread = due.filter((row) => isRight(row) === null).length;
  const parts = [
    ...(unread > UNREAD * due.length ? [`${unread} of ${due.length} verdicts could not be read`] : []),
    ...(lost / rows.length > LOSS
      ? [`${percent(lost / rows.length)} of its calls failed or left no record`]
      : []),
    ...(short / rows.length > LOSS ? [`${percent(short / rows.length)} were refused or cut off`] : []),
  ];
  return parts.length === 0
    ? []
    : [`${model}: ${listed(parts)}; its ranks rest on the replies that could be scored.`];
}
