import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { type Lexicon, LexiconSchema } from "../../src/records/rubric.ts";
import { PREFIX, prefixesOf } from "./prefixes.ts";

/** A place where an entry of a lexicon matches; offsets into the text searched. */
export interface Hit {
  start: number;
  end: number;
  class: string;
  reason: string;
}

/**
 * Reads `graders/lexicons/<name>.yaml` into a search that goes through a text once, word by word, however many entries
 * there are. The leftmost match wins, and at one place the earlier entry; matches do not overlap.
 * @throws InputError naming file:line:column of every problem.
 */
export function readVerdictLexicon(name: string): (text: string) => Hit[] {
  const { entries } = readYaml(
    fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url)),
    LexiconSchema,
  );
  const compiled = entries.map((entry, index) => ({ ...entry, index, prefixes: prefixesOf(entry.pattern) }));
  // Keyed by the letters as written, so that a known word costs one look-up; null where no entry can begin so.
  const searches = new Map<string, Search | null>();
  // Beginnings with the same entries share one compiled search.
  const shared = new Map<string, Search | null>();
  const searchFor = (letters: string) => {
    if (searches.size > MANY) searches.clear();
    const prefix = letters.toLowerCase();
    const possible = compiled.filter(({ prefixes }) => canBegin(prefixes, prefix));
    const key = possible.map(({ index }) => index).join();
    const search = shared.get(key) ?? searchOf(possible);
    shared.set(key, search);
    searches.set(letters, search);
    return search;
  };
  return (text) => {
    const hits: Hit[] = [];
    let inWord = false;
    for (let at = 0; at < text.length; at++) {
      const begins = !inWord;
      inWord = isWord(text.charCodeAt(at));
      if (!inWord || !begins) continue;
      const letters = text.slice(at, at + PREFIX);
      const known = searches.get(letters);
      const search = known === undefined ? searchFor(letters) : known;
      const hit = search?.(text, at);
      if (!hit) continue;
      hits.push(hit);
      at = hit.end - 1;
      inWord = isWord(text.charCodeAt(at));
    }
    return hits;
  };
}

/** So many different beginnings of words are kept; prose has a few thousand. */
const MANY = 20_000;

type Entry = Lexicon["entries"][number];
type Search = (text: string, at: number) => Hit | undefined;

function canBegin(prefixes: Set<string>, prefix: string): boolean {
  for (const known of prefixes) if (prefix.startsWith(known)) return true;
  return false;
}

function searchOf(entries: Entry[]): Search | null {
  if (entries.length === 0) return null;
  // Without the `u` flag, which makes compiling a hundred such expressions take most of a second: entries use no \p classes.
  const sticky = new RegExp(
    String.raw`(?:${entries.map(({ pattern }) => `(${pattern})`).join("|")})(?![A-Za-z0-9\u00C0-\u1FFF])`,
    "iy",
  );
  return (text, at) => {
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (!match) return undefined;
    const entry = entries[match.findIndex((group, index) => index > 0 && group !== undefined) - 1];
    return { start: at, end: at + match[0].length, class: entry?.class ?? "", reason: entry?.reason ?? "" };
  };
}

/** Letters, digits, "$" and whatever stands outside ASCII and may be a letter. */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 36 ||
    (code >= 192 && code < 0x2000)
  );
}
