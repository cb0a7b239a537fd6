import { fileURLToPath } from "node:url";
import { readYaml } from "../src/files/yaml.ts";
import { type Lexicon, LexiconSchema, type Rubric, RubricSchema } from "../src/records/rubric.ts";

/**
 * The rubric beside a checker: `readRubric(import.meta.url)` reads `rubric.yaml` in that module's folder.
 * @throws InputError naming file:line:column of every problem.
 */
export function readRubric(moduleUrl: string): Rubric {
  return readYaml(fileURLToPath(new URL("rubric.yaml", moduleUrl)), RubricSchema);
}

/** A word list of graders/lexicons, with its entries compiled. */
export interface Matcher {
  name: string;
  version: number;
  /** Every match in `text`, in order; overlapping matches of later entries are left out. */
  find(text: string): { start: number; end: number; class: string | undefined; reason: string }[];
}

/**
 * Reads `graders/lexicons/<name>.yaml`.
 * @throws InputError naming file:line:column of every problem.
 */
export function readLexicon(name: string): Matcher {
  const lexicon = readYaml(fileURLToPath(new URL(`lexicons/${name}.yaml`, import.meta.url)), LexiconSchema);
  return { name, version: lexicon.version, find: matcherOf(lexicon) };
}

function matcherOf(lexicon: Lexicon): Matcher["find"] {
  const entries = lexicon.entries.map((entry) => ({
    ...entry,
    // Boundaries by look-around, since \b does not hold beside "$" or an apostrophe.
    regexp: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${entry.pattern})(?![\p{L}\p{N}])`, "giu"),
  }));
  return (text) => {
    const found: ReturnType<Matcher["find"]> = [];
    for (const entry of entries) {
      for (const match of text.matchAll(entry.regexp)) {
        const span = { start: match.index, end: match.index + match[0].length };
        if (found.some((other) => span.start < other.end && other.start < span.end)) continue;
        found.push({ ...span, class: entry.class, reason: entry.reason });
      }
    }
    return found.sort((a, b) => a.start - b.start);
  };
}
