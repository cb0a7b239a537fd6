import type { Comparison } from "../../../records/comparison.ts";
import { score } from "../../numbers.ts";
import type { PersonaChange } from "../input.ts";
import { changeWords, criterionLabel, pValue, signed } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** Lines whose change is listed as an outcome: more false alarms than one in ten are not wanted beside a diff. */
const MOST_Q = 0.1;

/** What was changed in the persona, beside the outcomes that moved. */
export function personaSection(persona: PersonaChange, comparison: Comparison): Markup {
  return html`<section aria-labelledby="persona">
    <h2 id="persona">What was changed, and what moved</h2>
    <div class="beside">
      <div>
        <h3>The persona</h3>
        ${change(persona)}
      </div>
      <div>
        <h3>Outcomes that moved beyond chance</h3>
        ${moved(comparison)}
      </div>
    </div>
  </section>`;
}

function change(persona: PersonaChange): Markup {
  if (persona.kind === "same") return html`<p>Both runs used the same text.</p>`;
  if (persona.kind === "unknown") return html`<p>The change cannot be shown: ${persona.reason}</p>`;
  return html`<p class="small">${changeWords(persona)}</p>
    ${diffBlock(persona.patch)}`;
}

/** The hunks of a unified diff, each line in its colour. */
export function diffBlock(patch: string): Markup {
  const lines = patch.split("\n");
  const hunks = lines.slice(lines.findIndex((line) => line.startsWith("@@"))).filter((line) => line !== "");
  return html`<pre class="wrap diff">
${hunks.map((line) => html`<span class="${toneOf(line)}">${line}</span>`)}</pre>`;
}

function toneOf(line: string): string {
  if (line.startsWith("+")) return "added";
  if (line.startsWith("-")) return "removed";
  return line.startsWith("@@") ? "hunk" : "";
}

function moved(comparison: Comparison): Markup {
  const { criteria, items, estimand } = comparison;
  const drops = criteria.filter(({ verdict, flagged }) => verdict === "regressed" || flagged);
  const gains = criteria.filter(({ improved }) => improved);
  const lines = items
    .filter(({ q }) => q <= MOST_Q)
    .toSorted((one, other) => one.b - one.a - (other.b - other.a));
  if (drops.length + gains.length + lines.length === 0) {
    return html`<p>None. What differs is within what two runs of one persona differ by (${estimand}).</p>`;
  }
  return html`<table>
    <thead>
      <tr>
        <th>Outcome</th>
        <th class="number">Before</th>
        <th class="number">After</th>
        <th class="number">Change</th>
        <th class="number">p or q</th>
      </tr>
    </thead>
    <tbody>
      ${[...drops, ...gains].map(
        ({ name, a, b, difference, improved, pAdjusted, pGain }) =>
          html`<tr>
            <th>${criterionLabel(name, comparison)}</th>
            <td class="number">${score(a)}</td>
            <td class="number">${score(b)}</td>
            <td class="number ${improved ? "good" : "bad"}">${signed(difference)}</td>
            <td class="number">${pValue(improved ? pGain : pAdjusted)}</td>
          </tr>`,
      )}${lines.map(
        ({ id, title, a, b, q }) =>
          html`<tr>
            <td>${id} ${title}</td>
            <td class="number">${score(a)}</td>
            <td class="number">${score(b)}</td>
            <td class="number ${b < a ? "bad" : "good"}">${signed(b - a)}</td>
            <td class="number">${pValue(q)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
