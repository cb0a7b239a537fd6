import type { Comparison, Criterion, ItemComparison } from "../../../records/comparison.ts";
import { counted, score } from "../../numbers.ts";
import { DIMENSION_WORDS, DOUBT_MEANS } from "../../words.ts";
import {
  boundsOf,
  columnsMean,
  criterionLabel,
  evidenceWords,
  FIGURE_WORDS,
  figureValues,
  interval,
  intervalWords,
  pairedOf,
  pValue,
  signed,
  verdictWords,
} from "../words.ts";
import { html, type Markup } from "./markup.ts";
import { table } from "./table.ts";
import { differencePlot, reachOf } from "./plot.ts";

/** The criteria, gating ones first, each with its difference drawn against its margin. */
export function criteriaSection(comparison: Comparison): Markup {
  const { criteria, figures, sequential } = comparison;
  const reach = reachOf(criteria);
  return html`<section aria-labelledby="criteria">
    <h2 id="criteria">What decides, and what stands beside it</h2>
    <p class="lead">${columnsMean(comparison)}</p>
    ${table(
      html`<th>Criterion</th>
        <th class="number">Before</th>
        <th class="number">After</th>
        <th class="number">Change</th>
        <th>${signed(-reach, 1)} to ${signed(reach, 1)}; dashed: the margin</th>
        <th>${intervalWords(comparison)}</th>
        <th class="number">${sequential ? "Evidence, of what decides" : "p"}</th>
        <th class="number">Paired</th>
        <th>Verdict</th>`,
      criteria.map((criterion) => row(criterion, comparison, reach)),
      "criteria-table",
    )}
    ${table(
      html`<th>Figure without a verdict</th>
        <th class="number">Before</th>
        <th class="number">After</th>
        <th>Over</th>`,
      figures.map((figure) => {
        const [a, b] = figureValues(figure);
        return html`<tr>
          <th>${FIGURE_WORDS[figure.name]}</th>
          <td class="number">${a}</td>
          <td class="number">${b}</td>
          <td>${figure.n}</td>
        </tr>`;
      }),
      "figures-table",
    )}
  </section>`;
}

/** Every rubric line that was read on both sides, the least likely change first. */
export function itemsSection({ items }: Comparison): Markup {
  const sorted = items.toSorted((one, other) => one.p - other.p);
  return html`<section aria-labelledby="items">
    <h2 id="items">Every rubric line</h2>
    <p class="lead">
      Share of replies in which the line stands well. Exploratory: q is the share of false alarms to expect
      among lines at or below it. ${DOUBT_MEANS} Weak lines are in no criterion unless that was asked for.
    </p>
    <details>
      <summary>${counted(items.length, "line")}</summary>
      ${table(
        html`<th>Line</th>
          <th>Dimension</th>
          <th class="number">Before</th>
          <th class="number">After</th>
          <th class="number">Gained</th>
          <th class="number">Lost</th>
          <th class="number">Paired</th>
          <th class="number">q</th>`,
        sorted.map(itemRow),
      )}
    </details>
  </section>`;
}

function row(criterion: Criterion, comparison: Comparison, reach: number): Markup {
  const stepwise = comparison.sequential !== undefined;
  const { tier, verdict, a, b, difference, common } = criterion;
  const bounds = boundsOf(criterion);
  const onCommon =
    common === null || difference === null || Math.abs(common.difference - difference) < 0.005
      ? ""
      : html`<span class="small block"
          >on items graded in both: ${signed(common.difference)} (${common.n})</span
        >`;
  return html`<tr class="${tier}">
    <th>
      ${criterionLabel(criterion.name, comparison)}${tier === "gating" ? "" : html`<span class="small block">advisory</span>`}
    </th>
    <td class="number">${score(a)}</td>
    <td class="number">${score(b)}</td>
    <td class="number">${signed(difference)}${onCommon}</td>
    <td>${differencePlot(criterion, reach)}</td>
    <td class="limits">${interval(criterion.interval)}</td>
    <td class="number">${stepwise ? evidenceWords(criterion) : pValue(criterion.pAdjusted)}</td>
    <td class="number">
      ${pairedOf(criterion)}${bounds === "" ? "" : html`<span class="small block" title="the change had every unread reply gone against the candidate, or for it">${bounds} if all counted</span>`}
    </td>
    <td>
      <span class="gate ${tier === "gating" ? verdict : ""}">${verdictWords(criterion, stepwise)}</span>
    </td>
  </tr>`;
}

function itemRow({ id, title, dimension, a, b, gained, lost, n, q, reliability }: ItemComparison): Markup {
  const { state, why } = reliability?.checker ?? { state: "", why: "" };
  return html`<tr>
    <th>
      ${id}
      ${title}${state === "" || state === "sound" ? "" : html` <span class="small" title="${why}">${state}</span>`}
    </th>
    <td>${DIMENSION_WORDS[dimension].name}</td>
    <td class="number">${score(a)}</td>
    <td class="number">${score(b)}</td>
    <td class="number">${gained}</td>
    <td class="number">${lost}</td>
    <td class="number">${n}</td>
    <td class="number">${pValue(q)}</td>
  </tr>`;
}
