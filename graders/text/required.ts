import type { AST } from "@eslint-community/regexpp";
import { commonness } from "./commonness.ts";
import {
  type Alternative,
  alternativesOf,
  charactersOf,
  type Element,
  endsWord,
  foldedCharacter,
  GAP,
  literalAt,
} from "./pattern.ts";

/**
 * What a pattern cannot match without: each match holds a word of each set. A word is written "^word$", and without the one or
 * the other sign where it may be a part of a longer one; letters are folded as in `pattern.ts`. None to three sets are returned,
 * of all that could be those that say most, the rarest first.
 */
export type RequiredWords = readonly (readonly string[])[];

/** How a pattern is searched: `bounded` = only as whole words, `lower` = in a text in lower case. */
export interface Search {
  bounded: boolean;
  lower: boolean;
}

/** The required words of a regular expression. */
export function requiredIn(source: string, search: Search): RequiredWords {
  return best(needsOf(alternation(alternativesOf(source), contextOf(search)), contextOf(search)));
}

/** The required words of a row of a pattern's elements. */
export function requiredInAll(elements: readonly Element[], search: Search): RequiredWords {
  return best(needsOf(sequence(elements, contextOf(search)), contextOf(search)));
}

function best(needs: readonly Need[]): RequiredWords {
  const found: (readonly string[])[] = [];
  for (const { words, weight } of [...needs].sort((a, b) => a.weight - b.weight)) {
    if (found.length === SETS || (found.length > 0 && weight > TOO_COMMON)) break;
    // Whatever holds a word of a set holds one of a larger set.
    if (found.some((set) => set.every((word) => words.includes(word)))) continue;
    found.push(words.filter((word) => !words.some((other) => other !== word && word.includes(other))));
  }
  return found;
}

const SETS = 3;
/** Words as common as these are in most sentences. */
const TOO_COMMON = 250;

/** What stands beside a piece: the edge of a word, or perhaps more of it. */
interface Context {
  left: typeof GAP | typeof MORE;
  right: typeof GAP | typeof MORE;
  lower: boolean;
}

const MORE = "?";

function contextOf({ bounded, lower }: Search): Context {
  return bounded ? { left: GAP, right: GAP, lower } : { left: MORE, right: MORE, lower };
}

/** Words of which one must occur. */
interface Need {
  words: readonly string[];
  weight: number;
}

/** What a piece of a pattern matches: one of `exact`, if these are few; otherwise something that meets all `needs`. */
type Piece = { exact: readonly string[] } | { exact?: undefined; needs: readonly Need[] };

const ANYTHING: Piece = { needs: [] };
const NOTHING: Piece = { exact: [""] };
const EDGE: Piece = { exact: [GAP] };
/** More spellings than this are not told apart. */
const MANY = 8;

function alternation(alternatives: readonly Alternative[], context: Context): Piece {
  const branches = alternatives.map(({ elements }) => sequence(elements, context));
  const [only] = branches;
  if (branches.length === 1 && only) return only;
  if (branches.every((branch) => branch.exact !== undefined)) {
    const exact = distinct(branches.flatMap((branch) => branch.exact ?? []));
    if (exact.length <= MANY) return { exact };
  }
  const firsts = branches.map((branch) => rarest(needsOf(branch, context)));
  if (firsts.some((need) => need === undefined)) return ANYTHING;
  const words = distinct(firsts.flatMap((need) => need?.words ?? []));
  return { needs: [{ words, weight: weightOf(words) }] };
}

function rarest(needs: readonly Need[]): Need | undefined {
  let least: Need | undefined;
  for (const need of needs) if (least === undefined || need.weight < least.weight) least = need;
  return least;
}

function sequence(elements: readonly Element[], context: Context): Piece {
  const needs: Need[] = [];
  let run: readonly string[] = [""];
  let left: string = context.left;
  let broken = false;
  for (let index = 0; index < elements.length; index++) {
    const literal = run.length > MANY ? "" : literalAt(elements, index, foldedCharacter);
    if (literal !== "") {
      run = run.map((text) => text + literal);
      index += literal.length - 1;
      continue;
    }
    const inside = {
      left: endsWithGap(run, left) ? GAP : MORE,
      right: beginsWithGap(elements, index + 1, context) ? GAP : MORE,
      lower: context.lower,
    } as const;
    const piece = pieceOf(elements[index] as Element, inside);
    if (piece.exact && piece.exact.length * run.length <= MANY) {
      run = joined(run, piece.exact);
      continue;
    }
    broken = true;
    const begins = piece.exact?.every((text) => text.startsWith(GAP)) ? GAP : MORE;
    needs.push(...needsOfRun(run, left, begins), ...(piece.exact ? [] : piece.needs));
    left = piece.exact ? inside.left : MORE;
    run = piece.exact ?? [""];
  }
  if (!broken) return { exact: run };
  needs.push(...needsOfRun(run, left, context.right));
  return { needs };
}

function endsWithGap(run: readonly string[], left: string): boolean {
  return run.every((text) => (text === "" ? left : text).endsWith(GAP));
}

function joined(run: readonly string[], more: readonly string[]): readonly string[] {
  if (more === NOTHING.exact) return run;
  if (run.length === 1 && more.length === 1) return [`${run[0]}${more[0]}`];
  return distinct(run.flatMap((before) => more.map((text) => before + text)));
}

/** Whether a word before an element has come to its end. */
function beginsWithGap(elements: readonly Element[], index: number, context: Context): boolean {
  const element = elements[index];
  if (element === undefined) return context.right === GAP;
  if (element.type === "Assertion" && !endsWord(element, context.lower)) return false;
  if (element.type === "Assertion") return true;
  if (element.type === "Character") return foldedCharacter(element.value) === GAP;
  if (element.type === "CharacterSet" || element.type === "CharacterClass")
    return charactersOf(element, foldedCharacter)?.every((character) => character === GAP) ?? false;
  return element.type === "Quantifier" && element.min > 0 && beginsWithGap([element.element], 0, context);
}

function pieceOf(element: Element, context: Context): Piece {
  const { type } = element;
  if (type === "Character") return pieceOfCharacter(foldedCharacter(element.value));
  if (type === "CharacterSet" || type === "CharacterClass") {
    const exact = charactersOf(element, foldedCharacter);
    return exact ? { exact } : ANYTHING;
  }
  if (type === "Quantifier") return repeated(element, context);
  if (type === "Group" || type === "CapturingGroup") return alternation(element.alternatives, context);
  if (type === "Assertion") return endsWord(element, context.lower) ? EDGE : NOTHING;
  return ANYTHING;
}

function pieceOfCharacter(character: string): Piece {
  return (CHARACTERS[character] ??= { exact: [character] });
}

const CHARACTERS: Record<string, Piece> = { [GAP]: EDGE };

function repeated({ element, min, max }: AST.Quantifier, context: Context): Piece {
  const repeats = max > 1 ? ({ ...context, left: MORE, right: MORE } as const) : context;
  const once = pieceOf(element, repeats);
  const isGap = once.exact?.every((text) => text === GAP);
  if (once.exact && (max === 1 || isGap)) return min > 0 ? once : { exact: distinct(["", ...once.exact]) };
  if (min === 0) return ANYTHING;
  return max === 1 ? once : { needs: needsOf(once, repeats) };
}

function needsOf(piece: Piece, { left, right }: Context): readonly Need[] {
  return piece.exact ? needsOfRun(piece.exact, left, right) : piece.needs;
}

/** What spellings of which one occurs have in common: each has a rarest word, and perhaps a second and third. */
function needsOfRun(texts: readonly string[], left: string, right: string): Need[] {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) {
    const words = wordsOf(left + only + right).slice(0, SETS);
    return words.map((word) => ({ words: [word], weight: commonness(word) }));
  }
  const words = texts.map((text) => wordsOf(left + text + right));
  const needs: Need[] = [];
  for (const word of words[0] ?? [])
    if (words.every((of) => of.includes(word))) needs.push({ words: [word], weight: commonness(word) });
  for (let rank = 0; rank < SETS && words.every((of) => of.length > rank); rank++) {
    const set = distinct(words.map((of) => of[rank] ?? ""));
    needs.push({ words: set, weight: weightOf(set) });
  }
  return needs;
}

/** The words of a spelling, rarest first. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = start;
    while (end < text.length && !isParting(text.charCodeAt(end))) end++;
    const from = text.startsWith(MORE, start) && start < end ? start + 1 : start;
    const to = end > from && text.startsWith(MORE, end - 1) ? end - 1 : end;
    const letters = text.slice(from, to);
    const word = `${from === start ? "^" : ""}${letters}${to === end ? "$" : ""}`;
    if ((word.length >= SHORTEST || letters === "0") && letters.length <= LONGEST) words.push(word);
  }
  return words.length < 2 ? words : words.sort((a, b) => commonness(a) - commonness(b));
}

function isParting(code: number): boolean {
  return code === 0x20 || code === 0x7f;
}

/** Two letters of a word, or three within one, are too common to look for. */
const SHORTEST = 3;
/** Longer words are not told from others. */
const LONGEST = 40;

function weightOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + commonness(word), 0);
}

function distinct(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...new Set(texts)];
}
