import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";

/** A phrase of a lexicon found in a text, with its entry's class. */
export interface Phrase {
  start: number;
  end: number;
  class: string;
}

/**
 * Reads `graders/lexicons/<name>.yaml` into one regular expression for each class, so that a reply is read once a class
 * however long the word list is, in time linear in the reply. Spaces of a pattern stand for any white space. Phrases of
 * different classes may overlap.
 * @throws InputError naming file:line:column of every problem of the lexicon.
 */
export function readPhrases(name: string): (text: string) => Phrase[] {
  const { entries } = readYaml(
    fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url)),
    LexiconSchema,
  );
  const byClass = Map.groupBy(entries, (entry) => entry.class ?? "");
  const readers = [...byClass].map(([key, members]) => ({
    key,
    pattern: compile(members.map((entry) => entry.pattern)),
  }));
  return (text) => {
    const lower = lowerCase(text);
    return readers.flatMap(({ key, pattern }) =>
      [...lower.matchAll(pattern)].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        class: key,
      })),
    );
  };
}

/** Boundaries by look-around, since \b does not hold beside "&" or "é". */
function compile(patterns: string[]): RegExp {
  const body = patterns.map((pattern) => pattern.replaceAll(" ", String.raw`\s{1,20}`)).join("|");
  return new RegExp(String.raw`(?<![a-z0-9\u00e0-\u024f])(?:${body})(?![a-z0-9\u00e0-\u024f])`, "g");
}

/** Lower case without a change of length, so that offsets hold; curly apostrophes become straight ones. */
export function lowerCase(text: string): string {
  // Every lexicon reads the same reply one after the other.
  if (text !== latest.text) latest = { text, lower: lowered(text) };
  return latest.lower;
}

let latest = { text: "", lower: "" };

function lowered(text: string): string {
  const straight = text.replaceAll("’", "'");
  const lower = straight.toLowerCase();
  return lower.length === text.length
    ? lower
    : straight.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
