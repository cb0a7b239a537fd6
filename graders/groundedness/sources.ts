import { STAGES } from "../../src/records/facts.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import type { Transcript } from "../../src/records/transcript.ts";
import { briefOf } from "../text/anchors.ts";
import { type Grounds, groundsOf } from "./grounds.ts";
import { type DateToken, findDates } from "../text/dates.ts";
import { once } from "../text/kept.ts";
import { foldedWords } from "../text/names.ts";
import { type NumberToken, numbersOf } from "../text/numbers.ts";
import { parseReply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";

/** Everything that a reply may take for given at one turn; read when it is first asked for. */
export interface Sources {
  /** Folded words of the sources, names included. */
  words: () => ReadonlySet<string>;
  /** The words of the brief in order, for quotations. */
  sequence: () => string;
  numbers: () => NumberToken[];
  dates: () => DateToken[];
  /** What the user's own words bear out. */
  grounds: () => Grounds;
  asOf: { year: number; month: number; day: number };
}

/** By turn, those of a transcript whose prompts are the scenario's. */
const kept = new WeakMap<Scenario, Sources[]>();

/**
 * The sources of assistant turn `turn` (1-based): the user's turns up to it, attachments, the scenario's title, people,
 * anchors and value, and the assistant's own earlier replies for their plans (they are checked where they stand).
 */
export function sourcesAt(scenario: Scenario, transcript: Transcript, turn: number): Sources {
  const given = givenAt(scenario, transcript, turn);
  const earlier = transcript.turns.slice(0, turn - 1).map(({ assistant }) => parseReply(assistant));
  if (earlier.length === 0) return given;
  return {
    ...given,
    words: once(() => foldedWords(earlier.map(({ plain }) => plain).join("\n"), new Set(given.words()))),
    numbers: once(() => unique([...given.numbers(), ...earlier.flatMap((reply) => tokensOf(reply).numbers)])),
    dates: once(() => [...given.dates(), ...earlier.flatMap((reply) => tokensOf(reply).dates)]),
  };
}

function givenAt(scenario: Scenario, transcript: Transcript, turn: number): Sources {
  const brief = briefOf(scenario, turn);
  const others = transcript.turns
    .slice(0, turn)
    .map(({ user }) => user)
    .filter((user, index) => user !== scenario.turns[index]?.text);
  // Repeats of a scenario share their brief; a transcript with prompts of its own is not worth keeping.
  if (others.length > 0) return readSources(scenario, [brief, ...others].join("\n"));
  const byTurn = kept.get(scenario) ?? [];
  kept.set(scenario, byTurn);
  return (byTurn[turn] ??= readSources(scenario, brief));
}

function readSources(scenario: Scenario, brief: string): Sources {
  const people = () => scenario.people.map(({ name, title }) => `${name}, ${title}`);
  const given = once(() =>
    [brief, scenario.title, ...people(), ...scenario.anchors, ...STAGES, `$${scenario.dealValueUsd}`].join(
      "\n",
    ),
  );
  const [year = 0, month = 0, day = 0] = scenario.asOfDate.split("-").map(Number);
  return {
    words: once(() => foldedWords(given())),
    sequence: once(() => sequenceOf(brief)),
    numbers: once(() => unique(numbersOf(given()))),
    dates: once(() => findDates(given())),
    grounds: once(() => groundsOf(brief, given().slice(brief.length), scenario.people)),
    asOf: { year, month, day },
  };
}

/** Lower-case words and digits parted by single spaces, so that quotations compare whatever their punctuation. */
export function sequenceOf(text: string): string {
  return ` ${(
    text
      .replaceAll("’", "'")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? []
  ).join(" ")} `;
}

function unique(tokens: NumberToken[]): NumberToken[] {
  return [
    ...new Map(
      tokens.map((token) => [`${token.kind} ${token.value} ${token.currency} ${token.unit}`, token]),
    ).values(),
  ];
}
