import { eachMatch } from "../text/eachMatch.ts";
import type { Hit } from "./lexicon.ts";
import { type DealObject, objectOf } from "./object.ts";
import type { Unit } from "./units.ts";

/** A sentence with its verdict expressions, and what its surroundings say of them. */
export interface Scene {
  unit: Unit;
  hits: Hit[];
  /** What stands around each of them. */
  parts: Parts[];
  next: Unit | undefined;
  /** Offset after which the sentence replaces what was said before, if it does. */
  corrected: number | undefined;
  /** True where the sentence only strings verdict words together. */
  listing: boolean;
  cues: Hit[];
  /** True under the headings of a pasted list of criteria. */
  echoed: boolean;
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
  /** What an act is done to; undefined for other kinds. */
  object: DealObject | undefined;
}

/** Takes the sentence around the expression at an index of its hits apart. */
export function partsOf({ text, label }: Unit, hits: readonly Hit[], at: number): Parts {
  const { class: name, start, end } = hits[at] as Hit;
  const dot = name.indexOf(".");
  const kind = dot === -1 ? "" : name.slice(dot + 1);
  const before = text.slice(label?.carried ? 0 : (label?.end ?? 0), start);
  const rest = text.slice(end);
  return {
    stance: dot === -1 ? name : name.slice(0, dot),
    kind,
    before,
    clause: before.slice(clauseStart(before)),
    rest,
    untilNext: text.slice(end, hits[at + 1]?.start),
    object: kind === "act" ? objectOf(rest) : undefined,
  };
}

const CLAUSE =
  /;|:|\.\s|\s(?:—|–|-{1,2})\s|—|,?\s(?:but|however|in reality|in truth|yet|though|although)\b,?\s/gi;

/** Offset at which the last clause of `before` begins. */
function clauseStart(before: string): number {
  let start = 0;
  eachMatch(before, CLAUSE, (match) => (start = match.index + match[0].length));
  return start;
}
