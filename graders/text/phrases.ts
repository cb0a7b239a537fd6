import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";
import { type FormIndex, indexForms, sweep } from "./formIndex.ts";
import { endOf, type Form, formsOf } from "./forms.ts";
import { kept } from "./kept.ts";
import { lowerCase } from "./lowerCase.ts";
import { mayOccur, type Watch, watchForAny, watchForWords } from "./occurs.ts";
import { alternativesOf } from "./pattern.ts";
import { beforeReading, readingOf } from "./reading.ts";

/** A phrase of a lexicon found in a text, with its entry's class. */
export interface Phrase {
  start: number;
  end: number;
  class: string;
}

/**
 * A search for the phrases of `graders/lexicons/<name>.yaml` that goes through a text once, word by word, however long the word
 * list is; the lexicon is read before the first text is. Of each class the leftmost match wins, and at one place the earlier
 * entry; phrases of different classes may overlap. Phrases come class by class. Spaces of a pattern stand for any white space, " ?" for any or none.
 * A long text is searched for all lexicons at once, unless `alone` says that no other one is asked of it.
 * The search throws InputError naming file:line:column of every problem of the lexicon.
 */
export function readPhrases(name: string): (text: string, alone?: boolean) => Phrase[] {
  const phrases = beforeReading(() => loadPhrases(name));
  lexicons.push(phrases);
  return (text, alone = false) => {
    const { numbers, index, any } = phrases();
    if (!mayOccur(text, any)) return [];
    const found = alone || text.length < LONG ? search(text, index) : searchForAll()(text);
    return numbers.flatMap((number) => found[number] ?? []);
  };
}

interface PhraseLexicon {
  /** The numbers of its classes. */
  numbers: readonly number[];
  forms: readonly Form<number>[];
  index: FormIndex<number>;
  /** Of any of its phrases. */
  any: Watch;
}

function loadPhrases(name: string): PhraseLexicon {
  const file = fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url));
  const byClass = Map.groupBy(readYaml(file, LexiconSchema).entries, (entry) => entry.class ?? "");
  const numbers = [...byClass.keys()].map((one) => classes.push(one) - 1);
  const forms = [...byClass.values()].flatMap((members, index) =>
    members.flatMap(({ pattern }) => phraseForms(pattern, numbers[index] ?? 0)),
  );
  const watches = forms.map(({ watch, word }) =>
    word === undefined ? watch : watchForWords([[`^${word}$`]]),
  );
  return { numbers, forms, index: indexForms(forms), any: watchForAny(watches) };
}

/** The classes of all lexicons that were read, by number. */
const classes: string[] = [];
/** A text of this many characters is a reply, of which every lexicon is asked: it is searched for all of them at once. */
const LONG = 600;
const lexicons: (() => PhraseLexicon)[] = [];
let all: { of: number; search: (text: string) => Phrase[][] } | undefined;

/** The search for the phrases of all lexicons; not made for short texts alone, and voids all readings. */
function searchForAll(): (text: string) => Phrase[][] {
  if (all?.of !== lexicons.length) {
    const index = indexForms(lexicons.flatMap((phrases) => phrases().forms));
    all = { of: lexicons.length, search: kept((text) => search(text, index), 16) };
  }
  return all.search;
}

function phraseForms(pattern: string, number: number): Form<number>[] {
  return alternativesOf(pattern).flatMap((alternative) => formsOf(number, alternative, SPELLING));
}

/** The phrases of a text by the number of their class. */
function search(text: string, index: FormIndex<number>): Phrase[][] {
  const subject = { text, lower: lowerCase(text), reading: readingOf(text) };
  const found: Phrase[][] = [];
  const ends: number[] = [];
  sweep(index, subject, (form, start) => {
    const number = form.entry;
    if (start < (ends[number] ?? 0)) return false;
    const end = endOf(form, subject, start);
    if (end === -1) return false;
    ends[number] = end;
    (found[number] ??= []).push({ start, end, class: classes[number] ?? "" });
    return false;
  });
  return found;
}

const SPELLING = {
  // The question mark of "per ?cent" would else ask for few spaces, and not for none.
  spell: (raw: string) =>
    raw.replaceAll(/ (\??)/g, (_, optional) =>
      optional === "" ? String.raw`\s{1,20}` : String.raw`\s{0,20}`,
    ),
  // A boundary by look-around, since \b does not hold beside "&" or "é".
  after: String.raw`(?![a-z0-9\u00e0-\u024f])`,
  cased: false,
};
