import type { Reliability } from "../records/calibration.ts";
import { itemLine } from "../records/itemLine.ts";
import type { Grade, GradedItem } from "../records/grade.ts";
import type { ItemSummary } from "../records/summary.ts";

/** How an item stands for the deal: `bad` = a wanted thing is missing or an unwanted one happened. */
export type Tone = "good" | "bad" | "ungraded" | "n/a";

/** An item's tone; lines with negative points describe something unwanted, so "met" is bad there. */
export function toneOf({ state, points }: Pick<GradedItem, "state" | "points">): Tone {
  if (state === "ungraded" || state === "n/a") return state;
  return (state === "met") === points > 0 ? "good" : "bad";
}

/** An item's state in words: an unwanted thing "happened" or "did not happen". */
export function stateInWords({ state, points }: Pick<GradedItem, "state" | "points">): string {
  if (state === "n/a") return "not applicable";
  if (state === "ungraded") return "ungraded";
  if (points < 0) return state === "met" ? "happened" : "did not happen";
  return state === "met" ? "met" : "not met";
}

/** The critical items of a grade that failed. */
export function failedCritical(grade: Pick<Grade, "items">): GradedItem[] {
  return grade.items.filter((item) => item.critical && toneOf(item) === "bad");
}

/** Finds an item's title by id; `DC3.D5` reads as the title of DC3 with its subject. Unknown ids title themselves. */
export function titleFinder(items: readonly Pick<ItemSummary, "id" | "title">[]): (id: string) => string {
  const titles = new Map(items.map(({ id, title }) => [id, title]));
  return (id) => {
    const [line = id, ...subject] = id.split(".");
    const title = titles.get(id) ?? titles.get(line);
    if (title === undefined) return id;
    return subject.length === 0 || titles.has(id)
      ? title
      : `${title}: ${subject.join(".").replaceAll("_", " ")}`;
  };
}

/** What is known of an item of a summary, or of a comparison. */
type Known = Pick<ItemSummary, "id" | "reliability">;

/**
 * Why an item is not to be believed without a second look; null where it is sound, or nothing is known of the graders.
 * `items` are those of a model's summary or of a comparison; `id` may carry a subject.
 */
export function doubtOf(
  items: readonly Known[],
  { id, by = "checker" }: { id: string; by?: GradedItem["by"] },
): Reliability | null {
  const line = itemLine(id);
  const known = items.find((item) => item.id === id) ?? items.find((item) => item.id === line);
  const reliability = known?.reliability?.[by];
  return reliability && reliability.state !== "sound" ? reliability : null;
}

/** " (weak)", " (unproven)" or nothing, to stand behind an item's name. */
export function doubtMark(items: readonly Known[], id: string): string {
  const doubt = doubtOf(items, { id });
  return doubt ? ` (${doubt.state})` : "";
}
