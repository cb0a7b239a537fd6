import type { Criterion, Mover } from "../../records/comparison.ts";
import { mean } from "../../statistics/centre.ts";
import type { Pair } from "./join.ts";
import { differenceOf, unitsOf } from "./units.ts";

/** Scenarios named for each criterion. */
const MOST = 5;

/** The scenarios in which each regressed criterion dropped most, so that its drop can be read and not only counted. */
export function moversOf(pairs: readonly Pair[], criteria: readonly Criterion[]): Mover[] {
  const titles = new Map(pairs.map(({ scenario }) => [scenario.id, scenario.title]));
  const regressed = criteria.filter(({ verdict, flagged }) => verdict === "regressed" || flagged);
  return regressed.flatMap(({ name }) =>
    unitsOf(pairs, name)
      .units.filter((unit) => differenceOf(unit) < 0)
      .toSorted((one, other) => differenceOf(one) - differenceOf(other))
      .slice(0, MOST)
      .map(({ scenario, a, b }) => ({
        criterion: name,
        scenario,
        title: titles.get(scenario) ?? scenario,
        a: mean(a),
        b: mean(b),
      })),
  );
}
