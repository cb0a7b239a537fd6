import type { Hit } from "./lexicon.ts";
import type { VerdictContext } from "./reading.ts";
import type { Unit } from "./units.ts";

/** A sentence with its verdict expressions, and what its surroundings say of them. */
export interface Scene {
  unit: Unit;
  hits: Hit[];
  next: Unit | undefined;
  /** Offset after which the sentence replaces what was said before, if it does. */
  corrected: number | undefined;
  /** True where the sentence only strings verdict words together. */
  listing: boolean;
  cues: Hit[];
  /** True under the headings of a pasted list of criteria. */
  echoed: boolean;
  /** True where an earlier sentence of the block was the outcome of a test. */
  branchBlock: boolean;
  context: VerdictContext;
}

/** A verdict expression's class, and the sentence around it. */
export interface Parts {
  stance: string;
  kind: string;
  /** The sentence up to the expression, and the part of that in the same clause. */
  before: string;
  clause: string;
  /** The sentence after the expression, and the part of that up to the next one. */
  rest: string;
  untilNext: string;
}

const CLAUSE =
  /;|:|\.\s|\s(?:—|–|-{1,2})\s|—|,?\s(?:but|however|in reality|in truth|yet|though|although)\b,?\s/gi;

/** Offset at which the last clause of `before` begins. */
export function clauseStart(before: string): number {
  let start = 0;
  for (const match of before.matchAll(CLAUSE)) start = match.index + match[0].length;
  return start;
}
