import { firstAfter } from "../text/places.ts";
import type { Grounds } from "./grounds.ts";
import type { Word } from "./wording.ts";

/** Of whom a piece of a sentence speaks: somebody of the customer's (which person, if named), our side, or nobody that shows. */
export interface Subject {
  side: "theirs" | "ours" | "none";
  person?: number;
}

/** The nearest person, pronoun or office before an offset in its sentence, which begins at `from`; a pronoun's person is the last one named. */
export function subjectBefore(words: readonly Word[], at: number, from: number, grounds: Grounds): Subject {
  let index = firstAfter(words, at) - 1;
  for (let steps = 0; index >= 0 && (words[index]?.start ?? -1) >= from; index--, steps++) {
    const folded = words[index]?.folded ?? "";
    const person = grounds.personOf(folded);
    if (person !== undefined) return { side: "theirs", person };
    if (OURS.has(folded) && steps < NEAR) return { side: "ours" };
    if (SINGULAR.has(folded)) return lastNamed(words, index, grounds);
    if (isTheirs(words, index, grounds)) return { side: "theirs" };
    if (OFFICES.has(folded) && OURS.has(words[index - 1]?.folded ?? "")) return { side: "ours" };
  }
  return { side: "none" };
}

/** Whether a word is somebody of the customer's; an office of ours ("your manager") is not. */
export function isTheirs(words: readonly Word[], index: number, grounds: Grounds): boolean {
  const folded = words[index]?.folded ?? "";
  if (grounds.personOf(folded) !== undefined || PRONOUNS.has(folded)) return true;
  if (grounds.isName(folded)) return true;
  if (!OFFICES.has(folded)) return false;
  const before = [1, 2, 3].map((steps) => words[index - steps]?.folded ?? "");
  if (before.some((word) => INDEFINITE.has(word))) return false;
  return before.slice(0, 2).some((word) => DETERMINED.has(word)) || CAPITAL.test(words[index]?.written ?? "");
}

function lastNamed(words: readonly Word[], before: number, grounds: Grounds): Subject {
  for (let index = before - 1; index >= 0 && before - index < FAR; index--) {
    const person = grounds.personOf(words[index]?.folded ?? "");
    if (person !== undefined) return { side: "theirs", person };
  }
  return { side: "theirs" };
}

const CAPITAL = /^\p{Lu}/u;
/** Words between "you" or "we" and what they do. */
const NEAR = 4;
/** Words after which a pronoun no longer stands for the last person named. */
const FAR = 80;

const wordSet = (words: string) => new Set(words.split(/\s+/));
const OURS = wordSet("i we you our your my us");
const SINGULAR = wordSet("he she his her who whose");
const PRONOUNS = wordSet("he she they");
const INDEFINITE = wordSet("a an any every each no some which what our your my whichever");
const DETERMINED = wordSet(
  "the their its his her and other s legal executive purchase purchasing internal risk security finance medical",
);
const OFFICES = wordSet(
  `they their cfo ceo coo cto cio ciso board committee council finance legal procurement purchasing operations regulator supplier
  rival competitor bidder vendor incumbent customer controller director buyer manager office chairman president minister clinic clinics
  hospital bank company group engineers nurses doctors users staff analysts actuaries audit auditors compliance press league parent department lead partner management leadership parent owners shareholders`,
);
