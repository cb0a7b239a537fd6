import type { Anchor } from "../text/anchors.ts";
import { guarded } from "../text/guarded.ts";
import { firstAfter } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import { isStrict } from "./strict.ts";

/** Words besides a label that still say nothing of the deal: "Champion: strong and engaged". */
const FEW_WORDS = 3;
/** What is said of a label is looked for within this many characters. */
const REACH = 200;

/** A mention of an element, by its place. */
interface Labelled {
  label: boolean;
  start: number;
  end: number;
  sentence: number;
}

/**
 * The labels beside which nothing stands but a tick, a status word or a person's title ("Economic buyer ✔", "Metrics are
 * validated", "| Champion | Strong |"). A name, number, date or phrase of the deal, a question, or a few words more make a
 * label more than that, as does the text that a label in its own line introduces.
 */
export function bareLabels<T extends Labelled>(
  mentions: readonly T[],
  reply: Reply,
  anchors: readonly Anchor[],
): Set<T> {
  const labels = mentions.filter(({ label }) => label);
  const facts = anchors.filter(isStrict);
  return new Set(
    labels.filter((one, index) => {
      const sentence = reply.sentences[one.sentence];
      if (sentence === undefined || sentence.kind === "heading" || sentence.question) return false;
      const [before, after] = [labels[index - 1], labels[index + 1]];
      const from = Math.max(sentence.start, before?.end ?? 0, openingOf(reply, sentence.start, one.start));
      const to = Math.min(scopeOf(reply, one), after?.start ?? Number.POSITIVE_INFINITY);
      const fact = facts[firstAfter(facts, from)];
      if (fact && fact.start < to) return false;
      const said = `${reply.plain.slice(from, one.start)} ${reply.plain.slice(one.end, Math.min(to, one.end + REACH))}`;
      return !said.includes("?") && !MARKS_A_GAP.test(said) && wordsIn(said) <= FEW_WORDS;
    }),
  );
}

/** A test beside the label ("ask", "by Friday") is something said. */
const MARKS_A_GAP = guarded(/\b(?:ask|who|unless|until|before)\b/i);

/** Where the clause of a label begins in its sentence. */
function openingOf(reply: Reply, start: number, at: number): number {
  const from = Math.max(start, at - REACH);
  const before = reply.plain.slice(from, at);
  return from + Math.max(before.lastIndexOf(";"), before.lastIndexOf(","), before.lastIndexOf(":")) + 1;
}

/** How far what is said of a label reaches: to the end of its bullet or row, else of its sentence, or of its paragraph where it stands alone. */
function scopeOf(reply: Reply, one: Labelled): number {
  const sentence = reply.sentences[one.sentence];
  if (sentence === undefined) return one.end;
  const block = reply.blocks[sentence.block];
  if (block && (sentence.kind === "bullet" || sentence.kind === "row")) return block.end;
  const alone = sentence.end - one.end < REACH && wordsIn(reply.plain.slice(one.end, sentence.end)) === 0;
  return alone && block ? Math.min(block.end, one.end + REACH) : sentence.end;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
/** Words that join or only say that something is so. */
const EMPTY =
  /^(?:\p{L}|is|are|was|has|have|been|the|an|and|all|we|our|this|that|there|as|it|with|to|of|in|on|at|for|very|fully|already|check|element|status|rating)$/iu;

function wordsIn(text: string): number {
  return (text.match(WORD) ?? []).filter((word) => !EMPTY.test(word)).length;
}
