import { type Beginning, beginningsOf } from "./beginnings.ts";
import { type Watch, watchForWords } from "./occurs.ts";
import type { Alternative, Element } from "./pattern.ts";
import type { Reading } from "./reading.ts";
import { requiredInAll } from "./required.ts";

/**
 * One alternative of a lexicon's entry, or a part of it that begins otherwise. It is tried only where a text goes on as it can
 * begin (`formIndex.ts`), and only in a text that holds the words it needs (`occurs.ts`): most of a lexicon is never tried in
 * a reply.
 */
export interface Form<Entry> {
  entry: Entry;
  /** The text is searched as written, not in lower case. */
  cased: boolean;
  beginnings: readonly Beginning[];
  watch: Watch;
  /** Set for a form that is a word and nothing else: its matcher is of what must follow. */
  word: string | undefined;
  /** Whether any word can begin it: then it is searched for in the text as a whole, and `next` is where it was found. */
  roams: boolean;
  next?: { text: string; from: number; start: number; end: number };
  /** The parts of an alternative share one. */
  matcher: Matcher;
}

/** A regular expression, compiled when it is first tried. */
interface Matcher {
  source: string;
  flags: string;
  expression?: RegExp;
}

/** How the expression of a form is made of what stands in the lexicon. */
export interface Spelling {
  spell: (raw: string) => string;
  /** What must follow: a look-ahead that keeps a match from ending within a word of the text. */
  after: string;
  cased: boolean;
}

/** The forms of one alternative of a pattern that is searched from the beginning of a word on. */
export function formsOf<Entry>(entry: Entry, alternative: Alternative, spelling: Spelling): Form<Entry>[] {
  const { spell, after, cased } = spelling;
  const source = spell(alternative.raw);
  if (!cased && /^[a-z]+$/.test(source)) {
    const beginnings = [{ text: source, whole: true }];
    return [{ entry, cased, beginnings, watch: [], word: source, roams: false, matcher: behind(after) }];
  }
  const flags = cased ? "i" : "";
  const whole: Matcher = { source: `(?:${source})${after}`, flags: `${flags}y` };
  return partsOf(alternative).map(({ raw, elements }) => {
    const beginnings = beginningsOf(elements);
    const roams = beginnings.some(({ text }) => text === "");
    return {
      entry,
      cased,
      beginnings,
      watch: watchForWords(requiredInAll(elements, { bounded: true, lower: !cased })),
      word: undefined,
      roams,
      matcher: roams
        ? { source: `${cased ? BEFORE_AS_WRITTEN : BEFORE}(?:${spell(raw)})${after}`, flags: `${flags}g` }
        : whole,
    };
  });
}

/** A form begins at a place of a reading; one that begins with `\w+` would else be tried at each letter of a word that never ends. */
const BEFORE = String.raw`(?<![a-z0-9\u00e0-\u024f])`;
const BEFORE_AS_WRITTEN = String.raw`(?<![A-Za-z0-9\u00c0-\u00d6\u00d8-\u024f])`;

/** The matcher of what must follow a word. */
function behind(after: string): Matcher {
  const known = afters.get(after) ?? { source: after, flags: "y" };
  afters.set(after, known);
  return known;
}

const afters = new Map<string, Matcher>();

/** Of an alternative that begins with a choice, "(?:a|b) c", its parts "a c" and "b c" if one begins with little. */
function partsOf(alternative: Alternative): { raw: string; elements: readonly Element[] }[] {
  const { raw, elements } = alternative;
  const [choice, ...rest] = elements;
  if (choice?.type !== "Group" || choice.modifiers || choice.alternatives.length < 2) return [alternative];
  if (beginningsOf(elements).every(({ text }) => text.length > FEW)) return [alternative];
  const after = raw.slice(choice.raw.length);
  return choice.alternatives.map((one) => ({
    raw: `(?:${one.raw})${after}`,
    elements: [...one.elements, ...rest],
  }));
}

/** Letters of a beginning that says little: many words begin so. */
const FEW = 2;

/** A text, as it is searched. */
export interface Subject {
  text: string;
  /** As long as the text. */
  lower: string;
  reading: Reading;
}

/** Where a form ends that matches at a place where `sweep` says that it may, -1 if it does not. */
export function endOf<Entry>(form: Form<Entry>, { text, lower }: Subject, at: number): number {
  const { word, matcher, cased } = form;
  if (word !== undefined) {
    const end = at + word.length;
    return end === lower.length || lower.charCodeAt(end) < ASCII || matches(matcher, lower, end) ? end : -1;
  }
  const subject = cased ? text : lower;
  if (form.roams) return startOf(form, subject, at) === at ? (form.next?.end ?? -1) : -1;
  return matches(matcher, subject, at) ? (matcher.expression?.lastIndex ?? -1) : -1;
}

/** No letter or digit of ASCII follows a word; what must not follow otherwise is for the expression to say. */
const ASCII = 128;

function matches(matcher: Matcher, text: string, at: number): boolean {
  const expression = expressionOf(matcher);
  expression.lastIndex = at;
  return expression.test(text);
}

function expressionOf(matcher: Matcher): RegExp {
  return (matcher.expression ??= new RegExp(matcher.source, matcher.flags));
}

/** For a form that roams: where it next matches in a text from an offset on, `Infinity` if nowhere. */
export function startOf<Entry>(form: Form<Entry>, subject: string, from: number): number {
  const known = form.next;
  if (known !== undefined && known.text === subject && from >= known.from && from <= known.start)
    return known.start;
  const expression = expressionOf(form.matcher);
  expression.lastIndex = from;
  const match = expression.exec(subject);
  const start = match?.index ?? Infinity;
  form.next = { text: subject, from, start, end: start + (match?.[0].length ?? 0) };
  return start;
}
