import type { CriterionName } from "../../records/gate.ts";
import type { TrendPoint } from "../../records/trend.ts";
import { html, type Markup } from "../comparison/html/markup.ts";
import { criterionWords } from "../comparison/words.ts";
import { aside, scoreWords } from "./terminal.ts";

const WIDTH = 420;
const HEIGHT = 164;
const [LEFT, RIGHT, TOP, BOTTOM] = [34, 8, 8, 36];

/** Points whose numbers fit side by side. */
const MOST_NUMBERED = 24;

/** A criterion's scores run by run: a dot and its interval each, its number below, and the version where the persona changes. */
export function trendPlot(name: CriterionName, points: readonly TrendPoint[]): Markup {
  const last = points.at(-1);
  const x = (index: number) =>
    (LEFT + ((index + 0.5) / Math.max(1, points.length)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const marks = points.flatMap((point, index) => {
    const score = point.scores[name];
    if (!score) return [];
    const hollow = aside(point, last).length > 0;
    const interval =
      score.low === null || score.high === null
        ? ""
        : html`<line
            class="trend-interval"
            x1="${x(index)}"
            x2="${x(index)}"
            y1="${y(score.low)}"
            y2="${y(score.high)}"
          />`;
    return html`${interval}<circle
        class="trend-dot ${hollow ? "hollow" : ""}"
        cx="${x(index)}"
        cy="${y(score.value)}"
        r="4"
      >
        <title>
          ${index + 1}: ${point.persona.version}, ${point.model}, ${point.finishedAt.slice(0, 10)}:
          ${scoreWords(point, name)}
        </title>
      </circle>`;
  });
  return html`<figure>
    <figcaption>${criterionWords(name)}</figcaption>
    <svg
      class="trend-plot"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="${criterionWords(name)} over ${points.length} runs"
    >
      ${[0, 0.5, 1].map(
        (value) =>
          html`<line
              class="plot-axis"
              x1="${LEFT}"
              x2="${WIDTH - RIGHT}"
              y1="${y(value)}"
              y2="${y(value)}"
            /><text class="tick" x="${LEFT - 6}" y="${Number(y(value)) + 4}" text-anchor="end">
              ${value}
            </text>`,
      )}
      ${marks}${numbers(points.length, x)}${versionMarks(points, x)}
    </svg>
  </figure>`;
}

/** The numbers by which the table names the points; of very many some, and always the last. */
function numbers(count: number, x: (index: number) => string): Markup[] {
  const step = Math.ceil(count / MOST_NUMBERED);
  const shown = Array.from({ length: count }, (_, index) => index).filter(
    (index) => (count - 1 - index) % step === 0,
  );
  return shown.map(
    (index) =>
      html`<text class="tick" x="${x(index)}" y="${HEIGHT - BOTTOM + 15}" text-anchor="middle">
        ${index + 1}
      </text>`,
  );
}

/** Where the persona's text becomes another. */
function versionMarks(points: readonly TrendPoint[], x: (index: number) => string): Markup[] {
  return points.flatMap(({ persona }, index) => {
    const before = points[index - 1]?.persona;
    if (before && before.sha256 === persona.sha256 && before.version === persona.version) return [];
    return html`<line
        class="plot-axis"
        x1="${x(index)}"
        x2="${x(index)}"
        y1="${HEIGHT - BOTTOM}"
        y2="${HEIGHT - BOTTOM + 4}"
      /><text class="tick" x="${x(index)}" y="${HEIGHT - 6}" text-anchor="middle">
        ${persona.version}
      </text>`;
  });
}

function y(value: number): string {
  return (TOP + (1 - value) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
}
