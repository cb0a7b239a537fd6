import { type GradedItem, ITEM_STATES, type ItemState } from "../records/grade.ts";
import type { Dimension, Rubric, RubricItem } from "../records/rubric.ts";
import type { CriticalFailure, ItemSummary } from "../records/summary.ts";
import { lineId, type Lines } from "./lines.ts";
import type { Sample } from "./samples.ts";

/** Items of a model's replies by line and state; a line's place × 4 + the state's place in ITEM_STATES. */
export type ItemCounts = ArrayLike<number>;

/** Every line of the rubrics with its states over all replies; the subjects of a line (FU2.champion, …) are taken together. */
export function itemSummaries(counts: ItemCounts, lines: Lines, rubrics: readonly Rubric[]): ItemSummary[] {
  return rubrics.flatMap(({ dimension, items }) =>
    items.map(({ id, title, failed, averted, points, critical }) => ({
      dimension,
      id,
      title,
      ...(failed === undefined ? {} : { failed }),
      ...(averted === undefined ? {} : { averted }),
      points,
      critical,
      states: statesAt(counts, [lines.of(dimension, id)]),
    })),
  );
}

/** A dimension's items by state, those of lines that its rubric no longer has included. */
export function statesOf(
  counts: ItemCounts,
  lines: Lines,
  dimension: Dimension,
  rubrics: readonly Rubric[],
): Record<ItemState, number> {
  const items = rubrics.filter((rubric) => rubric.dimension === dimension).flatMap((rubric) => rubric.items);
  return statesAt(counts, [...items.map(({ id }) => lines.of(dimension, id)), lines.of(dimension, "")]);
}

/** A critical line that failed, whichever reply it was. */
export type NamelessFailure = Omit<CriticalFailure, "scenario" | "repeat">;

/** The critical lines that failed in one reply. */
export function criticalFailures(sample: Sample, rubrics: readonly Rubric[]): NamelessFailure[] {
  return rubrics.flatMap((rubric) =>
    (sample.grades.get(rubric.dimension)?.items ?? []).filter(failsCritically).map((item) => {
      const line = lineOf(item, rubric);
      return {
        dimension: rubric.dimension,
        item: item.id,
        title: line?.failed ?? line?.title ?? item.id,
        reason: item.reason,
      };
    }),
  );
}

/** Whether a critical line failed: wanted and not met, or unwanted and met. An ungraded one has not failed. */
export function failsCritically({ critical, points, state }: GradedItem): boolean {
  return critical && (points < 0 ? state === "met" : state === "not_met");
}

/** The rubric's line behind an item, whose id may carry a subject. */
export function lineOf(item: GradedItem, rubric: Rubric): RubricItem | undefined {
  return rubric.items.find(({ id }) => id === lineId(item.id));
}

function statesAt(counts: ItemCounts, places: readonly number[]): Record<ItemState, number> {
  const total = (state: number) => places.reduce((sum, place) => sum + (counts[place * 4 + state] ?? 0), 0);
  return Object.fromEntries(ITEM_STATES.map((state, index) => [state, total(index)])) as Record<
    ItemState,
    number
  >;
}
