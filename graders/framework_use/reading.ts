import type { GradeInput } from "../../src/records/grade.ts";
import { ELEMENTS, type Element, type Scenario } from "../../src/records/scenario.ts";
import type { FactName } from "../../src/records/facts.ts";
import { type Anchor, anchorFinder } from "../text/anchors.ts";
import { matchesOf } from "../text/eachMatch.ts";
import { guarded } from "../text/guarded.ts";
import { functionWordShare, isKeywordRun } from "../text/language.ts";
import { type Phrase, readPhrases } from "../text/phrases.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";
import { rivalsOf } from "./rivals.ts";

/** Where a reply speaks of an element of MEDDPICC. */
export interface Mention {
  element: Element;
  /** True for the framework's own name ("Champion"), false for its substance in other words, a person in that role or a fact. */
  label: boolean;
  start: number;
  end: number;
  /** Index in `Reply.sentences`. */
  sentence: number;
  /** Stands in a list of labels, a run of keywords or a table's head: it says nothing of the deal. */
  recited: boolean;
  /** An anchor of the scenario stands in the same bullet or row, or within a sentence. */
  bound: boolean;
  /** Such an anchor that is more than the customer's name, which every generic answer can repeat. */
  factual: boolean;
  /** A status, and a next test (question, action, deadline), stands there too. */
  status: boolean;
  test: boolean;
}

/** One assistant turn as the checker reads it. */
export interface ReadTurn {
  /** 1-based. */
  turn: number;
  reply: Reply;
  anchors: Anchor[];
  mentions: Mention[];
}

const elementPhrases = readPhrases("elements");
const statusPhrases = readPhrases("statuses");

/** Reads every assistant turn: a conversation's first reply usually carries the framework, later ones build on it. */
export function readTurns({ scenario, transcript }: Pick<GradeInput, "scenario" | "transcript">): ReadTurn[] {
  const finder = anchorFinder(scenario);
  const turns = transcript.turns.map((turn, index) => {
    const reply = parseReply(turn.assistant);
    const anchors = finder.find(reply);
    return { turn: index + 1, reply, anchors };
  });
  const named = turns.some(({ anchors }) => anchors.some(({ kind }) => kind === "name"));
  return turns.map((turn) => ({ ...turn, mentions: mentionsOf(turn.reply, turn.anchors, scenario, named) }));
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

function mentionsOf(reply: Reply, anchors: Anchor[], scenario: Scenario, named: boolean): Mention[] {
  const found = [...phraseMentions(elementPhrases(reply.plain)), ...anchorMentions(anchors, scenario)].sort(
    (a, b) => a.start - b.start,
  );
  const placed: Placed[] = [];
  eachPlace(found, reply, (one, sentence) => placed.push({ ...one, sentence }));
  const recited = recitals(placed, reply);
  for (const index of gradingTalk(reply, anchors)) recited.add(index);
  const about = surroundings(reply, anchors, named, recited);
  return placed.map((mention) => {
    const out = recited.has(mention.sentence) || reply.sentences[mention.sentence]?.kind === "table_head";
    const { from, to, own } = windowOf(reply, mention, about.blocks);
    const people = mention.element === "economic_buyer" || mention.element === "champion";
    return {
      ...mention,
      recited: out,
      bound: !out && about.bound(from, to),
      // A neighbouring sentence's person binds only what is about people; its numbers, dates and phrases bind anything.
      factual:
        !out &&
        (about.factual(from, to) || about.person(people ? from : mention.sentence, people ? to : own)),
      status: !out && about.status(from, to),
      test: !out && about.test(from, to),
    };
  });
}

type Found = Pick<Mention, "element" | "label" | "start" | "end">;

function phraseMentions(phrases: Phrase[]): Found[] {
  return phrases.map(({ start, end, class: key }) => {
    const [element, label] = key.split(".");
    return { element: element as Element, label: label !== undefined, start, end };
  });
}

function anchorMentions(anchors: Anchor[], scenario: Scenario): Found[] {
  const rivals = rivalsOf(scenario);
  const found: Found[] = [];
  for (const { start, end, key, kind, person, facts } of anchors) {
    const isRival = kind === "name" && person === undefined && rivals.has(key);
    if (facts.length === 0 && person === undefined && !isRival) continue;
    const elements = facts.map((fact) => ELEMENT_OF_FACT[fact]);
    const { role, side } = scenario.people[person ?? -1] ?? {};
    // What the pain costs is a metric as well.
    if (key.startsWith("money") && elements.includes("identify_pain")) elements.push("metrics");
    if (isRival || side === "rival") elements.push("competition");
    if (role === "EB") elements.push("economic_buyer");
    if (role === "champion" || role === "coach") elements.push("champion");
    for (const element of ELEMENTS)
      if (elements.includes(element)) found.push({ element, label: false, start, end });
  }
  return found;
}

type Placed = Found & { sentence: number };

/** Tells of each span in which sentence it stands; spans between sentences (code, marks) are left out. */
function eachPlace<T extends { start: number }>(
  spans: readonly T[],
  { sentences }: Reply,
  visit: (span: T, sentence: number) => void,
): void {
  let sentence = 0;
  for (const span of spans) {
    while (sentence < sentences.length && (sentences[sentence]?.end ?? 0) <= span.start) sentence++;
    const inside = sentences[sentence];
    if (inside && span.start >= inside.start && inside.kind !== "code") visit(span, sentence);
  }
}

/** How many different labels in one sentence make it a recital of the framework. */
const RECITAL = 4;
/** A reply of some length with fewer function words than this share is a list of keywords; terse tables of real replies have 0.25. */
const KEYWORD_REPLY = 0.15;
const KEYWORD_WORDS = 14;

function recitals(mentions: Placed[], reply: Reply): Set<number> {
  const labels = new Map<number, Set<Element>>();
  for (const { label, element, sentence } of mentions) {
    if (label) labels.set(sentence, (labels.get(sentence) ?? new Set()).add(element));
  }
  if (reply.wordCount >= KEYWORD_WORDS && functionWordShare(reply.plain) < KEYWORD_REPLY) {
    return new Set(reply.sentences.keys());
  }
  const recited = new Set(
    [...labels].filter(([, elements]) => elements.size >= RECITAL).map(([sentence]) => sentence),
  );
  for (const sentence of labels.keys()) {
    if (isKeywordRun(reply.sentences[sentence]?.text ?? "")) recited.add(sentence);
  }
  return recited;
}

/**
 * Sentences such as "All criteria met.", that say how a reply should be graded and not how a deal stands; one that names
 * something of the deal is none.
 */
function gradingTalk(reply: Reply, anchors: Anchor[]): number[] {
  if (!GRADING.test(reply.plain)) return [];
  const named = new Set<number>();
  eachPlace(anchors, reply, (_, sentence) => named.add(sentence));
  return [...reply.sentences.entries()].flatMap(([index, { kind, text }]) =>
    kind === "paragraph" && text.length <= REMARK && GRADING.test(text) && !named.has(index) ? [index] : [],
  );
}

/** Longer sentences are no remark to a grader. */
const REMARK = 300;
const GRADING = guarded(
  /\b(?:all|every|everything|each|criteri(?:a|on)|items?|requirements?|rubric)\s+(?:(?:is|are|was|were|as|all|fully|criterion|item)\s+)*(?:met|satisfied|passed|fulfilled)\b|\b(?:evaluators?|graders?|rubrics?)\b/i,
);

interface Surroundings {
  /** First and last sentence of each block. */
  blocks: Map<number, [number, number]>;
  bound(from: number, to: number): boolean;
  factual(from: number, to: number): boolean;
  person(from: number, to: number): boolean;
  status(from: number, to: number): boolean;
  test(from: number, to: number): boolean;
}

function surroundings(reply: Reply, anchors: Anchor[], named: boolean, recited: Set<number>): Surroundings {
  const size = reply.sentences.length;
  const marks = {
    bound: new Uint32Array(size + 1),
    factual: new Uint32Array(size + 1),
    person: new Uint32Array(size + 1),
    status: new Uint32Array(size + 1),
    test: new Uint32Array(size + 1),
  };
  const mark = (row: Uint32Array, sentence: number) => {
    if (!recited.has(sentence)) row[sentence + 1] = 1;
  };
  // A title ("the CFO") or an echo of the brief fits many deals: it binds only in a reply that names somebody or something of this one.
  const given = new Set<number>();
  const concrete = new Set<number>();
  eachPlace(anchors, reply, ({ kind, person, start }, sentence) => {
    if ((kind === "title" || kind === "echo") && !named) return;
    mark(marks.bound, sentence);
    if (kind !== "account") mark(person === undefined ? marks.factual : marks.person, sentence);
    if (kind === "date") given.add(start);
    if (kind !== "account") concrete.add(sentence);
  });
  // A date of the brief is a fact; a date of the reply's own is a deadline.
  eachPlace(tokensOf(reply).dates, reply, ({ start }, sentence) => {
    if (given.has(start)) return;
    mark(marks.test, sentence);
    concrete.add(sentence);
  });
  const states = [...statusPhrases(reply.plain), ...signs(reply.plain)].sort((a, b) => a.start - b.start);
  eachPlace(states, reply, ({ class: key, start }, sentence) => {
    // "Map the process end to end" can be told to anybody; "ask Wanjiru for the name" tests something.
    if (key === "step" && !(concrete.has(sentence) && opensStep(reply, sentence, start))) return;
    mark(key === "status" ? marks.status : marks.test, sentence);
  });
  const blocks = new Map<number, [number, number]>();
  for (const [index, { block, question }] of reply.sentences.entries()) {
    blocks.set(block, [blocks.get(block)?.[0] ?? index, index]);
    if (question) mark(marks.test, index);
  }
  const within = (row: Uint32Array) => {
    for (let index = 1; index <= size; index++) row[index] = (row[index] ?? 0) + (row[index - 1] ?? 0);
    return (from: number, to: number) =>
      (row[Math.min(to, size - 1) + 1] ?? 0) > (row[Math.max(from, 0)] ?? 0);
  };
  return {
    blocks,
    bound: within(marks.bound),
    factual: within(marks.factual),
    person: within(marks.person),
    status: within(marks.status),
    test: within(marks.test),
  };
}

function signs(text: string): Phrase[] {
  return matchesOf(text, SIGN).map(({ index }) => ({ start: index, end: index + 1, class: "status" }));
}

const SIGN = /[🔴🟡🟢🟠🟥🟨🟩🟧❌⚠❓]/gu;

/** A verb is a step when it opens its sentence or follows a colon, an arrow, "to", "and" or a person told to do it. */
function opensStep(reply: Reply, sentence: number, start: number): boolean {
  const from = reply.sentences[sentence]?.start ?? start;
  const before = reply.plain.slice(Math.max(from, start - 24), start);
  return (
    before.trim() === "" ||
    /(?:[:;,→–—>-]|\b(?:to|and|then|you|must|should|please|let's|will|can))\s*$/i.test(before)
  );
}

/**
 * The sentences that can bind a mention: its bullet or row; of a heading what follows; of a paragraph one sentence either
 * side. `own` = the last one that is wholly about it.
 */
function windowOf(
  reply: Reply,
  mention: Placed,
  blocks: Surroundings["blocks"],
): { from: number; to: number; own: number } {
  const sentence = reply.sentences[mention.sentence];
  const [first, last] = blocks.get(sentence?.block ?? -1) ?? [mention.sentence, mention.sentence];
  if (sentence?.kind === "bullet" || sentence?.kind === "row") return { from: first, to: last, own: last };
  if (sentence?.kind === "heading") {
    const to = untilHeading(reply, mention.sentence, 3);
    return { from: mention.sentence, to, own: to };
  }
  const opens = mention.label && mention.sentence === first;
  const own = opens ? Math.min(last, first + 4) : mention.sentence;
  const before = reply.sentences[mention.sentence - 1];
  const from = before === undefined || before.kind === "heading" ? mention.sentence : mention.sentence - 1;
  return { from, to: Math.max(own, untilHeading(reply, mention.sentence, 1)), own };
}

function untilHeading(reply: Reply, sentence: number, reach: number): number {
  let last = sentence;
  while (
    last < sentence + reach &&
    last + 1 < reply.sentences.length &&
    reply.sentences[last + 1]?.kind !== "heading"
  )
    last++;
  return last;
}
