import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** A choice of a pattern, and a part of one: what its readings (`beginnings.ts`, `required.ts`) go through. */
export type Alternative = AST.Alternative;
export type Element = AST.Element;

/**
 * The alternatives of a regular expression, as ECMAScript 2025 parses it, with the flag `u` if it names Unicode properties.
 * @throws SyntaxError for what is no regular expression.
 */
export function alternativesOf(source: string): Alternative[] {
  return parser.parsePattern(source, 0, source.length, { unicode: /\\[pP]\{/.test(source) }).alternatives;
}

const parser = new RegExpParser();

/**
 * The character that stands for one of a pattern or text: letters in lower case, "0" for every digit, `OTHER_LETTER` for what
 * may be a letter too and `GAP` for all that parts words.
 */
export function foldedCharacter(code: number): string {
  return code < FOLDED.length ? (FOLDED[code] as string) : readFolded(code);
}

function readFolded(code: number): string {
  if (code >= 0x30 && code <= 0x39) return "0";
  const lower = String.fromCodePoint(code).toLowerCase();
  if (lower >= "a" && lower <= "z" && lower.length === 1) return lower;
  // The long s is an s to a search that ignores case.
  if (code === 0x17f) return "s";
  return lower >= "\u00e0" && lower < "\u0250" ? OTHER_LETTER : GAP;
}

export const GAP = " ";
export const OTHER_LETTER = "\u007f";

const FOLDED = Array.from({ length: 128 }, (_, code) => readFolded(code));

/** The same, but signs are themselves: only white space is a gap. */
export function sharpCharacter(code: number): string {
  return code < SHARP.length ? (SHARP[code] as string) : readSharp(code);
}

function readSharp(code: number): string {
  const folded = foldedCharacter(code);
  const character = String.fromCodePoint(code);
  return folded === GAP && !/\s/.test(character) ? character : folded;
}

const SHARP = Array.from({ length: 128 }, (_, code) => readSharp(code));

/** The characters that stand side by side in a row of elements from a place on, folded; "" where something else stands. */
export function literalAt(
  elements: readonly Element[],
  from: number,
  foldOne: (code: number) => string,
): string {
  let literal = "";
  for (let index = from; index < elements.length; index++) {
    const element = elements[index] as Element;
    if (element.type !== "Character") break;
    literal += foldOne(element.value);
  }
  return literal;
}

/**
 * The characters that a set of a pattern stands for, folded and each once; undefined where these are too many to tell.
 * `\s` is one gap.
 */
export function charactersOf(
  set: AST.CharacterSet | AST.CharacterClass,
  fold: (code: number) => string,
): readonly string[] | undefined {
  if (set.type === "CharacterSet") return ofSet(set);
  if (set.negate || set.unicodeSets) return undefined;
  const found = new Set<string>();
  for (const element of set.elements) {
    const more = ofElement(element, fold);
    if (more === undefined) return undefined;
    for (const character of more) found.add(character);
    if (found.size > MANY) return undefined;
  }
  return [...found];
}

/** A class of more characters than these stands for anything. */
const MANY = 8;

function ofSet(set: AST.CharacterSet): readonly string[] | undefined {
  if (set.kind === "any" || set.negate) return undefined;
  return set.kind === "digit" ? ["0"] : set.kind === "space" ? [GAP] : undefined;
}

function ofElement(
  element: AST.ClassRangesCharacterClassElement,
  fold: (code: number) => string,
): readonly string[] | undefined {
  if (element.type === "Character") return [fold(element.value)];
  if (element.type === "CharacterSet") return ofSet(element);
  const { min, max } = element;
  if (max.value - min.value > MOST) return undefined;
  return Array.from({ length: max.value - min.value + 1 }, (_, index) => fold(min.value + index));
}

/** A longer range holds letters of all kinds. */
const MOST = 12;

/**
 * Whether an assertion says that no word goes on at its place: it excludes letters of either case and digits, or is the
 * beginning or end of a line or of a word. `lower` = the text is searched in lower case.
 */
export function endsWord(assertion: AST.Assertion, lower: boolean): boolean {
  if (assertion.kind === "start" || assertion.kind === "end") return true;
  if (assertion.kind === "word") return !assertion.negate;
  return "alternatives" in assertion && assertion.negate && excludesWords(assertion.alternatives, lower);
}

function excludesWords([alternative, ...others]: readonly Alternative[], lower: boolean): boolean {
  const [set, ...rest] = alternative?.elements ?? [];
  if (others.length > 0 || rest.length > 0) return false;
  if (set?.type === "CharacterSet") return set.kind === "word" && !set.negate;
  if (set?.type !== "CharacterClass" || set.negate || set.unicodeSets) return false;
  const { elements } = set;
  const has = (from: string, to: string) =>
    elements.some(
      (element) =>
        element.type === "CharacterClassRange" &&
        element.min.value <= from.charCodeAt(0) &&
        element.max.value >= to.charCodeAt(0),
    );
  const is = (raw: string) => elements.some((element) => element.raw === raw);
  const letters = is(String.raw`\p{L}`) || (has("a", "z") && (lower || has("A", "Z")));
  const digits = is(String.raw`\p{N}`) || is(String.raw`\d`) || has("0", "9");
  return is(String.raw`\w`) || (letters && digits);
}
