import { sha256 } from "../../files/hash.ts";
import type { HtmlInput } from "../input.ts";
import { type Bundle, bundleApp } from "./bundle.ts";
import { indexJson } from "./columns.ts";
import { CHUNK_ROWS, type ScenarioDetail } from "./data.ts";
import { chooseRows, detailsOf } from "./details.ts";
import { island, islands } from "./island.ts";

/** Replies that a page holds whole: beyond, it would be slow to write and to open. */
const MOST_WHOLE = 1000;

/**
 * The report as one HTML file, piece by piece, that opens from disk and fetches nothing: its Content Security Policy lets
 * only its own script and style run, by their hashes. Index first, then details in compressed chunks that are decoded when
 * opened. Of more than `most` replies the page holds only some whole, and says so.
 */
export async function* renderHtml(input: HtmlInput, most = MOST_WHOLE): AsyncGenerator<string> {
  const opens = chooseRows(input.rows, most);
  const scenarios = input.scenarios.map((scenario) => {
    const decisions = [...(input.decisions[scenario.id] ?? [])];
    return JSON.stringify({ scenario, decisions } satisfies ScenarioDetail);
  });
  const bundle = await bundleApp();
  yield head(bundle, input.run.id);
  yield* island("index", indexJson(input, opens));
  yield* islands("scenarios", scenarios, CHUNK_ROWS);
  const places = opens ?? Array.from({ length: input.rows.length }, (_, at) => at);
  yield* islands("details", detailsOf(input, places), CHUNK_ROWS);
  yield `<script>${bundle.script}</script>\n</body>\n</html>\n`;
}

function head({ script, style }: Bundle, runId: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>dealbench report ${escapeHtml(runId)}</title>
<style>${style}</style>
</head>
<body>
<div id="app"><p class="loading">Reading the report …</p></div>
<noscript><p class="loading">This report needs JavaScript. summary.md beside it says the same in plain text.</p></noscript>
`;
}

/** The policy under which a page runs its own script and style and nothing else; without a script none may run. */
export function contentPolicy(script: string | null, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${script === null ? "'none'" : sourceHash(script)}`,
    `style-src ${sourceHash(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function sourceHash(source: string): string {
  return `'sha256-${Buffer.from(sha256(source), "hex").toString("base64")}'`;
}

/** Text with the characters that HTML acts on as references. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
