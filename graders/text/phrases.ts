import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";
import { endOf, type Form, type FormIndex, formsOf, indexForms } from "./forms.ts";
import { kept } from "./kept.ts";
import { factsOf, mayOccur, watchFor } from "./occurs.ts";
import { alternativesOf } from "./prefixes.ts";
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
  const byClass = Map.groupBy(entries, (entry) => entry.class ?? "");
  const numbers = [...byClass.keys()].map((one) => classes.push(one) - 1);
  const forms = [...byClass.values()].flatMap((members, index) =>
    members.flatMap(({ pattern }) => phraseForms(pattern, numbers[index] ?? 0)),
  );
  const formsAt = indexForms(forms);
  const any = watchFor(entries.map(({ pattern }) => pattern).join("|"));
  register(forms);
  return (text) => {
    if (!mayOccur(text, any)) return [];
    const found = text.length < LONG ? search(text, formsAt) : searchForAll(text);
    return numbers.flatMap((number) => found[number] ?? []);
  };
}

/** The classes of all lexicons that were read, by number. */
const classes: string[] = [];
/** A text of this many characters is a reply, of which every lexicon is asked: it is searched for all of them at once. */
const LONG = 600;
const allForms: Form<number>[] = [];
let searchForAll: (text: string) => Phrase[][];

function register(forms: readonly Form<number>[]): void {
  allForms.push(...forms);
  let formsAt: FormIndex<number> | undefined;
  searchForAll = kept((text) => search(text, (formsAt ??= indexForms(allForms))), 16);
}

function phraseForms(pattern: string, number: number): Form<number>[] {
  return alternativesOf(pattern.replaceAll(" ", String.raw`\s{1,20}`)).flatMap((source) =>
    formsOf(number, { source, after: AFTER, flags: "" }),
  );
}

/** The phrases of a text by the number of their class. */
function search(text: string, formsAt: FormIndex<number>): Phrase[][] {
  const facts = factsOf(text);
  const lower = lowerCase(text);
  const starts = startsIn(lower);
  const found: Phrase[][] = [];
  for (let index = 0; index < starts.at.length; index++) {
    const start = starts.at[index] ?? 0;
    for (const form of formsAt(starts, index)) {
      const number = form.entry;
      const phrases = found[number];
      if (phrases && start < (phrases.at(-1)?.end ?? 0)) continue;
      const end = endOf(form, lower, start, facts);
      if (end === -1) continue;
      const phrase = { start, end, class: classes[number] ?? "" };
      if (phrases) phrases.push(phrase);
      else found[number] = [phrase];
    }
  }
  return found;
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
