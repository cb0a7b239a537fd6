import type { MaybeEstimate } from "../records/summary.ts";
import { mean } from "../statistics/centre.ts";
import { clusteredInterval, clusteredMean } from "../statistics/clustered.ts";
import type { Row } from "./rows.ts";

const CONFIDENCE = 0.95;

/**
 * The mean over scenarios of a value in 0..1, with its 95 % interval by family ("deals like these"). Repeats are
 * averaged within their scenario first; rows whose value is null are left out.
 */
export function estimateOver(rows: readonly Row[], valueOf: (row: Row) => number | null): MaybeEstimate {
  const scenarios = meansByScenario(rows, valueOf);
  if (scenarios.length === 0) return { value: null, reason: "nothing could be scored" };
  const values = scenarios.map(({ value }) => value);
  const families = scenarios.map(({ family }) => family);
  if (new Set(families).size < 2) {
    return { value: mean(values), reason: "all scenarios are of one family: an interval needs at least two" };
  }
  const clustered = clusteredMean(values, families);
  const centre = Math.min(1, Math.max(0, clustered.mean));
  const { low, high } = clusteredInterval({ ...clustered, mean: centre }, CONFIDENCE);
  return { value: centre, low, high, n: clustered.n, families: clustered.clusters };
}

/** The mean over scenarios alone, repeats averaged first; null without a value. */
export function meanOver(rows: readonly Row[], valueOf: (row: Row) => number | null): number | null {
  const scenarios = meansByScenario(rows, valueOf);
  return scenarios.length === 0 ? null : mean(scenarios.map(({ value }) => value));
}

/** The mean of each family over its scenarios, repeats averaged first; families without a value are absent. */
export function meansByFamily(
  rows: readonly Row[],
  valueOf: (row: Row) => number | null,
): Map<string, number> {
  const families = Map.groupBy(meansByScenario(rows, valueOf), ({ family }) => family);
  return new Map([...families].map(([family, list]) => [family, mean(list.map(({ value }) => value))]));
}

function meansByScenario(
  rows: readonly Row[],
  valueOf: (row: Row) => number | null,
): { family: string; value: number }[] {
  return scenariosIn(rows).flatMap(({ family, repeats }) => {
    const values: number[] = [];
    for (const row of repeats) {
      const value = valueOf(row);
      if (value !== null) values.push(value);
    }
    return values.length === 0 ? [] : [{ family, value: mean(values) }];
  });
}

interface ScenarioRows {
  family: string;
  repeats: readonly Row[];
}

/** The same rows are asked for one figure after the other. */
const known = new WeakMap<readonly Row[], ScenarioRows[]>();

function scenariosIn(rows: readonly Row[]): ScenarioRows[] {
  const before = known.get(rows);
  if (before) return before;
  const groups = Map.groupBy(rows, (row) => row.scenario);
  const scenarios = [...groups].map(([{ family }, repeats]) => ({ family, repeats }));
  known.set(rows, scenarios);
  return scenarios;
}
