import { html, type Markup } from "../comparison/html/markup.ts";
import { diffBlock } from "../comparison/html/persona.ts";
import { stillPage } from "../comparison/html/stillPage.ts";
import { table } from "../comparison/html/table.ts";
import { counted, dollars } from "../numbers.ts";
import type { Outcome, TrialsReport } from "./outcome.ts";
import { headlineOf, headsOf, linesOf, notesOf, subjectWords, type TrialLine } from "./words.ts";

/** Trials as one HTML page that fetches nothing and runs nothing: what came of all, a table of them, and each with its edit. */
export function renderTrialsHtml(report: TrialsReport): string {
  const kind = "mutations" in report ? "mutations" : "ablation";
  const lines = linesOf(report);
  return stillPage({
    title: `dealbench ${kind}`,
    main: html`<header class="head">
        <p class="kicker">dealbench · ${kind} · ${report.finishedAt.slice(0, 16).replace("T", " ")} UTC</p>
        <h1 class="long">${headlineOf(report)}</h1>
        <p class="provenance-line">
          <b><bdi>${subjectWords(report)}</bdi></b>
        </p>
        <aside class="notes" aria-label="Before you believe a figure">
          ${notesOf(report).map((note) => html`<p>${note}</p>`)}
        </aside>
      </header>
      ${tableSection(headsOf(report), lines)}
      <section aria-labelledby="edits">
        <h2 id="edits">Each edit</h2>
        ${lines.map(editSection)}
      </section>`,
  });
}

function tableSection(heads: ReturnType<typeof headsOf>, lines: readonly TrialLine[]): Markup {
  return html`<section aria-labelledby="trials">
    <h2 id="trials">Every trial</h2>
    ${table(
      html`${heads.map((head) => html`<th>${head}</th>`)}
        <th>What moved, or was looked at</th>
        <th class="number">Calls</th>
        <th class="number">Cost</th>`,
      lines.map(
        ({ trial: { id, title, calls, costUsd }, outcome, about, moved }) =>
          html`<tr>
            <th><a href="#${id}">${title}</a><span class="small block">${id}</span></th>
            <td>${about}</td>
            <td>${toned(outcome)}</td>
            <td>${moved.map((words) => html`<span class="block">${words}</span>`)}</td>
            <td class="number">${calls}</td>
            <td class="number">${dollars(costUsd)}</td>
          </tr>`,
      ),
    )}
  </section>`;
}

function editSection({ trial, outcome, why }: TrialLine): Markup {
  const { id, title, says, page, patch } = trial;
  return html`<article class="anchor" id="${id}">
    <h3>${title}: ${toned(outcome)}</h3>
    ${why === "" ? "" : html`<p>${why}</p>`}
    <p>
      <bdi>${says}</bdi>
      ${page === null ? "" : html` <a href="${page}">Its comparison, reply by reply</a>`}
    </p>
    ${
      patch === ""
        ? ""
        : html`<details>
            <summary>The edit: ${counted(changedLines(patch), "line")}</summary>
            ${diffBlock(patch)}
          </details>`
    }
  </article>`;
}

function changedLines(patch: string): number {
  return patch.split("\n").filter((line) => /^[+-](?![+-]{2} )/.test(line)).length;
}

function toned({ tone, words }: Outcome): Markup {
  return html`<strong class="${tone === "open" ? "" : tone}">${words}</strong>`;
}
