import { STAGES } from "../../src/records/facts.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import type { Transcript } from "../../src/records/transcript.ts";
import { briefOf } from "../text/anchors.ts";
import { type DateToken, findDates } from "../text/dates.ts";
import { foldedWords } from "../text/names.ts";
import { type NumberToken, numbersOf } from "../text/numbers.ts";

/** Everything that a reply may take for given at one turn. */
export interface Sources {
  /** Folded words of the sources, names included. */
  words: ReadonlySet<string>;
  /** The words of the brief in order, for quotations. */
  sequence: string;
  numbers: NumberToken[];
  dates: DateToken[];
  asOf: { year: number; month: number; day: number };
}

/**
 * The sources of assistant turn `turn` (1-based): the user's turns up to it, attachments, the scenario's title, people,
 * anchors and value, and the assistant's own earlier replies for their plans (they are checked where they stand).
 */
export function sourcesAt(scenario: Scenario, transcript: Transcript, turn: number): Sources {
  const asked = transcript.turns.slice(0, turn).map(({ user }) => user);
  const earlier = transcript.turns.slice(0, turn - 1).map(({ assistant }) => assistant);
  const brief = [briefOf(scenario, turn), ...asked].join("\n");
  const people = scenario.people.map(({ name, title }) => `${name}, ${title}`);
  const given = [brief, scenario.title, ...people, ...scenario.anchors, ...STAGES, `$${scenario.dealValueUsd}`].join("\n");
  const all = [given, ...earlier].join("\n");
  const [year = 0, month = 0, day = 0] = scenario.asOfDate.split("-").map(Number);
  return {
    words: foldedWords(all),
    sequence: sequenceOf(brief),
    numbers: unique(numbersOf(all)),
    dates: findDates(all),
    asOf: { year, month, day },
  };
}

/** Lower-case words and digits parted by single spaces, so that quotations compare whatever their punctuation. */
export function sequenceOf(text: string): string {
  return ` ${(text.replaceAll("’", "'").toLowerCase().match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? []).join(" ")} `;
}

function unique(tokens: NumberToken[]): NumberToken[] {
  return [...new Map(tokens.map((token) => [`${token.kind} ${token.value} ${token.currency} ${token.unit}`, token])).values()];
}
