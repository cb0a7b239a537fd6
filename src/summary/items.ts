import { type GradedItem, ITEM_STATES, type ItemState } from "../records/grade.ts";
import type { Rubric, RubricItem } from "../records/rubric.ts";
import type { CriticalFailure, ItemSummary } from "../records/summary.ts";
import { refOf, type Sample } from "./samples.ts";

/** Every line of the rubrics with its states over all samples; the subjects of a line (FU2.champion, …) are taken together. */
export function itemSummaries(samples: readonly Sample[], rubrics: readonly Rubric[]): ItemSummary[] {
  return rubrics.flatMap(({ dimension, items: lines }) => {
    const items = samples.flatMap((sample) => sample.grades.get(dimension)?.items ?? []);
    const byLine = Map.groupBy(items, (item) => lineId(item.id));
    return lines.map(({ id, title, points, critical }) => ({
      dimension,
      id,
      title,
      points,
      critical,
      states: countStates(byLine.get(id) ?? []),
    }));
  });
}

/** Every critical line that failed, sample by sample. */
export function criticalFailures(samples: readonly Sample[], rubrics: readonly Rubric[]): CriticalFailure[] {
  return samples.flatMap((sample) =>
    rubrics.flatMap((rubric) =>
      (sample.grades.get(rubric.dimension)?.items ?? []).filter(failsCritically).map((item) => ({
        ...refOf(sample),
        dimension: rubric.dimension,
        item: item.id,
        title: lineOf(item, rubric)?.title ?? item.id,
        reason: item.reason,
      })),
    ),
  );
}

/** How many items are in each state. */
export function countStates(items: readonly Pick<GradedItem, "state">[]): Record<ItemState, number> {
  const counts = Object.fromEntries(ITEM_STATES.map((state) => [state, 0])) as Record<ItemState, number>;
  for (const { state } of items) counts[state] += 1;
  return counts;
}

/** Whether a critical line failed: wanted and not met, or unwanted and met. An ungraded one has not failed. */
export function failsCritically({ critical, points, state }: GradedItem): boolean {
  return critical && (points < 0 ? state === "met" : state === "not_met");
}

/** The rubric's line behind an item, whose id may carry a subject. */
export function lineOf(item: GradedItem, rubric: Rubric): RubricItem | undefined {
  return rubric.items.find(({ id }) => id === lineId(item.id));
}

function lineId(id: string): string {
  return id.split(".", 1)[0] ?? id;
}
