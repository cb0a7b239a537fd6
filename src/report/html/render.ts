import { sha256 } from "../../files/hash.ts";
import type { ReportInput } from "../input.ts";
import { type Bundle, bundleApp } from "./bundle.ts";
import { layOut } from "./columns.ts";
import { CHUNK_ROWS, type ScenarioDetail } from "./data.ts";
import { island, islands } from "./island.ts";

/**
 * The report as one HTML file that opens from disk and fetches nothing: its Content Security Policy lets only its own
 * script and style run, by their hashes. Index first, then details in compressed chunks that are decoded when opened.
 */
export async function renderHtml(input: ReportInput): Promise<string> {
  const { index, details } = layOut(input);
  const scenarios: ScenarioDetail[] = input.scenarios.map((scenario) => ({
    scenario,
    decisions: input.decisions[scenario.id] ?? [],
  }));
  return page(await bundleApp(), index.run.id, [
    island("index", index),
    ...islands("scenarios", scenarios, CHUNK_ROWS),
    ...islands("details", details, CHUNK_ROWS),
  ]);
}

function page({ script, style }: Bundle, runId: string, data: readonly string[]): string {
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
${data.join("\n")}
<script>${script}</script>
</body>
</html>
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
