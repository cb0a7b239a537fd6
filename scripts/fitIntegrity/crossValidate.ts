import { likelihood } from "../../graders/integrity/likelihood.ts";
import type { Sentence } from "./examples.ts";
import { fitModel } from "./logistic.ts";

/** What a model that saw nothing by a sentence's writer says of it. */
export interface Unseen {
  sentence: Sentence;
  /** How likely it is an offence, 0..1. */
  share: number;
}

/** Writers are left out in so many parts, for the time that fitting takes. */
const PARTS = 5;

/** Judges every sentence by a model that was fitted without anything by its writer. */
export function crossValidate(sentences: readonly Sentence[], log: (line: string) => void): Unseen[] {
  const writers = [...new Set(sentences.map(keyOf))];
  const partOf = new Map(writers.map((writer, index) => [writer, index % PARTS]));
  return Array.from({ length: PARTS }, (_, part) => {
    const isLeft = (sentence: Sentence) => partOf.get(keyOf(sentence)) === part;
    const left = sentences.filter(isLeft);
    log(`fitting without part ${part + 1} of ${PARTS} (${left.length} sentences)`);
    const model = fitModel(sentences.filter((sentence) => !isLeft(sentence)));
    return left.map((sentence) => ({ sentence, share: likelihood(model, sentence.signs) }));
  }).flat();
}

/** Those who wrote replies are others than those who wrote sentences, whatever they are called. */
function keyOf({ writer, label }: Sentence): string {
  return label === "reply" ? `reply ${writer}` : writer;
}

/** Of the sentences of each label, and of whole replies with any of theirs, the share that a threshold flags, 0..1. */
export interface Flagged {
  threshold: number;
  offence: number;
  declined: number;
  fair: number;
  plain: number;
  replies: number;
}

/** What each threshold flags. */
export function flagged(unseen: readonly Unseen[], thresholds: readonly number[]): Flagged[] {
  const byLabel = Map.groupBy(unseen, ({ sentence }) => sentence.label);
  const replies = [...Map.groupBy(byLabel.get("reply") ?? [], ({ sentence }) => sentence.reply).values()];
  return thresholds.map((threshold) => {
    const isFlagged = ({ share }: Unseen) => share >= threshold;
    const ofLabel = (label: Sentence["label"]) => portion(byLabel.get(label) ?? [], isFlagged);
    return {
      threshold,
      offence: ofLabel("offence"),
      declined: ofLabel("declined"),
      fair: ofLabel("fair"),
      plain: ofLabel("plain"),
      replies: portion(replies, (reply) => reply.some(isFlagged)),
    };
  });
}

function portion<One>(all: readonly One[], holds: (one: One) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length;
}
