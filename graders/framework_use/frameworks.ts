import { type Element, type Framework, FRAMEWORKS, type Scenario } from "../../src/records/scenario.ts";
import { type Phrase, readPhrases } from "../text/phrases.ts";
import { blockAt } from "../text/places.ts";
import type { ElementReading } from "./elements.ts";
import type { ReadTurn } from "./reading.ts";

/** Which frameworks a transcript names, and which it really uses on the deal's facts, in the order of FRAMEWORKS. */
export interface FrameworkReading {
  named: Framework[];
  used: Framework[];
  /** Where each named framework is first named. */
  places: Map<Framework, { turn: ReadTurn; start: number; end: number }>;
}

/** Elements of MEDDPICC that must be applied before the framework counts as used without its name. */
export const ELEMENTS_FOR_USE = 4;
/** People with a role, questions, and people with a move, that make the other methods recognisable without their names. */
const ROLES_FOR_USE = 3;
const QUESTIONS_FOR_USE = 6;
const PEOPLE_FOR_PLAN = 3;

const frameworkPhrases = readPhrases("frameworks");

/** Reads frameworks over all turns. */
export function readFrameworks(
  turns: ReadTurn[],
  scenario: Scenario,
  elements: Map<Element, ElementReading>,
): FrameworkReading {
  const places: FrameworkReading["places"] = new Map();
  const uses = new Map<string, { turn: ReadTurn; phrase: Phrase }[]>();
  for (const turn of turns) {
    for (const phrase of frameworkPhrases(turn.reply.plain).sort((a, b) => a.start - b.start)) {
      const [framework, use] = phrase.class.split(".") as [Framework, string | undefined];
      if (use !== undefined)
        uses.set(framework, [...(uses.get(framework) ?? []), { turn, phrase }].slice(-200));
      else if (!places.has(framework)) places.set(framework, { turn, start: phrase.start, end: phrase.end });
    }
  }
  const named = FRAMEWORKS.filter((framework) => places.has(framework));
  const reading = { turns, scenario, elements, named, uses };
  const used = applied(elements) === 0 ? [] : FRAMEWORKS.filter((framework) => USED[framework](reading));
  return { named, used, places };
}

interface Reading {
  turns: ReadTurn[];
  scenario: Scenario;
  elements: Map<Element, ElementReading>;
  named: Framework[];
  uses: Map<string, { turn: ReadTurn; phrase: Phrase }[]>;
}

const USED: Record<Framework, (reading: Reading) => boolean> = {
  MEDDIC: (reading) => meddic(reading) === "MEDDIC",
  MEDDPICC: (reading) => meddic(reading) === "MEDDPICC",
  SPIN: ({ named, scenario, turns }) =>
    (named.includes("SPIN") || scenario.expectedFrameworks.includes("SPIN")) &&
    turns.some((turn) => turn.anchors.length > 0 && questions(turn) >= QUESTIONS_FOR_USE),
  Challenger: ({ named, uses, turns }) =>
    (named.includes("Challenger") || (uses.get("Challenger")?.length ?? 0) >= 2) &&
    turns.some((turn) => turn.anchors.some(({ kind }) => kind === "name")),
  StrategicSelling: ({ scenario, turns, named, uses }) =>
    (named.includes("StrategicSelling") || scenario.expectedFrameworks.includes("StrategicSelling")) &&
    turns.some((turn) => peopleWithRoles(turn, uses.get("StrategicSelling") ?? []) >= ROLES_FOR_USE),
  StageGates: ({ named, uses }) => named.includes("StageGates") || (uses.get("StageGates")?.length ?? 0) >= 2,
  AccountPlan: ({ named, scenario, turns }) =>
    (named.includes("AccountPlan") || scenario.expectedFrameworks.includes("AccountPlan")) &&
    turns.some(
      (turn) =>
        peopleIn(turn).size >= PEOPLE_FOR_PLAN && turn.mentions.some(({ test, factual }) => test && factual),
    ),
};

/** MEDDIC and MEDDPICC differ in two elements: which of the two was used is read from its name, else from what was expected and applied. */
function meddic({ named, scenario, elements }: Reading): Framework | undefined {
  const expected = scenario.expectedFrameworks;
  const known = named.includes("MEDDPICC") || named.includes("MEDDIC");
  if (!known && !expected.includes("MEDDPICC") && !expected.includes("MEDDIC")) return undefined;
  if (applied(elements) < ELEMENTS_FOR_USE) return undefined;
  if (named.includes("MEDDPICC")) return "MEDDPICC";
  if (named.includes("MEDDIC")) return "MEDDIC";
  const added = (["paper_process", "competition"] as const).every(
    (element) => elements.get(element)?.status === "applied",
  );
  return expected.includes("MEDDIC") && !added ? "MEDDIC" : "MEDDPICC";
}

/** How many elements are applied to the deal. */
export function applied(elements: Map<Element, ElementReading>): number {
  return [...elements.values()].filter(({ status }) => status === "applied").length;
}

function questions({ reply }: ReadTurn): number {
  return reply.sentences.filter(({ question }) => question).length;
}

function peopleIn({ anchors }: ReadTurn): Set<number> {
  return new Set(
    anchors.flatMap(({ kind, person }) => (kind === "name" && person !== undefined ? [person] : [])),
  );
}

function peopleWithRoles(turn: ReadTurn, roles: { turn: ReadTurn; phrase: Phrase }[]): number {
  const withRole = new Set(
    roles.filter((role) => role.turn === turn).map(({ phrase }) => blockAt(turn.reply, phrase.start)),
  );
  const people = turn.anchors.filter(
    ({ kind, person, start }) =>
      kind === "name" && person !== undefined && withRole.has(blockAt(turn.reply, start)),
  );
  return new Set(people.map(({ person }) => person)).size;
}
