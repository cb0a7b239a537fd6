import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";
import type { Span } from "../verdict/reading.ts";

/** The matches of each class of a lexicon; unlike words, signals may overlap: "no budget" is both topic and denial. */
export interface SignalLexicon {
  /** Spans of a class in `text`, in order of the lexicon's entries. */
  find(signal: string, text: string): Span[];
  /** Whether a class occurs at all. */
  has(signal: string, text: string): boolean;
}

/**
 * Reads `graders/lexicons/<name>.yaml` by class.
 * @throws InputError naming file:line:column of every problem; RangeError when a class is asked for that it lacks.
 */
export function readSignals(name: string): SignalLexicon {
  const file = fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url));
  const patterns = new Map<string, RegExp[]>();
  for (const entry of readYaml(file, LexiconSchema).entries) {
    const signal = entry.class ?? "";
    const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${entry.pattern})(?![\p{L}\p{N}])`, "giu");
    patterns.set(signal, [...(patterns.get(signal) ?? []), pattern]);
  }
  const patternsOf = (signal: string): RegExp[] => {
    const found = patterns.get(signal);
    if (!found) throw new RangeError(`${file} has no entry of class ${signal}`);
    return found;
  };
  return {
    find: (signal, text) =>
      patternsOf(signal).flatMap((pattern) =>
        [...text.matchAll(pattern)].map((match) => ({
          start: match.index,
          end: match.index + match[0].length,
        })),
      ),
    has: (signal, text) => patternsOf(signal).some((pattern) => text.search(pattern) !== -1),
  };
}
