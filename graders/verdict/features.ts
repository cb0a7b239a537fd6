import { keptWith } from "../text/kept.ts";
import type { Reply } from "../text/reply.ts";
import { isBranchHeading } from "./cues.ts";
import { readVerdictLexicon } from "./lexicon.ts";
import type { Span } from "./reading.ts";

/** Where a cue stands: plainly, under an "if", denied, or in the opening. One in the opening also counts plainly. */
type Place = "here" | "if" | "not" | "open";

/** A cue of the weighing lexicon, or a sentence with a condition, where it stands. */
export interface Cue {
  name: string;
  place: Place;
  sentence: Span;
  reason: string;
}

const findCues = readVerdictLexicon("verdict_weighing");

/** The opening is the first 60 words (CODEBOOK §5). */
const OPENING_WORDS = 60;

/**
 * The cues of a reply, in order: what it tells people to do with time, people and forecast. A cue counts once a sentence
 * and place. Questions are left out, but for cues of a plan that was asked for; so are sentences that `isEcho` knows.
 */
export const cuesOfReply = keptWith(readCues);

function readCues(reply: Reply, isEcho: (sentence: string) => boolean): Cue[] {
  const plain = reply.plain.replaceAll("’", "'");
  const cues: Cue[] = [];
  let words = 0;
  for (const { start, end, kind, question, block } of reply.sentences) {
    if (kind === "code") continue;
    const text = plain.slice(start, end);
    const opens = words < OPENING_WORDS || kind === "heading";
    words += countWords(text);
    if (isEcho(text)) continue;
    const add = (name: string, place: Place, reason: string) =>
      cues.push({ name, place, sentence: { start, end }, reason });
    if (question) {
      for (const { class: name, reason } of findCues(text)) if (name === ASKED) add(name, "here", reason);
      continue;
    }
    const condition = CONDITION.exec(text);
    if (condition && FAILS.test(text.slice(condition.index)))
      add("test_fails", "here", "what follows if a test fails");
    const outcome =
      kind === "table_head" || isBranchHeading(headingOf(reply, block))
        ? 0
        : (condition?.index ?? Number.POSITIVE_INFINITY);
    const seen = new Set<string>();
    for (const hit of findCues(text)) {
      const place = hit.start >= outcome ? "if" : isDenied(text, hit.start) ? "not" : "here";
      if (seen.has(`${place} ${hit.class}`)) continue;
      seen.add(`${place} ${hit.class}`);
      add(hit.class, place, hit.reason);
      if (place === "here" && opens) add(hit.class, "open", hit.reason);
    }
  }
  return cues;
}

/** The one class that counts in questions: a call plan consists of them. */
const ASKED = "call_plan";

const CONDITION =
  /^[^A-Za-z]*(?:and |but |so |then )?(?:if|unless|without|otherwise|once|when|either|no [^,.;]{2,30},|failing|should)\b|\bif (?:he|she|they|it|you|we|the|that|this|not|nothing|neither|a|[A-Z0-9])/i;
const FAILS =
  /\b(?:not|no|without|otherwise|unless|fail|slips?|only|neither|nobody|nothing|else|refuse|never)|n't/i;

/** Whether a sentence makes something hang on a condition. */
export function isConditional(sentence: string): boolean {
  return CONDITION.test(sentence);
}

function isDenied(text: string, at: number): boolean {
  return /(?:\b(?:not|never|no|without)|n't)\s+(?:\w+\s+){0,2}$/i.test(text.slice(Math.max(0, at - 30), at));
}

function headingOf(reply: Reply, block: number): string {
  const heading = reply.blocks[reply.blocks[block]?.section ?? -1];
  return heading ? reply.plain.slice(heading.start, heading.end).trim() : "";
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
