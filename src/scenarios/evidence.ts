import { isDeepStrictEqual } from "node:util";
import { decide } from "../policy/decide.ts";
import type { Problem } from "../records/errors.ts";
import { FACT_NAMES, type FactName, type Facts } from "../records/facts.ts";
import type { Policy } from "../records/policy.ts";
import { factsAtTurn, type Scenario } from "../records/scenario.ts";
import { type Subject, textsUpTo } from "./subject.ts";

/** Joins the parts of evidence that stand apart in the text. */
const GAP = " … ";

type Entry = Scenario["facts"][FactName];

/**
 * The evidence rule (scenarios/SCHEMA.md): evidence is verbatim in what has been told by then; an unknown fact has none;
 * and the facts that have evidence carry the decision alone: with all others blanked to unknown it is the same.
 */
export function evidenceProblems(subject: Subject, policy: Policy): Problem[] {
  const { scenario } = subject;
  const told = [
    { turn: 1, path: ["facts"], entries: scenario.facts as Partial<Record<FactName, Entry>> },
    ...Object.entries(scenario.factsByTurn).map(([turn, entries]) => ({
      turn: Number(turn),
      path: ["facts_by_turn", turn],
      entries,
    })),
  ];
  return told.flatMap(({ turn, path, entries }) => {
    const texts = textsUpTo(scenario, turn);
    const spans = Object.entries(entries).flatMap(([name, entry]) => {
      const message = entry && spanProblem(entry, texts, turn);
      return message === undefined ? [] : [subject.at([...path, name, "evidence"], message)];
    });
    const decisive = decisiveAmong(bareFacts(scenario, turn), factsAtTurn(scenario, turn), policy);
    const needed = decisive.filter((name) => Object.hasOwn(entries, name));
    const missing = needed.map((name) =>
      subject.at(
        [...path, name, "evidence"],
        `is missing, expected the words of the text that show "${name}" is "${entries[name]?.value}", since the decision hangs on it; or make it unknown`,
      ),
    );
    return [...spans, ...missing];
  });
}

function spanProblem({ value, evidence }: Entry, texts: readonly string[], turn: number): string | undefined {
  if (evidence === null) return undefined;
  if (value === "unknown")
    return "found evidence of an unknown fact, expected none; empty it, or give the fact its value";
  const part = evidence.split(GAP).find((words) => !texts.some((text) => text.includes(words)));
  if (part === undefined) return undefined;
  return `found ${JSON.stringify(part)}, expected words that stand so in the text up to turn ${turn} or in an attachment`;
}

function isBare(entry: Entry | undefined): boolean {
  return entry !== undefined && entry.value !== "unknown" && entry.evidence === null;
}

/** The known facts that have no evidence after a turn. */
function bareFacts(scenario: Scenario, turn: number): FactName[] {
  const overrides = Object.entries(scenario.factsByTurn).filter(([from]) => Number(from) <= turn);
  const entries: Record<FactName, Entry> = Object.assign(
    {},
    scenario.facts,
    ...overrides.map(([, facts]) => facts),
  );
  return FACT_NAMES.filter((name) => isBare(entries[name]));
}

/**
 * Which of the facts without evidence need some: facts are blanked one after the other as long as the decision stays the
 * same, and those that cannot be blanked any more carry it.
 */
function decisiveAmong(bare: readonly FactName[], facts: Facts, policy: Policy): FactName[] {
  const before = decide(facts, policy);
  const idle: FactName[] = [];
  for (const name of bare) {
    if (isDeepStrictEqual(decide(blanked(facts, [...idle, name]), policy), before)) idle.push(name);
  }
  return bare.filter((name) => !idle.includes(name));
}

function blanked(facts: Facts, names: readonly FactName[]): Facts {
  return { ...facts, ...(Object.fromEntries(names.map((name) => [name, "unknown"])) as Partial<Facts>) };
}
