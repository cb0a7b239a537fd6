import type { Evidence } from "../../src/records/grade.ts";
import { ELEMENTS, type Element } from "../../src/records/scenario.ts";
import { evidenceAt } from "../text/evidence.ts";
import type { Mention, ReadTurn } from "./reading.ts";

/** How far one element got: `applied` = bound to a fact of this deal and given a status or a next test. */
export interface ElementReading {
  element: Element;
  status: "applied" | "mentioned" | "absent";
  /** The best mention is bound to a fact although no status or test was found: code is not sure that it is not applied. */
  bound: boolean;
  hasStatus: boolean;
  hasTest: boolean;
  /** The sentence of the best mention. */
  evidence: Evidence[];
}

/** Reads each of the eight elements over all turns; the best mention of an element counts. */
export function readElements(turns: ReadTurn[]): Map<Element, ElementReading> {
  return new Map(ELEMENTS.map((element) => [element, readElement(element, turns)]));
}

function readElement(element: Element, turns: ReadTurn[]): ElementReading {
  let best: { mention: Mention; turn: ReadTurn; rank: number } | undefined;
  for (const turn of turns) {
    for (const mention of turn.mentions) {
      if (mention.element !== element) continue;
      const rank = rankOf(mention);
      if (best === undefined || rank > best.rank) best = { mention, turn, rank };
    }
  }
  if (best === undefined) {
    return { element, status: "absent", bound: false, hasStatus: false, hasTest: false, evidence: [] };
  }
  const { mention, turn } = best;
  const sentence = turn.reply.sentences[mention.sentence] ?? mention;
  return {
    element,
    status: mention.factual && (mention.status || mention.test) ? "applied" : "mentioned",
    bound: mention.factual,
    hasStatus: mention.status,
    hasTest: mention.test,
    evidence: [evidenceAt(turn.reply.text, turn.turn, sentence)],
  };
}

function rankOf({ recited, factual, status, test, label }: Mention): number {
  if (recited) return 0;
  return 1 + (factual ? 8 : 0) + (status ? 3 : 0) + (test ? 3 : 0) + (label ? 1 : 0);
}
