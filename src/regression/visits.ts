import { randomStream, shuffle } from "../statistics/simulation/random.ts";

/** One coming by at a scenario; `pass` counts from 0. Members of a family are visited together where the family is the unit. */
export interface Visit {
  scenarios: readonly string[];
  pass: number;
}

/**
 * The order in which scenarios are visited: every pass takes each unit once, in a random order of its own. On the corpus a scenario
 * is a unit and passes do not end; for "population" a family is one, and there is a single pass, for repeats are no new deals.
 * The same seed gives the same order.
 */
export function* visitsOf(
  scenarios: readonly { id: string; family: string }[],
  estimand: "corpus" | "population",
  seed: number,
): Generator<Visit, void> {
  const units =
    estimand === "corpus"
      ? scenarios.map(({ id }) => [id])
      : [...Map.groupBy(scenarios, ({ family }) => family).values()].map((members) =>
          members.map(({ id }) => id),
        );
  if (units.length === 0) return;
  const passes = estimand === "corpus" ? Infinity : 1;
  for (let pass = 0; pass < passes; pass++) {
    const order = [...units];
    shuffle(order, randomStream(seed, pass));
    for (const members of order) yield { scenarios: members, pass };
  }
}

/** Cached baseline replies in a unit (STATISTICS: more than three hardly help). */
const BANKED_IN_UNIT = 3;

/**
 * Which repeats (1-based) of the baseline a scenario's `pass`-th visit (0-based) uses: three of the `banked` ones that no earlier
 * visit used, or what is left of them; one fresh reply where none is left.
 */
export function baselineRepeats(banked: number, pass: number): number[] {
  const first = BANKED_IN_UNIT * pass;
  if (first < banked)
    return Array.from({ length: Math.min(BANKED_IN_UNIT, banked - first) }, (_, index) => first + index + 1);
  return [banked + 1 + pass - Math.ceil(banked / BANKED_IN_UNIT)];
}
