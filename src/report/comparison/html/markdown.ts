import { type Block, blocksOf } from "../../markdownBlocks.ts";
import type { Run } from "../../markdownRuns.ts";
import { html, type Markup } from "./markup.ts";
import { table } from "./table.ts";

/** A text in Markdown as its writer meant it to be read; what stands in it is text and never markup of the page. */
export function markdown(text: string): Markup {
  const words = (runs: readonly Run[]): Markup[] =>
    runs.map((run) => drawn(run, text.slice(run.start, run.end)));
  return html`<div class="wrap reply">${blocksOf(text).map((block) => blockOf(block, words))}</div>`;
}

type Words = (runs: readonly Run[]) => Markup[];

function blockOf(block: Block, words: Words): Markup {
  if (block.kind === "rule") return html`<hr />`;
  if (block.kind === "list") {
    const items = block.items.map(
      ({ marker, depth, runs }) =>
        html`<li class="md-depth-${depth}">
          <span class="md-marker">${marker}</span><span>${words(runs)}</span>
        </li>`,
    );
    return html`<ul class="md-list">
      ${items}
    </ul>`;
  }
  if (block.kind === "table") {
    const [head = [], ...rest] = block.rows;
    const heads = head.map((runs) => html`<th>${words(runs)}</th>`);
    const rows = rest.map(
      (cells) =>
        html`<tr>
          ${cells.map((runs) => html`<td>${words(runs)}</td>`)}
        </tr>`,
    );
    return table(heads, rows, "md-table");
  }
  return html`<p class="md-${block.kind}">${words(block.runs)}</p>`;
}

function drawn({ strong, emphasis, code }: Run, text: string): Markup {
  const plain = code ? html`<code>${text}</code>` : html`${text}`;
  const stressed = emphasis ? html`<em>${plain}</em>` : plain;
  return strong ? html`<strong>${stressed}</strong>` : stressed;
}
