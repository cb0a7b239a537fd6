import { CRITERIA, type CriterionName } from "../../records/gate.ts";
import type { Trend, TrendPoint } from "../../records/trend.ts";
import { html, type Markup } from "../comparison/html/markup.ts";
import { stillPage } from "../comparison/html/stillPage.ts";
import { criterionWords } from "../comparison/words.ts";
import { counted, score } from "../numbers.ts";
import { REPLIES_WORDS } from "../words.ts";
import { trendPlot } from "./plot.ts";
import { aside } from "./terminal.ts";

/** The index of all runs as one HTML page that fetches nothing and runs nothing: scores over time with their intervals, and every run. */
export function renderTrendHtml(trend: Trend): string {
  const { points, notes } = trend;
  const told = CRITERIA.filter((name) => points.some(({ scores }) => scores[name]));
  return stillPage({
    title: "dealbench runs",
    sheets: [new URL("trend.css", import.meta.url)],
    main: html`<header class="head">
        <p class="kicker">dealbench · all runs</p>
        <h1>${counted(points.length, "run")} of ${counted(personasOf(points).size, "persona text")}</h1>
        <p class="lead">
          Each point is one model's part of a run, oldest first and numbered as in the table, with its 95 %
          interval on deals like these. Hollow points are simulated, come from a baseline in git, or were
          graded by other graders or another judge than the newest: the table below says which, and that they
          are no fair comparison with it. What two runs differ by is for dealbench compare to say.
        </p>
        ${notes.map((note) => html`<p class="small">Left out: <bdi>${note}</bdi></p>`)}
      </header>
      <section aria-labelledby="plots">
        <h2 id="plots">Scores over time</h2>
        <div class="trend-plots">${told.map((name) => trendPlot(name, points))}</div>
      </section>
      ${table(points, told)}`,
  });
}

function table(points: readonly TrendPoint[], told: readonly CriterionName[]): Markup {
  return html`<section aria-labelledby="runs">
    <h2 id="runs">Every run</h2>
    <div class="scroll-x">
      <table class="trend-table">
        <thead>
          <tr>
            <th>Finished, UTC</th>
            <th>Persona</th>
            <th>Model</th>
            <th>Replies</th>
            ${told.map((name) => html`<th class="number">${criterionWords(name)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${points.map((point, index) => row(point, index + 1, told, points.at(-1))).toReversed()}
        </tbody>
      </table>
    </div>
  </section>`;
}

function row(
  point: TrendPoint,
  number: number,
  told: readonly CriterionName[],
  last: TrendPoint | undefined,
): Markup {
  const { report, runId, finishedAt, persona, model, replies, baselines } = point;
  const when = finishedAt.slice(0, 16).replace("T", " ");
  // That replies are simulated is their label already.
  const asides = aside(point, last).filter((words) => words !== "simulated");
  const remarks = [...baselines.map((name) => `baseline ${name}`), ...asides].join(", ");
  return html`<tr>
    <th>
      ${report === null ? when : html`<a href="${linkTo(report)}" title="${runId}">${when}</a>`}<span
        class="small block"
        >no. ${number}</span
      >
    </th>
    <td>${persona.version} <code>${persona.sha256?.slice(0, 8) ?? "?"}</code></td>
    <td><bdi>${model}</bdi></td>
    <td>
      ${REPLIES_WORDS[replies].label}${remarks === "" ? "" : html`<span class="small block">${remarks}</span>`}
    </td>
    ${told.map((name) => html`<td class="number">${scoreCell(point, name)}</td>`)}
  </tr>`;
}

/** The score, and below it its interval. */
function scoreCell({ scores }: TrendPoint, name: CriterionName): Markup {
  const found = scores[name];
  if (!found) return html`–`;
  const { value, low, high } = found;
  const limits = low === null || high === null ? "" : `${score(low)}–${score(high)}`;
  return html`${score(value)}${limits === "" ? "" : html`<span class="small block limits">${limits}</span>`}`;
}

/** A link that stays a path beside the page, whatever a folder is called. */
function linkTo(report: string): string {
  return `./${report.split("/").map(encodeURIComponent).join("/")}`;
}

function personasOf(points: readonly TrendPoint[]): Set<string> {
  return new Set(points.map(({ persona }) => persona.sha256 ?? persona.version));
}
