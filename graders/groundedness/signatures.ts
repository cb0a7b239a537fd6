import { type Phrase, readPhrases } from "../text/phrases.ts";
import type { Reply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";
import { tokensOf } from "../text/tokens.ts";

const claims = readPhrases("evidence_claims");

/** Percentages of the persona's own thresholds are rules, not statistics. */
const PERSONA_PERCENT = new Set([40, 60, 90, 95, 100, 120]);

/**
 * Sentences that cite a study with a figure, or a percentage of "all deals", whose percentage the brief does not hold
 * (GR5). "Studies show …" without a figure is left to the judge.
 */
export function inventedStatistics(reply: Reply, brief: () => string): { start: number; end: number }[] {
  const cited = sentencesWith(reply, ["study"]);
  const shares = sentencesWith(reply, ["share"]);
  const percents = tokensOf(reply).numbers.filter(
    ({ kind, text }) => kind === "percent" && !brief().includes(text),
  );
  return reply.sentences.filter((sentence) => {
    const inside = percents.filter(({ start }) => start >= sentence.start && start < sentence.end);
    if (cited.has(sentence)) return inside.length > 0;
    return (
      shares.has(sentence) &&
      !sentence.question &&
      inside.some(({ value, end }) => !PERSONA_PERCENT.has(value) && shareFollows(reply, end))
    );
  });
}

/** "73 % of enterprise deals": the share stands directly after the percentage. */
function shareFollows(reply: Reply, end: number): boolean {
  return claims(reply.plain.slice(end, end + 60)).some(
    ({ class: key, start }) => key === "share" && start <= 2,
  );
}

/** Sentences that tell a deal or post of the writer's own as evidence (GR6). */
export function warStories(reply: Reply): { start: number; end: number }[] {
  return [...sentencesWith(reply, ["story"])].filter(({ kind, question }) => kind !== "code" && !question);
}

const known = new WeakMap<Reply, Phrase[]>();

/** The signatures of a reply in order; several items ask for them. */
function claimsOf(reply: Reply): Phrase[] {
  const kept = known.get(reply) ?? claims(reply.plain).sort((a, b) => a.start - b.start);
  known.set(reply, kept);
  return kept;
}

function sentencesWith(reply: Reply, classes: string[]): Set<Sentence> {
  const found = new Set<Sentence>();
  let index = 0;
  for (const { start, class: key } of claimsOf(reply)) {
    if (!classes.includes(key)) continue;
    while (index < reply.sentences.length && (reply.sentences[index]?.end ?? 0) <= start) index++;
    const sentence = reply.sentences[index];
    if (sentence && start >= sentence.start) found.add(sentence);
  }
  return found;
}
