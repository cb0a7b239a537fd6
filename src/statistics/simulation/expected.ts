/** A gate on a kind of corpus, whose error rates and cost are known; the mean chance of passing is always 0.8. */
export interface KnownDesign {
  icc: number;
  ka: number;
  kb: number;
  scenarios: number;
  budget: number;
  /** See `CorpusModel`. */
  falls: "each" | "corpus";
}

type Figure = "regressed" | "cleared" | "inconclusive" | "units";

/** What a simulated figure must come to: at least `low`, at most `high`, both themselves allowed. */
export interface Band {
  figure: Figure;
  low: number;
  high: number;
}

/** A figure as another simulation printed it: `rounding` is half of its last digit. */
export interface Known {
  figure: Figure;
  value: number;
  rounding: number;
}

/** What must hold of a design when the mean falls by `drop`. */
export interface Expectation {
  design: KnownDesign;
  drop: number;
  /** Limits that the design of the gate demands. */
  bands: readonly Band[];
  /** Figures of the simulation that the gate was designed with, {@link REFERENCE_ROUNDS} rounds. */
  known: readonly Known[];
}

export const REFERENCE_ROUNDS = 8000;

/** The mean chance of passing in every design, and the drops looked at. */
export const MEAN = 0.8;
const DROPS = [0, 0.05, 0.1, 0.2] as const;

/** The design that the gate uses by default, and that is compared with a fixed one. */
export const DEFAULT_DESIGN: KnownDesign = each(0.5, 3, 300);

/** Least shares of calls that {@link DEFAULT_DESIGN} saves against an equally good fixed design. */
export const SAVINGS: readonly { drop: number; low: number }[] = [
  { drop: 0, low: 0.45 },
  { drop: 0.1, low: 0.35 },
  { drop: 0.2, low: 0.7 },
];

/** Everything the gate is held to: the demanded limits, the table they come from, and small corpora visited several times. */
export const EXPECTATIONS: readonly Expectation[] = [
  ...rows(each(0.5, 1, 60), [
    [0.012, 0.31, 0.678, 52],
    [0.07, 0.09, 0.83, 56],
    [0.229, 0.023, 0.748, 54],
    [0.682, 0.002, 0.315, 42],
  ]),
  ...rows(
    each(0.5, 1, 300),
    [
      [0.03, 0.933, 0.037, 114],
      [0.35, 0.32, 0.33, 194],
      [0.854, 0.038, 0.108, 139],
      [0.998, 0.002, 0, 52],
    ],
    [[atMost("regressed", 0.04)], [], [near("regressed", 0.854, 0.015)], []],
  ),
  ...rows(each(0.5, 3, 120), [
    [0.019, 0.755, 0.226, 73],
    [0.23, 0.2, 0.57, 95],
    [0.667, 0.032, 0.302, 77],
    [0.993, 0.001, 0.006, 35],
  ]),
  ...rows(
    DEFAULT_DESIGN,
    [
      [0.024, 0.974, 0.002, 83],
      [0.49, 0.4, 0.11, 153],
      [0.949, 0.037, 0.014, 97],
      [0.999, 0.001, 0, 35],
    ],
    [
      [atMost("regressed", 0.035), atLeast("cleared", 0.96), near("units", 83, 3)],
      [near("regressed", 0.49, 0.02)],
      [near("regressed", 0.949, 0.01), atMost("cleared", 0.05), near("units", 97, 4)],
      [atLeast("regressed", 0.995), near("units", 35, 2)],
    ],
  ),
  ...rows(each(0.3, 3, 300), [
    [0.027, 0.942, 0.031, 109],
    [0.4, 0.34, 0.27, 180],
    [0.908, 0.041, 0.05, 117],
    [0.998, 0.002, 0, 39],
  ]),
  ...rows(each(0.8, 3, 300), [
    [0.008, 0.992, 0, 54],
    [0.56, 0.44, 0, 111],
    [0.966, 0.034, 0, 74],
    [1, 0, 0, 30],
  ]),
  ...small(12, [
    [0, [known("cleared", 0.951), known("units", 85)]],
    [0.1, [known("regressed", 0.925), known("units", 98)]],
    [0.2, [known("units", 34)]],
  ]),
  ...small(120, [
    [0, [known("units", 84)]],
    [0.1, [known("units", 95)]],
    [0.2, [known("units", 34)]],
  ]),
];

/** As many scenarios as units are allowed, each of which falls with the same chance. */
function each(icc: number, ka: number, budget: number): KnownDesign {
  return { icc, ka, kb: 1, scenarios: budget, budget, falls: "each" };
}

/** The rows of a table: regressed, not regressed, inconclusive, units at each of {@link DROPS}. */
function rows(
  design: KnownDesign,
  table: readonly (readonly [number, number, number, number])[],
  bands: readonly (readonly Band[])[] = [],
): Expectation[] {
  return table.map(([regressed, cleared, inconclusive, units], index) => {
    const drop = DROPS[index] ?? 0;
    // The table gives two digits at 5 points and three elsewhere.
    const rounding = drop === 0.05 ? 0.005 : 0.0005;
    return {
      design,
      drop,
      bands: bands[index] ?? [],
      known: [
        { figure: "regressed", value: regressed, rounding },
        { figure: "cleared", value: cleared, rounding },
        { figure: "inconclusive", value: inconclusive, rounding },
        known("units", units),
      ],
    };
  });
}

/**
 * Corpora that are visited several times. The figures are known without the budget and without how scenarios fell; they
 * come out when the corpus' own mean falls by exactly the drop and the gate gives up after 240 units, 20 passes over 12
 * scenarios.
 */
function small(scenarios: number, table: readonly (readonly [number, readonly Known[]])[]): Expectation[] {
  const design: KnownDesign = { icc: 0.5, ka: 3, kb: 1, scenarios, budget: 240, falls: "corpus" };
  return table.map(([drop, figures]) => ({ design, drop, bands: [], known: figures }));
}

function known(figure: Figure, value: number): Known {
  return { figure, value, rounding: figure === "units" ? 0.5 : 0.0005 };
}

function near(figure: Figure, value: number, slack: number): Band {
  return { figure, low: value - slack, high: value + slack };
}

function atLeast(figure: Figure, low: number): Band {
  return { figure, low, high: 1 };
}

function atMost(figure: Figure, high: number): Band {
  return { figure, low: 0, high };
}
