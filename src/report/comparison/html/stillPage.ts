import { fileURLToPath } from "node:url";
import { readText } from "../../../files/read.ts";
import { contentPolicy } from "../../html/render.ts";
import { html, Markup } from "./markup.ts";

/** The sheets of every such page, from this folder. */
const SHEETS = ["../../html/app/app.css", "comparison.css"];

/**
 * An HTML page that opens from disk, fetches nothing and runs nothing, in the colours of the run report. `sheets` are the addresses of
 * style sheets of its own, if any.
 */
export function stillPage({
  title,
  main,
  sheets = [],
}: {
  title: string;
  main: Markup;
  sheets?: readonly URL[];
}): string {
  const style = [...SHEETS.map((name) => new URL(name, import.meta.url)), ...sheets]
    .map((sheet) => readText(fileURLToPath(sheet)))
    .join("\n");
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy(null, style)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <main>${main}</main>
      </body>
    </html> `.text;
}
