import { ELEMENTS, type Element, type Scenario } from "../../src/records/scenario.ts";
import type { FactName } from "../../src/records/facts.ts";
import type { Anchor } from "../text/anchors.ts";
import { type Phrase, readPhrases } from "../text/phrases.ts";
import type { Reply } from "../text/reply.ts";
import { eachPlace } from "./places.ts";
import { rivalsOf } from "./rivals.ts";

/** Where a reply speaks of an element of MEDDPICC, and by what. */
export interface Placed {
  element: Element;
  /** True for the framework's own name ("Champion"), false for its substance in other words, a person in that role or a fact. */
  label: boolean;
  /** Words that a sentence about anything may hold ("process", "decide"). */
  weak: boolean;
  /** By words of the lexicon; else by somebody or something of the scenario's facts. */
  phrase: boolean;
  /** The name or title of the person in that role, who can stand in a sentence about anything. */
  person: boolean;
  start: number;
  end: number;
  /** Index in `Reply.sentences`. */
  sentence: number;
}

const elementPhrases = readPhrases("elements");

/** Every mention of an element in a reply, in order: by the lexicon, and by the people, rivals, numbers and dates of the scenario's facts. */
export function placedMentions(reply: Reply, anchors: Anchor[], scenario: Scenario): Placed[] {
  const found = [...phraseMentions(elementPhrases(reply.plain)), ...anchorMentions(anchors, scenario)].sort(
    (a, b) => a.start - b.start,
  );
  const placed: Placed[] = [];
  eachPlace(found, reply, (one, sentence) => placed.push({ ...one, sentence }));
  return placed;
}

/** Which facts' evidence belongs to which element: a number or date of that evidence speaks of the element. */
const ELEMENT_OF_FACT: Partial<Record<FactName, Element>> = {
  value: "metrics",
  eb: "economic_buyer",
  budget: "economic_buyer",
  fit: "decision_criteria",
  criteria: "decision_criteria",
  decision_process: "decision_process",
  paper_process: "paper_process",
  pain_clarity: "identify_pain",
  pain_urgency: "identify_pain",
  champion: "champion",
  incumbent: "competition",
  position: "competition",
};

type Found = Omit<Placed, "sentence">;

function phraseMentions(phrases: Phrase[]): Found[] {
  return phrases.map(({ start, end, class: key }) => {
    const [element, manner] = key.split(".");
    return {
      element: element as Element,
      label: manner === "label",
      weak: manner === "weak",
      phrase: true,
      person: false,
      start,
      end,
    };
  });
}

function anchorMentions(anchors: Anchor[], scenario: Scenario): Found[] {
  const found: Found[] = [];
  for (const { start, end, key, kind, person, facts } of anchors) {
    const isRival = kind === "name" && person === undefined && rivalsOf(scenario).has(key);
    if (facts.length === 0 && person === undefined && !isRival) continue;
    const elements = facts.map((fact) => ELEMENT_OF_FACT[fact]);
    const { role, side } = scenario.people[person ?? -1] ?? {};
    // What the pain costs is a metric as well.
    if (key.startsWith("money") && elements.includes("identify_pain")) elements.push("metrics");
    if (isRival || side === "rival") elements.push("competition");
    if (role === "EB") elements.push("economic_buyer");
    if (role === "champion" || role === "coach") elements.push("champion");
    for (const element of ELEMENTS)
      if (elements.includes(element))
        found.push({
          element,
          label: false,
          weak: false,
          phrase: false,
          person: person !== undefined,
          start,
          end,
        });
  }
  return found;
}
