import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";
import { endOf, formOf, indexForms } from "./forms.ts";
import { kept } from "./kept.ts";
import { factsOf, mayOccurIn, watchFor } from "./occurs.ts";
import { alternativesOf, spreadOut } from "./prefixes.ts";
import { startsIn } from "./starts.ts";

/** A phrase of a lexicon found in a text, with its entry's class. */
export interface Phrase {
  start: number;
  end: number;
  class: string;
}

/**
 * Reads `graders/lexicons/<name>.yaml` into a search that goes through a text once, word by word, however long the word list
 * is. Of each class the leftmost match wins, and at one place the earlier entry; phrases of different classes may overlap.
 * Phrases come class by class. Spaces of a pattern stand for any white space.
 * @throws InputError naming file:line:column of every problem of the lexicon.
 */
export function readPhrases(name: string): (text: string) => Phrase[] {
  const { entries } = readYaml(
    fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url)),
    LexiconSchema,
  );
  const classes = [...new Set(entries.map((entry) => entry.class ?? ""))];
  const forms = entries.flatMap((entry) =>
    alternativesOf(entry.pattern)
      .flatMap(spreadOut)
      .map((pattern) => ({ pattern, place: classes.indexOf(entry.class ?? "") })),
  );
  const formsAt = indexForms(
    forms.map(({ pattern, place }, order) =>
      formOf(place, order, {
        source: pattern.replaceAll(" ", String.raw`\s{1,20}`),
        after: AFTER,
        flags: "",
      }),
    ),
  );
  const any = watchFor(entries.map(({ pattern }) => pattern).join("|"));
  return (text) => {
    const facts = factsOf(text);
    if (!mayOccurIn(facts, any)) return [];
    const lower = lowerCase(text);
    const starts = startsIn(lower);
    const found: Phrase[][] = classes.map(() => []);
    const ends = classes.map(() => 0);
    for (let index = 0; index < starts.at.length; index++) {
      for (const form of formsAt(starts, index)) {
        const start = starts.at[index] ?? 0;
        const place = form.entry;
        if (start < (ends[place] ?? 0)) continue;
        const end = endOf(form, lower, start, facts);
        if (end === -1) continue;
        found[place]?.push({ start, end, class: classes[place] ?? "" });
        ends[place] = end;
      }
    }
    return found.flat();
  };
}

/** A boundary by look-around, since \b does not hold beside "&" or "é". */
const AFTER = String.raw`(?![a-z0-9\u00e0-\u024f])`;

/** Lower case without a change of length, so that offsets hold; curly apostrophes become straight ones. */
export const lowerCase = kept(lowered);

function lowered(text: string): string {
  const straight = text.replaceAll("’", "'");
  const lower = straight.toLowerCase();
  return lower.length === text.length
    ? lower
    : straight.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
