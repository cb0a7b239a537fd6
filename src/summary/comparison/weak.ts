import type { Arm, ArmSample } from "../../records/arm.ts";
import { itemLine } from "../../records/itemLine.ts";
import {
  type CalibrationRecord,
  GRADED_BY,
  type GradedBy,
  reliabilityOf,
} from "../../records/calibration.ts";
import type { LeftOut } from "../../records/comparison.ts";
import type { GatePolicy } from "../../records/gate.ts";
import { DIMENSIONS, type Rubric } from "../../records/rubric.ts";
import { VERDICT_ITEM } from "./arm.ts";
import type { Lines } from "./lines.ts";

/**
 * The rubric lines that are weak in the hands of whoever graded them in any of the replies: beyond chance they agree too
 * little with labels (κ below 0.6), so that a difference in them speaks of the grader.
 */
export function weakLines(
  arms: readonly Arm[],
  lines: Lines,
  calibration: CalibrationRecord | null,
  { critical }: Pick<GatePolicy, "critical">,
): LeftOut[] {
  if (calibration === null) return [];
  const samples = arms.flatMap((arm) => arm.samples);
  const judged = new Set(samples.flatMap((sample) => sample.judged.map(itemLine)));
  const checked = new Set(
    samples.flatMap(({ good, bad, judged: byJudge }) =>
      [...good, ...bad].filter((id) => !byJudge.includes(id)).map(itemLine),
    ),
  );
  const seen = { judge: judged, checker: checked };
  const found = new Map<string, LeftOut>();
  for (const { id, dimension, title } of lines.values()) {
    const item = itemLine(id);
    for (const by of GRADED_BY) {
      const { state, why } = reliabilityOf(calibration, item, by);
      if (state !== "weak" || !seen[by].has(item) || found.has(item)) continue;
      const lineTitle = id === item ? title : (title.split(":", 1)[0] ?? title);
      const gates = critical.items.includes(item);
      found.set(item, { item, title: lineTitle, dimension, by, why, critical: gates });
    }
  }
  return [...found.values()];
}

/** The rubric lines that are weak in any of these hands, known before any reply was graded. */
export function weakRubricLines(
  rubrics: readonly Rubric[],
  calibration: CalibrationRecord | null,
  hands: readonly GradedBy[],
): Pick<LeftOut, "item">[] {
  if (calibration === null) return [];
  const isWeak = (id: string) => hands.some((by) => reliabilityOf(calibration, id, by).state === "weak");
  return rubrics.flatMap(({ items }) => items.flatMap(({ id }) => (isWeak(id) ? [{ item: id }] : [])));
}

/**
 * The gating criteria that something is left of without these rubric lines: verdicts rest on one line, a dimension's score on any
 * that earns points.
 */
export function gateable(
  gating: GatePolicy["gating"],
  rubrics: readonly Rubric[],
  out: readonly Pick<LeftOut, "item">[],
): GatePolicy["gating"] {
  const isOut = (id: string) => out.some(({ item }) => item === id);
  return gating.filter(({ criterion }) => {
    if (criterion === "verdict_right") return !isOut(VERDICT_ITEM);
    const items = rubrics.find(({ dimension }) => dimension === criterion)?.items ?? [];
    return items.some(({ id, points }) => points > 0 && !isOut(id));
  });
}

/**
 * The arm without these rubric lines: they are in no list of its replies, and the scores of their dimensions are computed
 * anew over the lines that remain, by the rule of CODEBOOK §4. A score that is left without any line becomes none, and
 * counts as unscored where one of the remaining lines could not be read.
 */
export function withoutLines(arm: Arm, lines: Lines, out: readonly Pick<LeftOut, "item">[]): Arm {
  return { ...arm, samples: samplesWithoutLines(arm.samples, lines, out) };
}

/** The replies of {@link withoutLines}. */
export function samplesWithoutLines(
  samples: readonly ArmSample[],
  lines: Lines,
  out: readonly Pick<LeftOut, "item">[],
): ArmSample[] {
  if (out.length === 0) return [...samples];
  const items = new Set(out.map(({ item }) => item));
  const kept = (ids: readonly string[]) => ids.filter((id) => !items.has(itemLine(id)));
  const touched = DIMENSIONS.filter((dimension) =>
    [...lines.values()].some((line) => line.dimension === dimension && items.has(itemLine(line.id))),
  );
  return samples.map((sample) => {
    const left = {
      ...sample,
      good: kept(sample.good),
      bad: kept(sample.bad),
      ungraded: kept(sample.ungraded),
    };
    return { ...left, ...rescored(left, touched, lines) };
  });
}

function rescored(
  sample: ArmSample,
  touched: readonly (typeof DIMENSIONS)[number][],
  lines: Lines,
): Pick<ArmSample, "scores" | "unscored"> {
  const scores = { ...sample.scores };
  const unscored = new Set(sample.unscored);
  for (const dimension of touched) {
    if (typeof scores[dimension] !== "number") continue;
    const points = (ids: readonly string[]) =>
      ids.flatMap((id) => {
        const line = lines.get(id);
        return line?.dimension === dimension ? [line.points] : [];
      });
    const [good, bad] = [points(sample.good), points(sample.bad)];
    const available = sum([...good, ...bad].filter((value) => value > 0));
    const earned = sum([...good.filter((value) => value > 0), ...bad.filter((value) => value < 0)]);
    scores[dimension] = available === 0 ? null : Math.min(1, Math.max(0, earned / available));
    if (available === 0 && points(sample.ungraded).some((value) => value > 0)) unscored.add(dimension);
  }
  return { scores, unscored: [...unscored] };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
