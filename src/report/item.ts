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

/** The critical items of a grade that failed. */
export function failedCritical(grade: Pick<Grade, "items">): GradedItem[] {
  return grade.items.filter((item) => item.critical && toneOf(item) === "bad");
}

/** Names an item as it stands. */
export type ItemNamer = (item: Pick<GradedItem, "id" | "state" | "points">) => string;

/**
 * What items are called: by their title, but where one counts against the reply, or an unwanted thing did not happen, by what the rubric
 * calls it then. `DC3.D5` reads as DC3 with its subject. Unknown ids name themselves.
 */
export function itemNamer(
  lines: readonly Pick<ItemSummary, "id" | "title" | "failed" | "averted">[],
): ItemNamer {
  const known = new Map(lines.map((line) => [line.id, line]));
  return (item) => {
    const [id = item.id, ...subject] = item.id.split(".");
    const line = known.get(item.id) ?? known.get(id);
    if (!line) return item.id;
    const tone = toneOf(item);
    const averted = tone === "good" && item.points < 0 ? line.averted : undefined;
    const name = (tone === "bad" ? line.failed : averted) ?? line.title;
    return subject.length === 0 || known.has(item.id)
      ? name
      : `${name}: ${subject.join(".").replaceAll("_", " ")}`;
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
