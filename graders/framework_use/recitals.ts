import type { Element } from "../../src/records/scenario.ts";
import type { Anchor } from "../text/anchors.ts";
import { guarded } from "../text/guarded.ts";
import { functionWordShare, isKeywordRun } from "../text/language.ts";
import type { Reply } from "../text/reply.ts";
import type { Placed } from "./mentions.ts";
import { eachPlace } from "./places.ts";
import { isStrict } from "./strict.ts";

/** How many different labels in one sentence make it a recital of the framework. */
const RECITAL = 4;
/** A reply of some length with fewer function words than this share is a list of keywords; terse tables of real replies have 0.25. */
const KEYWORD_REPLY = 0.15;
const KEYWORD_WORDS = 14;

/** The sentences that say nothing of the deal, whatever stands in them: recitals of labels, runs of keywords, talk about grading. */
export function recitals(mentions: Placed[], reply: Reply, anchors: Anchor[]): Set<number> {
  const recited = listedLabels(mentions, reply, anchors);
  for (const index of gradingTalk(reply, anchors)) recited.add(index);
  return recited;
}

function listedLabels(mentions: Placed[], reply: Reply, anchors: Anchor[]): Set<number> {
  const factual = new Set<number>();
  eachPlace(anchors.filter(isStrict), reply, (_, sentence) => factual.add(sentence));
  const labels = new Map<number, Set<Element>>();
  for (const { label, element, sentence } of mentions) {
    if (label) labels.set(sentence, (labels.get(sentence) ?? new Set()).add(element));
  }
  if (reply.wordCount >= KEYWORD_WORDS && functionWordShare(reply.plain) < KEYWORD_REPLY) {
    return new Set(reply.sentences.keys());
  }
  const recited = new Set(
    [...labels]
      .filter(([sentence, elements]) => elements.size >= RECITAL && !factual.has(sentence))
      .map(([sentence]) => sentence),
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
