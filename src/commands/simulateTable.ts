import type { CheckedFigure, CheckedOutcomes, SelfTest } from "../statistics/simulation/selfTest.ts";

/** The self-test as text: a block a design, a line a drop and figure with its band beside it, and the verdict last. */
export function renderSelfTest({ rounds, seed, outcomes, fixed, ok }: SelfTest): string {
  const blocks = Map.groupBy(outcomes, ({ design }) => design);
  const off = outcomes.flatMap(({ figures }) => figures).filter((figure) => !figure.ok).length;
  const outside = off + fixed.savings.filter((saving) => !saving.ok).length;
  return [
    `Sequential gate, margin 10 points, ${rounds} corpora a line, seed ${seed}.`,
    "Bands: * demanded of the gate; else what an earlier simulation of 8,000 rounds found, ± 3 of its standard errors.",
    "A figure is OUT when it lies outside its band by more than 3 of its own standard errors.",
    ...[...blocks.values()].flatMap(block),
    "",
    `Calls saved against one look at ${fixed.design.units} units, as powerful and as sure to clear`,
    ...fixed.savings.map(({ drop, low, value, se, ok: fine }) =>
      line(dropOf(drop), "calls saved", `* >= ${low.toFixed(2)}`, share(value), share(se), fine),
    ),
    "",
    ok
      ? "All figures are within their bands."
      : `${outside === 1 ? "1 figure is outside its band" : `${outside} figures are outside their bands`}.`,
    "",
  ].join("\n");
}

const LABELS = {
  regressed: "regressed",
  cleared: "not regressed",
  inconclusive: "inconclusive",
  units: "candidate calls",
} as const;

function block(drops: readonly CheckedOutcomes[]): string[] {
  const design = drops[0]?.design;
  if (!design) return [];
  const { icc, ka, kb, scenarios, budget, falls } = design;
  const kind = falls === "corpus" ? `${scenarios} scenarios in several passes` : `${scenarios} scenarios`;
  return [
    "",
    `${kind}, correlation ${icc}, ${ka}/${kb} repeats (baseline/candidate), at most ${budget} units`,
    ...drops.flatMap(({ drop, figures }) => figures.map((figure) => figureLine(drop, figure))),
  ];
}

function figureLine(drop: number, figure: CheckedFigure): string {
  const digits = figure.figure === "units" ? decimals : share;
  const mark = figure.source === "demanded" ? "* " : "  ";
  return line(
    dropOf(drop),
    LABELS[figure.figure],
    mark + bandOf(figure, digits),
    digits(figure.value),
    digits(figure.se),
    figure.ok,
  );
}

function line(drop: string, figure: string, band: string, value: string, se: string, ok: boolean): string {
  const measured = `${value.padStart(6)} ± ${se}`;
  return `  ${drop.padEnd(11)} ${figure.padEnd(16)} ${band.padEnd(18)} ${measured.padEnd(16)} ${ok ? "ok" : "OUT"}`;
}

function bandOf({ figure, low, high }: CheckedFigure, digits: (value: number) => string): string {
  if (figure !== "units" && low <= 0) return `<= ${digits(high)}`;
  if (figure !== "units" && high >= 1) return `>= ${digits(low)}`;
  return `${digits(low)} – ${digits(high)}`;
}

function dropOf(drop: number): string {
  return drop === 0 ? "no change" : `-${Math.round(100 * drop)} points`;
}

function share(value: number): string {
  return value.toFixed(3);
}

function decimals(value: number): string {
  return value.toFixed(1);
}
