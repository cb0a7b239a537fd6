import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";
import { matchesOf } from "../text/eachMatch.ts";
import { mayOccur, type Watch, watchFor, watchForAll, watchForAny } from "../text/occurs.ts";
import { beforeReading } from "../text/reading.ts";
import { lowerCase } from "../text/lowerCase.ts";
import type { Span } from "../text/places.ts";

/** The matches of each class of a lexicon; unlike words, signals may overlap: "no budget" is both topic and denial. */
export interface SignalLexicon {
  /** Spans of a class in `text`, in order of the lexicon's entries. */
  find(signal: string, text: string): Span[];
  /** Whether a class occurs at all. */
  has(signal: string, text: string): boolean;
  /** Asks at a look whether one of some classes may occur; no is certain. */
  mayHoldAny(classes: readonly string[]): (text: string) => boolean;
  /** The same of all of them. */
  mayHoldAll(classes: readonly string[]): (text: string) => boolean;
}

const read = new Map<string, SignalLexicon>();

/**
 * The signals of `graders/lexicons/<name>.yaml` by class, read before the first text is; several modules ask for the same ones.
 * To look for one throws InputError naming file:line:column of every problem of the lexicon, and RangeError for a class that it
 * lacks.
 */
export function readSignals(name: string): SignalLexicon {
  const known = read.get(name) ?? signalsIn(name);
  read.set(name, known);
  return known;
}

function signalsIn(name: string): SignalLexicon {
  const file = fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url));
  const signals = beforeReading(() => {
    const entries = Map.groupBy(readYaml(file, LexiconSchema).entries, (entry) => entry.class ?? "");
    return new Map(
      [...entries].map(([signal, members]) => [signal, compile(members.map(({ pattern }) => pattern))]),
    );
  });
  const signalOf = (signal: string): Signal => {
    const known = signals().get(signal);
    if (!known) throw new RangeError(`${file} has no entry of class ${signal}`);
    return known;
  };
  const asks = (classes: readonly string[], join: (watches: readonly Watch[]) => Watch) => {
    const watch = beforeReading(() => join(classes.map((signal) => signalOf(signal).watch)));
    return (text: string) => mayOccur(text, watch());
  };
  return {
    mayHoldAny: (classes) => asks(classes, watchForAny),
    mayHoldAll: (classes) => asks(classes, watchForAll),
    find(signal, text) {
      const { searches, watch } = signalOf(signal);
      return mayOccur(text, watch) ? spansIn(searches, text) : [];
    },
    has(signal, text) {
      const { searches, watch } = signalOf(signal);
      return mayOccur(text, watch) && occurIn(searches, text);
    },
  };
}

/** A class of a lexicon: its entries, and the watch for the words that any of them needs. */
interface Signal {
  searches: Search[];
  watch: Watch;
}

function compile(patterns: string[]): Signal {
  const searches = patterns.map(searchFor);
  return { searches, watch: watchForAny(searches.map(({ watch }) => watch)) };
}

// Functions of their own, so that asking in vain allocates nothing.

function spansIn(searches: readonly Search[], text: string): Span[] {
  return searches.flatMap((search) => spansOf(search, text));
}

function occurIn(searches: readonly Search[], text: string): boolean {
  return searches.some((search) => occurs(search, text));
}

function spansOf({ pattern, cased, watch }: Search, text: string): Span[] {
  if (!mayOccur(text, watch)) return [];
  return matchesOf(cased ? text : lowerCase(text), pattern).map(({ index, 0: match }) => ({
    start: index,
    end: index + match.length,
  }));
}

function occurs({ pattern, cased, watch }: Search, text: string): boolean {
  return mayOccur(text, watch) && (cased ? text : lowerCase(text)).search(pattern) !== -1;
}

/** A pattern with word boundaries around it; `cased` = it must see the text as written, not in lower case. */
interface Search {
  pattern: RegExp;
  cased: boolean;
  watch: Watch;
}

/** The flags `u` and `i` make compiling and matching several times slower: only patterns that need them have them. */
function searchFor(pattern: string): Search {
  const cased = needsCase(pattern);
  const watch = watchFor(pattern, { bounded: true, lower: !cased });
  if (cased) {
    const source = String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`;
    return { pattern: new RegExp(source, "giu"), cased: true, watch };
  }
  const lower = pattern.replaceAll(/\\.|[A-Z]/g, (one) => (one.length > 1 ? one : one.toLowerCase()));
  return { pattern: new RegExp(`(?<!${LETTER})(?:${lower})(?!${LETTER})`, "g"), cased: false, watch };
}

const LETTER = String.raw`[a-z0-9\u00df-\u024f]`;

function needsCase(pattern: string): boolean {
  return /\\p\{|\(\?-?i:/.test(pattern);
}
