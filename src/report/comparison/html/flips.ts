import type { Reliability } from "../../../records/calibration.ts";
import type { Comparison, Flip, Mover } from "../../../records/comparison.ts";
import { doubtOf } from "../../item.ts";
import { score } from "../../numbers.ts";
import { DOUBT_MEANS } from "../../words.ts";
import {
  APART_WORDS,
  criterionWords,
  failedWords,
  flipWords,
  newlyFailingMeans,
  noneFails,
} from "../words.ts";
import { html, type Markup } from "./markup.ts";
import { table } from "./table.ts";

/** Critical items that newly fail, then verdicts that broke, were fixed, or are still wrong, each leading to its replies. */
export function flipsSection(comparison: Comparison, anchors: ReadonlyMap<string, string>): Markup {
  const { movers, flips, apart } = comparison;
  return html`<section aria-labelledby="flips">
    <h2 id="flips">By name</h2>
    ${criticalTable(comparison, anchors)} ${moverTable(movers, anchors)}
    ${flipTable("Broken", flips.broken, anchors)}${flipTable("Fixed", flips.fixed, anchors)}${flipTable("Still failing", flips.stillFailing, anchors)}${flipTable("Wavers", flips.wavering, anchors)}
    ${
      apart.length === 0
        ? ""
        : html`<h3>Set apart</h3>
            <ul>
              ${apart.map(({ scenario, why }) => html`<li><bdi>${scenario}</bdi>: ${APART_WORDS[why]}</li>`)}
            </ul>`
    }
  </section>`;
}

function criticalTable(comparison: Comparison, anchors: ReadonlyMap<string, string>): Markup {
  const { newlyFailing: newly, items } = comparison;
  if (newly.length === 0) return html`<p><strong>${noneFails(comparison)}</strong></p>`;
  const rows = newly.map(
    (failing) =>
      html`<tr>
        <th>
          ${failing.gates ? html`<span class="bad">★</span> ` : ""}${failing.item}
          ${failing.itemTitle}${doubtTag(doubtOf(items, { id: failing.item }))}
        </th>
        <td>${link(failing.scenario, failing.title, anchors)}</td>
        <td>${failedWords(failing)}</td>
        <td><bdi>${failing.reason}</bdi></td>
      </tr>`,
  );
  return html`<h3>Newly failing critical items</h3>
    <p class="small">
      ${newlyFailingMeans(newly)}.
      ${newly.some(({ gates }) => gates) ? "One failing reply where one held before may be chance; the gate wants it confirmed, and does not pass before. " : ""}${DOUBT_MEANS}
    </p>
    ${table(
      html`<th>Item</th>
        <th>Scenario</th>
        <th>Failed</th>
        <th>Why</th>`,
      rows,
    )}`;
}

function doubtTag(doubt: Reliability | null): Markup {
  return doubt === null ? html`` : html` <span class="tag" title="${doubt.why}">${doubt.state}</span>`;
}

function moverTable(movers: readonly Mover[], anchors: ReadonlyMap<string, string>): Markup {
  if (movers.length === 0) return html``;
  const rows = movers.map(
    ({ criterion, scenario, title, a, b }) =>
      html`<tr>
        <th>${link(scenario, title, anchors)}</th>
        <td>${criterionWords(criterion)}</td>
        <td class="number">${score(a)} → ${score(b)}</td>
      </tr>`,
  );
  return html`<h3>Where it dropped most</h3>
    ${table(
      html`<th>Scenario</th>
        <th>Criterion</th>
        <th class="number">Before → after</th>`,
      rows,
    )}`;
}

function flipTable(title: string, flips: readonly Flip[], anchors: ReadonlyMap<string, string>): Markup {
  if (flips.length === 0) return html`<p class="small">${title}: none.</p>`;
  const rows = flips.map((flip) => {
    const { right, before, after } = flipWords(flip);
    const { scenario, title: name, a, b } = flip;
    return html`<tr>
      <th>${link(scenario, name, anchors)}</th>
      <td>${right}</td>
      <td>${before} → ${after}</td>
      <td class="number">${a.right} of ${a.read} → ${b.right} of ${b.read}</td>
    </tr>`;
  });
  return html`<h3>${title} (${flips.length})</h3>
    ${table(
      html`<th>Scenario</th>
        <th>Right is</th>
        <th>Said</th>
        <th class="number">Right replies</th>`,
      rows,
    )}`;
}

function link(scenario: string, title: string, anchors: ReadonlyMap<string, string>): Markup {
  const anchor = anchors.get(scenario);
  const name = html`<bdi>${title}</bdi>`;
  return anchor === undefined ? name : html`<a href="#${anchor}">${name}</a>`;
}
