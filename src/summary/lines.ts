import { DIMENSIONS, type Rubric } from "../records/rubric.ts";

/** Numbers for rubric lines, so that items can be counted without their names. */
export interface Lines {
  /** The place of an item's line; its id may carry a subject. Lines no longer in the rubric share one place a dimension. */
  of: (dimension: string, item: string) => number;
  count: number;
}

/** Numbers the lines of the rubrics. */
export function linesOf(rubrics: readonly Rubric[]): Lines {
  const places = new Map<string, number>();
  for (const { dimension, items } of rubrics) {
    for (const { id } of items) places.set(`${dimension} ${id}`, places.size);
  }
  const known = places.size;
  return {
    of: (dimension, item) =>
      places.get(`${dimension} ${lineId(item)}`) ??
      known + DIMENSIONS.findIndex((each) => each === dimension),
    count: known + DIMENSIONS.length,
  };
}

/** The rubric line of an item, whose id may carry a subject. */
export function lineId(item: string): string {
  const dot = item.indexOf(".");
  return dot < 0 ? item : item.slice(0, dot);
}
