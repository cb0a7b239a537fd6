import type { Evidence } from "../../src/records/grade.ts";
import { ELEMENTS, type Element } from "../../src/records/scenario.ts";
import { evidenceAt } from "../text/evidence.ts";
import type { Mention, ReadTurn } from "./reading.ts";

/** How far one element got: `applied` = bound to a fact of this deal and given a status or a next test. */
export interface ElementReading {
  element: Element;
  status: "applied" | "mentioned" | "absent";
  /** Of an element that is mentioned: code is not sure that it is not applied. */
  unsure: boolean;
  /** Its label stands with a status or a test, if beside no fact ("Paper process: unknown. Find out who drafts."). */
  noted: boolean;
  /** Applied, or beside a fact of this deal with a status or a test in the sentences around it. */
  addressed: boolean;
  /** A mention of it is bound to a fact of the deal. */
  bound: boolean;
  /** Its label is recited with others, with nothing beside them. */
  recited: boolean;
  hasStatus: boolean;
  hasTest: boolean;
  /** The sentence of the best mention. */
  evidence: Evidence[];
}

/** This many elements whose labels stand bare are a recital of the framework. */
const RECITED = 5;
/** Without the label, an element is surely applied when this many sentences speak of it so. */
const SENTENCES = 2;

/** Reads each of the eight elements over all turns; the best mention of an element counts. */
export function readElements(turns: ReadTurn[]): Map<Element, ElementReading> {
  const bare = bareElements(turns);
  const recited = bare.size >= RECITED ? bare : new Set<Element>();
  return new Map(ELEMENTS.map((element) => [element, readElement(element, turns, recited.has(element))]));
}

/** The elements whose label stands bare somewhere. */
function bareElements(turns: ReadTurn[]): Set<Element> {
  return new Set(
    turns.flatMap(({ mentions }) => mentions.filter(({ bare }) => bare).map(({ element }) => element)),
  );
}

function readElement(element: Element, turns: ReadTurn[], recited: boolean): ElementReading {
  let best: { mention: Mention; turn: ReadTurn; rank: number } | undefined;
  const own = turns.map(({ mentions }) => mentions.filter((mention) => mention.element === element));
  for (const [index, turn] of turns.entries()) {
    for (const mention of own[index] ?? []) {
      const rank = rankOf(mention);
      if (best === undefined || rank > best.rank) best = { mention, turn, rank };
    }
  }
  if (best === undefined) {
    const no = {
      unsure: false,
      noted: false,
      addressed: false,
      bound: false,
      recited: false,
      hasStatus: false,
      hasTest: false,
    };
    return { element, status: "absent", ...no, evidence: [] };
  }
  const { mention, turn } = best;
  const sentence = turn.reply.sentences[mention.sentence] ?? mention;
  const isApplied = surelyApplied(own, recited) || (!recited && saidShortly(own, turns));
  return {
    element,
    status: isApplied ? "applied" : "mentioned",
    unsure: !isApplied && maybeApplied(own, turns, recited),
    noted:
      !recited &&
      own.flat().some(({ recited: out, label, status: state, test }) => !out && label && (state || test)),
    addressed: isApplied || (!recited && mention.factual && (mention.status || mention.test)),
    bound: mention.factual,
    recited,
    hasStatus: mention.status,
    hasTest: mention.test,
    evidence: [evidenceAt(turn.reply.text, turn.turn, sentence)],
  };
}

/**
 * Sure is a label beside a fact with a status or a test; or, in other words, two such sentences, or one that brings
 * together the element's words and a person or fact that the scenario gives it. A recital asks for the two sentences.
 */
function surelyApplied(turns: Mention[][], recited: boolean): boolean {
  const plain = turns.map((mentions) => mentions.filter(({ says }) => says === "plainly"));
  if (plain.some((mentions) => mentions.some(({ label }) => label))) return true;
  const bySentence = plain.flatMap((mentions) => [
    ...Map.groupBy(mentions, ({ sentence }) => sentence).values(),
  ]);
  if (bySentence.filter((mentions) => mentions.some(({ weak }) => !weak)).length >= SENTENCES) return true;
  return (
    !recited &&
    bySentence.some(
      (mentions) =>
        mentions.some(({ phrase }) => !phrase) && mentions.some(({ phrase, weak }) => phrase && !weak),
    )
  );
}

/** In a reply of so few words nothing is said in passing: what stands around a mention speaks of it. */
const SHORT = 120;

function saidShortly(own: Mention[][], turns: ReadTurn[]): boolean {
  return own.some(
    (mentions, index) =>
      (turns[index]?.reply.wordCount ?? 0) <= SHORT &&
      mentions.some(
        ({ recited, bare, factual, status, test }) => !recited && !bare && factual && (status || test),
      ),
  );
}

/** A reply with this many facts of the deal speaks of it even where no fact stands beside what it says. */
const KNOWING = 3;

/**
 * What only a judge can tell: words for the element beside a fact, hedged or in one place; or without one, in a reply that
 * knows the deal. After a recital, what the element's own people do elsewhere does not count for it.
 */
function maybeApplied(own: Mention[][], turns: ReadTurn[], recited: boolean): boolean {
  return own.some((mentions, index) => {
    const knowing = (turns[index]?.facts ?? 0) >= KNOWING;
    return mentions.some(({ recited: out, bare, label, weak, phrase, says, factual }) => {
      if (out || bare) return false;
      if (says === "hedged" || (says === "plainly" && phrase)) return true;
      if (recited) return false;
      return factual || (knowing && phrase && !label && !weak);
    });
  });
}

function rankOf({ recited, bare, says, factual, status, test, label, weak }: Mention): number {
  if (recited) return 0;
  const said = says === "plainly" ? 16 : says === "hedged" ? 8 : 0;
  return (
    1 +
    said +
    (factual ? 8 : 0) +
    (status ? 3 : 0) +
    (test ? 3 : 0) +
    (label ? 1 : 0) -
    (bare || weak ? 1 : 0)
  );
}
