import type { Comparison } from "../../../records/comparison.ts";
import { counted } from "../../numbers.ts";
import { REPLIES_WORDS } from "../../words.ts";
import { costWords } from "../costWords.ts";
import type { ComparisonInput } from "../input.ts";
import { pairedWords, sideOf } from "../words.ts";
import { criteriaSection, itemsSection } from "./criteria.ts";
import { flipsSection } from "./flips.ts";
import { html, type Markup } from "./markup.ts";
import { table } from "./table.ts";
import { personaSection } from "./persona.ts";
import { anchorsOf, repliesSection } from "./replies.ts";
import { sequentialSection } from "./sequential.ts";
import { stillPage } from "./stillPage.ts";

/**
 * The comparison as one HTML page that opens from disk, fetches nothing and runs nothing: decision first, then the criteria,
 * flips by name with their replies side by side, and the persona's change beside what it moved.
 */
export function renderComparisonHtml(input: ComparisonInput): string {
  const { comparison, persona } = input;
  const anchors = anchorsOf(input);
  return stillPage({
    title: "dealbench comparison",
    main: html`${head(comparison)} ${comparison.criteria.length === 0 ? "" : criteriaSection(comparison)}
    ${sequentialSection(comparison)} ${flipsSection(comparison, anchors)}
    ${personaSection(persona, comparison)} ${repliesSection(input, anchors)} ${itemsSection(comparison)}
    ${provenance(comparison)}`,
  });
}

function head(comparison: Comparison): Markup {
  const { a, b, decision, headline, notes } = comparison;
  return html`<header class="head">
    <p class="kicker">dealbench · comparison</p>
    <h1 class="${decision.verdict} ${headline.length > 120 ? "long" : ""}"><bdi>${headline}</bdi></h1>
    <p class="provenance-line">
      Baseline <b><bdi>${sideOf(a)}</bdi></b
      ><br />Candidate <b><bdi>${sideOf(b)}</bdi></b
      ><br />${pairedWords(comparison)}<br />${costWords(comparison)}
    </p>
    <ul>
      ${decision.reasons.map((reason) => html`<li><bdi>${reason}</bdi></li>`)}
    </ul>
    <aside class="notes" aria-label="Before you believe a figure">
      ${[a, b].map((side, index) => html`<p><strong>${index === 0 ? "Baseline" : "Candidate"}: ${REPLIES_WORDS[side.replies].label.toLowerCase()}.</strong> ${counted(side.samples, "planned reply", "planned replies")}, ${side.errors} failed or missing, ${side.unanswered} refused or cut off.</p>`)}${notes.map((note) => html`<p><bdi>${note}</bdi></p>`)}
    </aside>
  </header>`;
}

function provenance({ a, b, gate }: Comparison): Markup {
  return html`<section aria-labelledby="provenance">
    <h2 id="provenance">What was compared</h2>
    ${table(
      html`<th></th>
        <th>Run</th>
        <th>Finished, UTC</th>
        <th>Identity</th>
        <th>Graders</th>
        <th>Policy</th>
        <th>Judge</th>`,
      html`${provenanceRow("Baseline", a)}${provenanceRow("Candidate", b)}`,
    )}
    <p class="small">Gate policy ${gate.version}, <code>${gate.sha256.slice(0, 12)}</code></p>
  </section>`;
}

function provenanceRow(
  name: string,
  { id, identitySha256, graders, policy, judge, finishedAt }: Comparison["a"],
): Markup {
  return html`<tr>
    <th>${name}</th>
    <td><bdi>${id}</bdi></td>
    <td>${finishedAt.slice(0, 16).replace("T", " ")}</td>
    <td><code>${identitySha256.slice(0, 12)}</code></td>
    <td><code>${graders.sha256.slice(0, 12)}</code></td>
    <td>${policy.version}</td>
    <td>${judge?.model ?? "none"}</td>
  </tr>`;
}
