import type { Comparison } from "../../../records/comparison.ts";
import type { EvidenceStep, SequentialCriterion } from "../../../records/regression.ts";
import { sequentialWords } from "../sequentialWords.ts";
import { criterionWords, eValue } from "../words.ts";
import { html, type Markup } from "./markup.ts";

const WIDTH = 360;
const HEIGHT = 120;
const LEFT = 44;
const FOOT = 18;
/** Evidence below and above this is drawn at the edge. */
const [LEAST, MOST] = [0.01, 1000];

/** How the evidence grew, criterion by criterion, and what it cost; nothing where two finished runs were looked at once. */
export function sequentialSection({ sequential }: Comparison): Markup {
  if (!sequential) return html``;
  return html`<section aria-labelledby="sequential">
    <h2 id="sequential">How it was decided</h2>
    ${sequentialWords(sequential).map((line) => html`<p>${line}</p>`)}
    <div class="evidence-plots">
      ${sequential.criteria.filter(({ path }) => path.length > 0).map((criterion) => plot(criterion, sequential.visits))}
    </div>
  </section>`;
}

function plot(criterion: SequentialCriterion, visits: number): Markup {
  const { name, path, dropThreshold, clearThreshold, stoppedAt } = criterion;
  const last = path.at(-1);
  const at = (visit: number) => LEFT + (visit / Math.max(1, visits)) * (WIDTH - LEFT - 4);
  const label = `${criterionWords(name)}: evidence of a drop ${eValue(last?.eDrop ?? 1)} of ${Math.ceil(dropThreshold - 1e-9)}, of its absence ${eValue(last?.eNonInferior ?? 1)} of ${Math.ceil(clearThreshold - 1e-9)}`;
  const line = (kind: string, valueOf: (step: EvidenceStep) => number) =>
    html`<polyline
      class="evidence ${kind}"
      points="${[`${at(0).toFixed(1)},${y(1)}`, ...path.map((step) => `${at(step.visit).toFixed(1)},${y(valueOf(step))}`)].join(" ")}"
    />`;
  const threshold = (kind: string, value: number) =>
    html`<line
      class="evidence-threshold ${kind}"
      x1="${LEFT}"
      x2="${WIDTH - 4}"
      y1="${y(value)}"
      y2="${y(value)}"
    />`;
  return html`<figure>
    <figcaption>
      ${criterionWords(name)}${stoppedAt === null ? "" : html`<span class="small">, decided at visit ${stoppedAt}</span>`}
    </figcaption>
    <svg class="evidence-plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
      ${[0.01, 1, 100].map(
        (value) =>
          html`<line
              class="plot-axis"
              x1="${LEFT}"
              x2="${WIDTH - 4}"
              y1="${y(value)}"
              y2="${y(value)}"
            /><text class="tick" x="${LEFT - 5}" y="${Number(y(value)) + 4}" text-anchor="end">
              ${value}
            </text>`,
      )}
      ${threshold("drop", dropThreshold)}${threshold("clear", clearThreshold)}
      ${line("drop", ({ eDrop }) => eDrop)}${line("clear", ({ eNonInferior }) => eNonInferior)}
      <text class="tick" x="${LEFT}" y="${HEIGHT - 4}">0</text>
      <text class="tick" x="${WIDTH - 4}" y="${HEIGHT - 4}" text-anchor="end">visit ${visits}</text>
    </svg>
    <p class="small">
      <span class="bad">evidence of a drop</span>, <span class="good">of its absence</span>; dashed: what
      decides
    </p>
  </figure>`;
}

/** Evidence on a logarithmic scale. */
function y(evidence: number): string {
  const clipped = Math.log(Math.min(MOST, Math.max(LEAST, evidence)));
  const share = (clipped - Math.log(LEAST)) / (Math.log(MOST) - Math.log(LEAST));
  return (6 + (1 - share) * (HEIGHT - FOOT - 12)).toFixed(1);
}
