import { html, type Markup } from "./markup.ts";

/** A table that scrolls in its own box where it is wider than the page, by its head cells, its rows and a class of its own, if any. */
export function table(
  heads: Markup | readonly Markup[],
  rows: Markup | readonly Markup[],
  kind = "",
): Markup {
  return html`<div class="scroll-x">
    <table class="${kind}">
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
