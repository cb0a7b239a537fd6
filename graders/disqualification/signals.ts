import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";
import { lowerCase } from "../text/phrases.ts";
import type { Span } from "../verdict/reading.ts";

/** The matches of each class of a lexicon; unlike words, signals may overlap: "no budget" is both topic and denial. */
export interface SignalLexicon {
  /** Spans of a class in `text`, in order of the lexicon's entries. */
  find(signal: string, text: string): Span[];
  /** Whether a class occurs at all. */
  has(signal: string, text: string): boolean;
}

const read = new Map<string, SignalLexicon>();

/**
 * Reads `graders/lexicons/<name>.yaml` by class; several modules ask for the same one, which is read once.
 * @throws InputError naming file:line:column of every problem; RangeError when a class is asked for that it lacks.
 */
export function readSignals(name: string): SignalLexicon {
  const known = read.get(name) ?? signalsIn(name);
  read.set(name, known);
  return known;
}

function signalsIn(name: string): SignalLexicon {
  const file = fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url));
  const signals = Map.groupBy(readYaml(file, LexiconSchema).entries, (entry) => entry.class ?? "");
  const searches = new Map<string, Search[]>();
  const searchesOf = (signal: string): Search[] => {
    const known = searches.get(signal);
    if (known) return known;
    const entries = signals.get(signal);
    if (!entries) throw new RangeError(`${file} has no entry of class ${signal}`);
    const compiled = entries.map(({ pattern }) => searchFor(pattern));
    searches.set(signal, compiled);
    return compiled;
  };
  return {
    find: (signal, text) =>
      searchesOf(signal).flatMap(({ pattern, cased }) =>
        [...(cased ? text : lowerCase(text)).matchAll(pattern)].map((match) => ({
          start: match.index,
          end: match.index + match[0].length,
        })),
      ),
    has: (signal, text) =>
      searchesOf(signal).some(
        ({ pattern, cased }) => (cased ? text : lowerCase(text)).search(pattern) !== -1,
      ),
  };
}

/** A pattern with word boundaries around it; `cased` = it must see the text as written, not in lower case. */
interface Search {
  pattern: RegExp;
  cased: boolean;
}

/** The flags `u` and `i` make compiling and matching several times slower: only patterns that need them have them. */
function searchFor(pattern: string): Search {
  if (/\\p\{|\(\?-?i:/.test(pattern)) {
    const source = String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`;
    return { pattern: new RegExp(source, "giu"), cased: true };
  }
  const lower = pattern.replaceAll(/\\.|[A-Z]/g, (one) => (one.length > 1 ? one : one.toLowerCase()));
  return { pattern: new RegExp(`(?<!${LETTER})(?:${lower})(?!${LETTER})`, "g"), cased: false };
}

const LETTER = String.raw`[a-z0-9\u00df-\u024f]`;
