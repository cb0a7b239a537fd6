import type { Criterion } from "../../../records/comparison.ts";
import { interval, signed } from "../words.ts";
import { html, type Markup } from "./markup.ts";

const WIDTH = 200;
const HEIGHT = 18;
/** Differences beyond this are drawn at the edge. */
const REACH = 0.6;

/** A difference on the line from −0.6 to +0.6: dot = change, bar = 90 % interval, tick = no change, dashed = minus the margin. */
export function differencePlot({ difference, interval: limits, margin, verdict }: Criterion): Markup {
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
    <line class="plot-axis" x1="${x(-REACH)}" x2="${x(REACH)}" y1="${middle}" y2="${middle}" />
    <line class="plot-axis" x1="${x(0)}" x2="${x(0)}" y1="2" y2="${HEIGHT - 2}" />
    <line class="plot-margin" x1="${x(-margin)}" x2="${x(-margin)}" y1="1" y2="${HEIGHT - 1}" />
    ${bar}${dot}
  </svg>`;
}

function x(difference: number): string {
  const clipped = Math.min(REACH, Math.max(-REACH, difference));
  return (4 + ((clipped + REACH) / (2 * REACH)) * (WIDTH - 8)).toFixed(1);
}
