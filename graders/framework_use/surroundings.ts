import type { Anchor } from "../text/anchors.ts";
import { matchesOf } from "../text/eachMatch.ts";
import { type Phrase, readPhrases } from "../text/phrases.ts";
import type { Reply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";
import type { Placed } from "./mentions.ts";
import { eachPlace } from "./places.ts";
import { isStrict } from "./strict.ts";

const statusPhrases = readPhrases("statuses");
const hedges = readPhrases("hedges");

/** What stands in the sentences of a reply, asked from one sentence to another. */
export interface Surroundings {
  /** First and last sentence of each block. */
  blocks: Map<number, [number, number]>;
  bound(from: number, to: number): boolean;
  factual(from: number, to: number): boolean;
  person(from: number, to: number): boolean;
  /** A name, number, date or phrase of the deal: no title, and nothing that only echoes the brief. */
  strict(from: number, to: number): boolean;
  hedged(from: number, to: number): boolean;
  firm(from: number, to: number): boolean;
  status(from: number, to: number): boolean;
  test(from: number, to: number): boolean;
}

/** Reads what stands in each sentence; `named` = the conversation names somebody or something of this deal, `recited` = sentences that say nothing. */
export function surroundings(
  reply: Reply,
  anchors: Anchor[],
  named: boolean,
  recited: Set<number>,
): Surroundings {
  const size = reply.sentences.length;
  const marks = {
    bound: new Uint32Array(size + 1),
    factual: new Uint32Array(size + 1),
    person: new Uint32Array(size + 1),
    strict: new Uint32Array(size + 1),
    hedged: new Uint32Array(size + 1),
    firm: new Uint32Array(size + 1),
    status: new Uint32Array(size + 1),
    test: new Uint32Array(size + 1),
  };
  const mark = (row: Uint32Array, sentence: number) => {
    if (!recited.has(sentence)) row[sentence + 1] = 1;
  };
  // A title ("the CFO") or an echo of the brief fits many deals: it binds only in a reply that names somebody or something of this one.
  const given = new Set<number>();
  const concrete = new Set<number>();
  eachPlace(anchors, reply, (anchor, sentence) => {
    const { kind, person, start } = anchor;
    if (isStrict(anchor)) mark(marks.strict, sentence);
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
    const state = key === "status" || key === "negation";
    mark(state ? marks.status : marks.test, sentence);
    if (key === "status") mark(marks.firm, sentence);
  });
  eachPlace(hedgesOf(reply.plain), reply, (_, sentence) => mark(marks.hedged, sentence));
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
    strict: within(marks.strict),
    hedged: within(marks.hedged),
    firm: within(marks.firm),
    status: within(marks.status),
    test: within(marks.test),
  };
}

function hedgesOf(text: string): Phrase[] {
  return hedges(text).sort((a, b) => a.start - b.start);
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
export function windowOf(
  reply: Reply,
  mention: Placed,
  blocks: Surroundings["blocks"],
): { from: number; to: number; first: number; own: number } {
  const sentence = reply.sentences[mention.sentence];
  const [first, last] = blocks.get(sentence?.block ?? -1) ?? [mention.sentence, mention.sentence];
  if (sentence?.kind === "bullet" || sentence?.kind === "row")
    return { from: first, to: last, first, own: last };
  if (sentence?.kind === "heading") {
    const to = untilHeading(reply, mention.sentence, 3);
    return { from: mention.sentence, to, first: mention.sentence, own: to };
  }
  const opens = mention.label && mention.sentence === first;
  const own = opens ? Math.min(last, first + 4) : mention.sentence;
  const before = reply.sentences[mention.sentence - 1];
  const from = before === undefined || before.kind === "heading" ? mention.sentence : mention.sentence - 1;
  return { from, to: Math.max(own, untilHeading(reply, mention.sentence, 1)), first: mention.sentence, own };
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
