import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { type Lexicon, LexiconSchema } from "../../src/records/rubric.ts";
import { indexForms, sweep } from "../text/formIndex.ts";
import { endOf, type Form, formsOf } from "../text/forms.ts";
import { once } from "../text/kept.ts";
import { alternativesOf } from "../text/pattern.ts";
import { beforeReading, readingOf } from "../text/reading.ts";

/** A place where an entry of a lexicon matches; offsets into the text searched. */
export interface Hit {
  start: number;
  end: number;
  class: string;
  reason: string;
}

/**
 * A search for the expressions of `graders/lexicons/<name>.yaml` that goes through a text once, word by word, however many there
 * are; the lexicon is read before the first text is, or before the first one that it is asked about. The leftmost match wins,
 * and at one place the earlier entry; matches do not overlap. The search throws InputError naming file:line:column of every problem of the lexicon.
 */
export function readVerdictLexicon(
  name: string,
  read: "before any text" | "when asked" = "before any text",
): (text: string) => Hit[] {
  const file = fileURLToPath(new URL(`../lexicons/${name}.yaml`, import.meta.url));
  const make = () => indexForms(readYaml(file, LexiconSchema).entries.flatMap(entryForms));
  const indexOf = read === "when asked" ? once(make) : beforeReading(make);
  return (text) => {
    // First, since making it voids all readings.
    const index = indexOf();
    const subject = { text, lower: lowerCase(text), reading: readingOf(text) };
    const hits: Hit[] = [];
    let from = 0;
    sweep(index, subject, (form, start) => {
      if (start < from || !beginsWord(text, start)) return true;
      const end = endOf(form, subject, start);
      if (end === -1) return false;
      hits.push({ start, end, class: form.entry.class ?? "", reason: form.entry.reason });
      from = end;
      return true;
    });
    return hits;
  };
}

type Entry = Lexicon["entries"][number];

function entryForms(entry: Entry): Form<Entry>[] {
  return alternativesOf(entry.pattern).flatMap((alternative) =>
    formsOf(entry, alternative, alternative.raw.includes(CASED) ? AS_WRITTEN : IN_LOWER_CASE),
  );
}

/** The mark of a pattern in which upper and lower case differ, so that it must see the text as written. */
const CASED = "(?-i:";

/** Without the `u` and, where it can be, the `i` flag: both make compiling many times slower. Entries use no \p classes. */
function inLowerCase(pattern: string): string {
  return pattern.replaceAll(/\\.|[A-Z]/g, (one) => (one.length > 1 ? one : one.toLowerCase()));
}

const AFTER = String.raw`(?![A-Za-z0-9\u00C0-\u1FFF])`;
const AS_WRITTEN = { spell: (raw: string) => raw, after: AFTER, cased: true };
const IN_LOWER_CASE = { spell: inLowerCase, after: AFTER, cased: false };

function beginsWord(text: string, at: number): boolean {
  return isWord(text.charCodeAt(at)) && (at === 0 || !isWord(text.charCodeAt(at - 1)));
}

/** The text in lower case, as long as before whatever letters are in it. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length
    ? lower
    : text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
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
