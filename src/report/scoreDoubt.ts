import type { Reliability, ReliabilityState } from "../records/calibration.ts";
import { itemLine } from "../records/itemLine.ts";
import type { Grade, GradedItem } from "../records/grade.ts";
import type { Dimension } from "../records/rubric.ts";
import type { ItemSummary } from "../records/summary.ts";
import { doubtOf } from "./item.ts";
import { percent, sum } from "./numbers.ts";

/** An item that a score rests on, and how often it was graded in it. */
interface ScorePart extends Pick<GradedItem, "id" | "points"> {
  by?: GradedItem["by"];
  graded: number;
}

/**
 * Why a dimension's mean score is not to be believed without a second look: more than half of the points behind it, earned or not, rest
 * on weak or unproven items. Null where that is not so, or nothing is known of the graders. Of items that a judge graded as well, what
 * code makes of them speaks.
 */
export function dimensionDoubt(items: readonly ItemSummary[], dimension: Dimension): Reliability | null {
  const own = items.filter((item) => item.dimension === dimension);
  return doubtOfParts(
    items,
    own.map(({ id, points, states }) => ({ id, points, graded: states.met + states.not_met })),
  );
}

/** The same of the score of one reply; `items` are those of the model's summary. */
export function gradeDoubt(
  items: readonly ItemSummary[],
  { score, items: graded }: Grade,
): Reliability | null {
  if (score === null) return null;
  return doubtOfParts(
    items,
    graded
      .filter(({ state }) => state === "met" || state === "not_met")
      .map(({ id, points, by }) => ({ id, points, by, graded: 1 })),
  );
}

/** " (weak)", " (unproven)" or nothing, to stand behind a dimension's score. */
export function scoreMark(items: readonly ItemSummary[], dimension: Dimension): string {
  const doubt = dimensionDoubt(items, dimension);
  return doubt ? ` (${doubt.state})` : "";
}

function doubtOfParts(items: readonly ItemSummary[], parts: readonly ScorePart[]): Reliability | null {
  const weightOf = ({ points, graded }: ScorePart): number => Math.abs(points) * graded;
  const total = sum(parts.map(weightOf));
  const inDoubt = (state: ReliabilityState) => {
    const found = parts.filter((part) => part.graded > 0 && doubtOf(items, part)?.state === state);
    const lines = [...new Set(found.map(({ id }) => itemLine(id)))];
    return { share: total === 0 ? 0 : sum(found.map(weightOf)) / total, lines };
  };
  const [weak, unproven] = [inDoubt("weak"), inDoubt("unproven")];
  if (weak.share + unproven.share <= 0.5) return null;
  const named = (found: typeof weak, kind: ReliabilityState) =>
    found.share === 0
      ? []
      : [{ share: percent(found.share), on: `on ${kind} items (${found.lines.join(", ")})` }];
  const rests = [...named(weak, "weak"), ...named(unproven, "unproven")].map(({ share, on }, index) =>
    index === 0 ? `${share} of the points behind it rest ${on}` : `${share} ${on}`,
  );
  return {
    state: weak.share >= unproven.share ? "weak" : "unproven",
    why: `${rests.join(", ")}.`,
  };
}
