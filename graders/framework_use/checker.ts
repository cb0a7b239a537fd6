import type { Checker, Finding } from "../../src/records/grade.ts";
import type { Element, Framework, Scenario } from "../../src/records/scenario.ts";
import { readRubric } from "../data.ts";
import { repliesInEnglish } from "../text/english.ts";
import { evidenceAt } from "../text/evidence.ts";
import { allUngraded, finding, needsJudge, NOT_ENGLISH } from "../text/finding.ts";
import { type ElementReading, readElements } from "./elements.ts";
import { applied, ELEMENTS_FOR_USE, type FrameworkReading, readFrameworks } from "./frameworks.ts";
import { type ReadTurn, readTurns } from "./reading.ts";
import { checkRoles } from "./roles.ts";

const rubric = readRubric(import.meta.url);

/** CODEBOOK §4.1 and the persona ("enterprise deals >$500K"): MEDDPICC is due above this value, strictly. */
const MEDDPICC_ABOVE_USD = 500_000;
const SOUP_FRAMEWORKS = 3;
const SOUP_BOUND = 2;
const RECITED_LABELS = 5;
const RECITED_SHARE = 0.3;

/**
 * Grades CODEBOOK §4.1. `details`: `elements` (salient ones), `all_elements`, `frameworks_named`, `frameworks_used`,
 * `name_dropping`, and the binding score `labels`, `bound`, `bound_share` (bound/labels, null without labels).
 */
export const checkFrameworkUse: Checker = ({ scenario, transcript }) => {
  if (!repliesInEnglish(transcript)) {
    return { findings: allUngraded(rubric, NOT_ENGLISH) };
  }
  const turns = readTurns({ scenario, transcript });
  const elements = readElements(turns);
  const frameworks = readFrameworks(turns, scenario, elements);
  const binding = bindingScore(turns, elements);
  const findings = [
    frameworkChoice(scenario, frameworks, elements, binding),
    ...scenario.salientElements.map((element) => elementApplied(element, elements)),
    bothAdded(scenario, elements),
    needsJudge("FU4", "are unknown elements shown as gaps, each with a question?"),
    needsJudge("FU5", "does it say which one to three elements decide the deal?"),
    needsJudge("FU6", "is every element used with its right definition?"),
    needsJudge("FU7", "is a salient element confused with something else?"),
    soup(frameworks, elements, binding),
    recital(binding),
    ...methodItems(scenario),
    ...checkRoles(scenario, turns),
  ];
  const salient = scenario.salientElements.map((element) => [element, elements.get(element)?.status]);
  return {
    findings,
    details: {
      elements: Object.fromEntries(salient),
      all_elements: Object.fromEntries([...elements].map(([element, { status }]) => [element, status])),
      frameworks_named: frameworks.named,
      frameworks_used: frameworks.used,
      name_dropping: nameDropping(frameworks, elements, binding),
      labels: binding.labels,
      bound: binding.bound,
      bound_share: binding.labels === 0 ? null : binding.bound / binding.labels,
    },
  };
};

interface Binding {
  labels: number;
  bound: number;
  /** Elements with a bound label. */
  elements: Set<Element>;
}

/**
 * CODEBOOK §4.1 "Binding score": of the mentions of an element by its label, how many stand beside an anchor. A label that
 * sums up an element applied elsewhere in the reply ("pain, metrics and champion all hold up") is bound there; one of a
 * recital, with nothing but a tick or a status word beside it, is not, whatever stands near it.
 */
function bindingScore(turns: ReadTurn[], elements: Map<Element, ElementReading>): Binding {
  const labels = turns.flatMap(({ mentions }) => mentions.filter(({ label }) => label));
  const bound = labels.filter(({ bare, bound: beside, element }) => {
    const reading = elements.get(element);
    if (bare && reading?.recited === true) return false;
    return beside || reading?.status === "applied";
  });
  return {
    labels: labels.length,
    bound: bound.length,
    elements: new Set(bound.map(({ element }) => element)),
  };
}

function frameworkChoice(
  scenario: Scenario,
  { named, used, places }: FrameworkReading,
  elements: Map<Element, ElementReading>,
  { labels, bound }: Binding,
): Finding {
  const expected = scenario.expectedFrameworks;
  if (expected.length === 0) return finding("FU1", "n/a", "This task calls for no particular framework.");
  const chosen = named.find((framework) => expected.includes(framework));
  const place = chosen && places.get(chosen);
  if (place && recited(labels, bound) && applied(elements) < ELEMENTS_FOR_USE) {
    return finding(
      "FU1",
      "not_met",
      `${chosen} is recited, and not used: ${bound} of ${labels} labels are bound.`,
    );
  }
  if (place) {
    const evidence = [evidenceAt(place.turn.reply.text, place.turn.turn, place)];
    return finding("FU1", "met", `It works with ${chosen}, which this task calls for.`, evidence);
  }
  const meddic = expected.includes("MEDDIC") || expected.includes("MEDDPICC");
  if (meddic && applied(elements) >= ELEMENTS_FOR_USE) {
    const evidence = [...elements.values()]
      .filter(({ status }) => status === "applied")
      .flatMap((reading) => reading.evidence);
    return finding(
      "FU1",
      "met",
      `It applies ${applied(elements)} elements of MEDDPICC to this deal without naming it.`,
      evidence,
    );
  }
  const touched = [...elements.values()].filter(({ unsure }) => unsure).length;
  if (meddic && applied(elements) > 0 && applied(elements) + touched >= ELEMENTS_FOR_USE) {
    return needsJudge(
      "FU1",
      `elements of MEDDPICC applied without its name: ${applied(elements)}, perhaps ${touched} more; are there four?`,
    );
  }
  const method = used.find((framework) => expected.includes(framework));
  const judged = method ?? expected.find((framework) => !ELEMENT_FRAMEWORKS.has(framework));
  if (judged !== undefined && applied(elements) > 0)
    return needsJudge("FU1", `is ${judged} used although it is not named?`);
  return finding(
    "FU1",
    "not_met",
    `None of ${expected.join(", ")} is named; elements applied to this deal: ${applied(elements)}.`,
  );
}

const ELEMENT_FRAMEWORKS = new Set<Framework>(["MEDDIC", "MEDDPICC"]);

function elementApplied(element: Element, elements: Map<Element, ElementReading>): Finding {
  const id = `FU2.${element}`;
  const name = element.replaceAll("_", " ");
  const reading = elements.get(element);
  if (reading === undefined || reading.status === "absent") {
    return finding(id, "not_met", `The ${name} is not spoken of, by label or in other words.`);
  }
  if (reading.status === "applied") {
    const given =
      reading.hasStatus && reading.hasTest
        ? "a status and a next test"
        : reading.hasStatus
          ? "a status"
          : "a next test";
    return finding(
      id,
      "met",
      `The ${name} stands beside a fact of this deal, with ${given}.`,
      reading.evidence,
    );
  }
  if (reading.unsure) {
    return needsJudge(
      id,
      `the ${name} is touched on beside facts of this deal; is it given a status or a next test?`,
      reading.evidence,
    );
  }
  return finding(
    id,
    "not_met",
    reading.recited
      ? `The ${name} is recited with the framework's other labels, and nothing of this deal stands beside it.`
      : `The ${name} is mentioned, but beside no fact of this deal.`,
    reading.evidence,
  );
}

function bothAdded(scenario: Scenario, elements: Map<Element, ElementReading>): Finding {
  if (scenario.dealValueUsd <= MEDDPICC_ABOVE_USD)
    return finding("FU3", "n/a", "The deal is not above USD 500,000.");
  if (!scenario.expectedFrameworks.includes("MEDDPICC"))
    return finding("FU3", "n/a", "This task does not call for MEDDPICC.");
  const readings = [elements.get("paper_process"), elements.get("competition")].filter(
    (reading) => reading !== undefined,
  );
  const dropped = readings.filter(({ addressed, noted, unsure }) => !addressed && !noted && !unsure);
  const names = dropped.map(({ element }) => element.replaceAll("_", " ")).join(" and ");
  if (dropped.length > 0) return finding("FU3", "not_met", `Nothing is said of this deal's ${names}.`);
  const evidence = readings.flatMap((reading) => reading.evidence);
  if (readings.every(({ addressed }) => addressed)) {
    return finding(
      "FU3",
      "met",
      "Paper process and competition are both addressed on this deal's facts.",
      evidence,
    );
  }
  return needsJudge("FU3", "paper process and competition are touched on; are both addressed?", evidence);
}

function soup(
  { named }: FrameworkReading,
  elements: Map<Element, ElementReading>,
  binding: Binding,
): Finding {
  const bound = [...elements.values()].filter(
    (reading) => reading.bound || binding.elements.has(reading.element),
  ).length;
  const found = `Frameworks named: ${named.length}; elements bound to this deal: ${bound}.`;
  return finding("FU8", named.length >= SOUP_FRAMEWORKS && bound < SOUP_BOUND ? "met" : "not_met", found);
}

function recital({ labels, bound }: Binding): Finding {
  return finding(
    "FU9",
    recited(labels, bound) ? "met" : "not_met",
    `Element labels beside a fact of this deal: ${bound} of ${labels}.`,
  );
}

function recited(labels: number, bound: number): boolean {
  return labels >= RECITED_LABELS && bound / labels < RECITED_SHARE;
}

/** Frameworks or labels recited: FU8, FU9, or the framework or five labels brought up without one element applied. */
function nameDropping(
  frameworks: FrameworkReading,
  elements: Map<Element, ElementReading>,
  { labels, bound }: Binding,
): boolean {
  if (recited(labels, bound)) return true;
  const brought = frameworks.named.length > 0 || labels >= RECITED_LABELS;
  return (
    brought &&
    applied(elements) < (frameworks.named.length >= SOUP_FRAMEWORKS ? SOUP_BOUND : 1) &&
    frameworks.used.length === 0
  );
}

const METHOD_ITEMS: { framework: Framework; id: string; what: string }[] = [
  {
    framework: "SPIN",
    id: "FU10",
    what: "is there an implication and a need-payoff question, tied to the brief?",
  },
  { framework: "Challenger", id: "FU11", what: "is there a reframe that is new to this buyer and grounded?" },
  { framework: "Challenger", id: "FU12", what: "do two people get different messages?" },
  { framework: "Challenger", id: "FU13", what: "is there one firm ask?" },
  { framework: "StrategicSelling", id: "FU16", what: "is the personal win of each key person stated?" },
];

function methodItems({ expectedFrameworks }: Scenario): Finding[] {
  return METHOD_ITEMS.map(({ framework, id, what }) =>
    expectedFrameworks.includes(framework)
      ? needsJudge(id, what)
      : finding(id, "n/a", `This task does not call for ${framework}.`),
  );
}
