import type { AST } from "@eslint-community/regexpp";
import { charactersOf, type Element, GAP, literalAt, OTHER_LETTER, sharpCharacter } from "./pattern.ts";

/** The letters with which a match can begin, folded as `sharpCharacter` does, white space one gap; `whole` = a match can end there. */
export interface Beginning {
  text: string;
  whole: boolean;
}

/**
 * With what a match of a row of a pattern's elements can begin, so that it is only tried where a text goes on like that: every
 * match begins with one of these. A shorter text, "" included, stands for all that begins so.
 */
export function beginningsOf(elements: readonly Element[]): Beginning[] {
  return startsOf(elements).map(({ text, open }) => ({ text, whole: open && text.length < LETTERS }));
}

/** A beginning; `open` = what follows in the pattern is appended to it. */
interface Start {
  text: string;
  open: boolean;
}

function startsOf(elements: readonly Element[]): Start[] {
  let found: Start[] = [EMPTY];
  for (let index = 0; index < elements.length; index++) {
    if (!found.some(goesOn)) break;
    const literal = literalAt(elements, index, sharpCharacter);
    if (literal !== "") {
      found = found.map((one) => (goesOn(one) ? extended(one, literal) : one));
      if (literal.includes(GAP)) found = distinct(found);
      index += literal.length - 1;
      continue;
    }
    const next = ofElement(elements[index] as Element);
    if (next === NOTHING) continue;
    found = distinct(found.flatMap((one) => (goesOn(one) ? next.map((other) => joined(one, other)) : one)));
    // So many beginnings say no more than what they have in common so far.
    if (found.length > MOST) return distinct(found.map(({ text }) => ({ text, open: false })));
  }
  return found;
}

/** So many letters are worked out: the first word, and of most what follows it. */
const LETTERS = 10;
/** More beginnings are not written out. */
const MOST = 32;

/** So few are compared one by one. */
const FEW = 12;

const EMPTY: Start = { text: "", open: true };
const NOTHING: readonly Start[] = [EMPTY];
const ANYTHING: readonly Start[] = [{ text: "", open: false }];

function goesOn({ text, open }: Start): boolean {
  return open && text.length < LETTERS;
}

function joined(one: Start, other: Start): Start {
  const text =
    one.text.endsWith(GAP) && other.text.startsWith(GAP)
      ? one.text + other.text.slice(1)
      : one.text + other.text;
  return { text, open: other.open };
}

/** A beginning and the characters that follow it. */
function extended({ text: before }: Start, literal: string): Start {
  let text = before;
  for (const character of literal) {
    if (text.length >= LETTERS) break;
    if (character === OTHER_LETTER) return { text, open: false };
    if (character !== GAP || !text.endsWith(GAP)) text += character;
  }
  return { text, open: true };
}

function distinct(found: Start[]): Start[] {
  if (found.length < 2) return found;
  if (found.length <= FEW)
    return found.filter(
      ({ text, open }, index) =>
        found.findIndex((other) => other.text === text && other.open === open) === index,
    );
  return [...new Map(found.map((one) => [`${one.text}|${one.open}`, one])).values()];
}

function ofElement(element: Element): readonly Start[] {
  const { type } = element;
  if (type === "Character") return ofCharacters([sharpCharacter(element.value)]);
  if (type === "CharacterSet" || type === "CharacterClass")
    return ofCharacters(charactersOf(element, sharpCharacter));
  if (type === "Quantifier") return repeated(element);
  if (type === "Group" || type === "CapturingGroup")
    return distinct(element.alternatives.flatMap(({ elements }) => startsOf(elements)));
  return type === "Assertion" ? NOTHING : ANYTHING;
}

function ofCharacters(characters: readonly string[] | undefined): readonly Start[] {
  if (characters === undefined) return ANYTHING;
  return characters.map((text) => (text === OTHER_LETTER ? { text: "", open: false } : { text, open: true }));
}

function repeated({ element, min, max }: AST.Quantifier): readonly Start[] {
  const once = ofElement(element);
  // A gap is as wide as it is.
  const more =
    max === 1 || once.every(({ text }) => text === GAP)
      ? once
      : once.map(({ text }) => ({ text, open: false }));
  return min === 0 ? distinct([EMPTY, ...more]) : more;
}
