import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";
import type { Persona } from "../records/persona.ts";

/** Long enough for any two versions of one prompt; unrelated texts can take tens of seconds without a limit. */
const TIMEOUT_MS = 2000;

/** How two personas differ. */
export interface PersonaDiff {
  /** Fields of the front matter that differ. */
  fields: { name: "name" | "description" | "model" | "version"; from: string; to: string }[];
  /** Unified diff of the system prompts; empty when they are the same. */
  patch: string;
  linesAdded: number;
  linesRemoved: number;
}

/**
 * Compares two personas line by line. Where the texts have so little in common that a smallest diff takes longer than
 * `timeoutMs`, everything between their common beginning and end is shown as replaced.
 */
export function diffPersona(a: Persona, b: Persona, options: { timeoutMs?: number } = {}): PersonaDiff {
  const fields = (["name", "description", "model", "version"] as const)
    .filter((name) => a[name] !== b[name])
    .map((name) => ({ name, from: a[name] ?? "none", to: b[name] ?? "none" }));
  if (a.systemPrompt === b.systemPrompt) return { fields, patch: "", linesAdded: 0, linesRemoved: 0 };
  const hunks = smallest(a.systemPrompt, b.systemPrompt, options.timeoutMs ?? TIMEOUT_MS) ?? [
    replaced(a.systemPrompt, b.systemPrompt),
  ];
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    fields,
    patch: formatPatch(
      { oldFileName: label(a), newFileName: label(b), oldHeader: undefined, newHeader: undefined, hunks },
      FILE_HEADERS_ONLY,
    ),
    linesAdded: lines.filter((line) => line.startsWith("+")).length,
    linesRemoved: lines.filter((line) => line.startsWith("-")).length,
  };
}

type Hunk = ReturnType<typeof structuredPatch>["hunks"][number];

function smallest(from: string, to: string, timeout: number): Hunk[] | undefined {
  return structuredPatch("", "", from, to, undefined, undefined, { context: 3, timeout })?.hunks;
}

/** One hunk that replaces all lines between the common beginning and the common end; linear in the texts' length. */
function replaced(from: string, to: string): Hunk {
  const [old, now] = [from.split("\n"), to.split("\n")];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const removed = old.slice(start, old.length - end);
  const added = now.slice(start, now.length - end);
  return {
    oldStart: start + 1,
    oldLines: removed.length,
    newStart: start + 1,
    newLines: added.length,
    lines: [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)],
  };
}

function label({ source, version, sha256 }: Persona): string {
  return `${source} (${version}, ${sha256.slice(0, 12)})`;
}
