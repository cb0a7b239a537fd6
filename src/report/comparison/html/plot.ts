import type { Criterion } from "../../../records/comparison.ts";
import { interval, signed } from "../words.ts";
import { html, type Markup } from "./markup.ts";

const WIDTH = 200;
const HEIGHT = 18;
/** The axis reaches at least so far to both sides. */
const LEAST_REACH = 0.6;

/** How far the axis must reach for every difference and interval to lie on it; 1 at most is possible. */
export function reachOf(criteria: readonly Pick<Criterion, "difference" | "interval">[]): number {
  const ends = criteria.flatMap(({ difference, interval: limits }) => [
    difference ?? 0,
    limits?.low ?? 0,
    limits?.high ?? 0,
  ]);
  return Math.ceil(10 * Math.max(LEAST_REACH, ...ends.map(Math.abs)) - 1e-9) / 10;
}

/** A difference on the line from −reach to +reach: dot = change, bar = interval, tick = no change, dashed = minus the margin. */
export function differencePlot(
  { difference, interval: limits, margin, verdict }: Criterion,
  reach: number,
): Markup {
  const x = (value: number): string => (4 + ((value + reach) / (2 * reach)) * (WIDTH - 8)).toFixed(1);
  const middle = HEIGHT / 2;
  const label = `change ${signed(difference)}, interval ${interval(limits)}, margin ${margin}`;
  const bar =
    limits === null
      ? ""
      : html`<rect
          class="plot-interval"
          x="${x(limits.low)}"
          width="${(Number(x(limits.high)) - Number(x(limits.low))).toFixed(1)}"
          y="${middle - 4}"
          height="8"
          rx="2"
        />`;
  const dot =
    difference === null
      ? ""
      : html`<circle class="plot-value ${verdict}" cx="${x(difference)}" cy="${middle}" r="4" />`;
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
    <line class="plot-axis" x1="${x(-reach)}" x2="${x(reach)}" y1="${middle}" y2="${middle}" />
    <line class="plot-axis" x1="${x(0)}" x2="${x(0)}" y1="2" y2="${HEIGHT - 2}" />
    <line class="plot-margin" x1="${x(-margin)}" x2="${x(-margin)}" y1="1" y2="${HEIGHT - 1}" />
    ${bar}${dot}
  </svg>`;
}
