import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";

/** A place where an entry of a lexicon matches; offsets into the text searched. */
export interface Hit {
  start: number;
  end: number;
  class: string;
  reason: string;
}

/**
 * Reads `graders/lexicons/<name>.yaml` as one alternation, so that a text is scanned once however many entries there are.
 * The leftmost match wins, and at one place the earlier entry.
 * @throws InputError naming file:line:column of every problem.
 */
export function readVerdictLexicon(name: string): (text: string) => Hit[] {
  const { entries } = readYaml(fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url)), LexiconSchema);
  const source = entries.map(({ pattern }) => `(${pattern})`).join("|");
  const scan = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${source})(?![\p{L}\p{N}])`, "giu");
  return (text) => [...text.matchAll(scan)].map((match) => hitOf(match, entries));
}

function hitOf(match: RegExpExecArray, entries: { class?: string | undefined; reason: string }[]): Hit {
  const entry = entries[match.findIndex((group, index) => index > 0 && group !== undefined) - 1];
  return {
    start: match.index,
    end: match.index + match[0].length,
    class: entry?.class ?? "",
    reason: entry?.reason ?? "",
  };
}
