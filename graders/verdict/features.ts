import { keptWith } from "../text/kept.ts";
import type { Reply } from "../text/reply.ts";
import { isBranchHeading } from "./cues.ts";
import { headingOver } from "./headings.ts";
import { readVerdictLexicon } from "./lexicon.ts";
import { spokenIn } from "./spoken.ts";

/** Where a cue stands: plainly, under an "if", denied, or in the opening. One in the opening also counts plainly. */
type Place = "here" | "if" | "not" | "open";

/** A cue of the weighing lexicon, or a sentence with a condition, where it stands. */
export interface Cue {
  name: string;
  place: Place;
  /** Index in `Reply.sentences`. */
  sentence: number;
  reason: string;
}

/** A large lexicon, and of no use to replies too short to be weighed. */
const findCues = readVerdictLexicon("verdict_weighing", "when asked");

/**
 * The cues of a reply, in order: what it tells people to do with time, people and forecast. A cue counts once a sentence
 * and place. Questions are left out, but for cues of a plan that was asked for; so are sentences that `isEcho` knows.
 */
export const cuesOfReply = keptWith(readCues);

function readCues(reply: Reply, isEcho: (sentence: string) => boolean): Cue[] {
  const cues: Cue[] = [];
  for (const { index: sentence, text, kind, block, question, opens, condition } of spokenIn(reply, isEcho)) {
    const from = cues.length;
    const add = (name: string, place: Place, reason: string) => cues.push({ name, place, sentence, reason });
    if (question) {
      for (const { class: name, reason } of findCues(text)) if (name === ASKED) add(name, "here", reason);
      continue;
    }
    if (condition !== -1 && FAILS.test(text.slice(condition)))
      add("test_fails", "here", "what follows if a test fails");
    const hits = findCues(text);
    if (hits.length === 0) continue;
    const outcome =
      kind === "table_head" || isBranchHeading(headingOver(reply, block).text)
        ? 0
        : condition === -1
          ? Number.POSITIVE_INFINITY
          : condition;
    for (const { class: name, start, reason } of hits) {
      const place = start >= outcome ? "if" : isDenied(text, start) ? "not" : "here";
      if (cues.some((cue, at) => at >= from && cue.place === place && cue.name === name)) continue;
      add(name, place, reason);
      if (place === "here" && opens) add(name, "open", reason);
    }
  }
  return cues;
}

/** The one class that counts in questions: a call plan consists of them. */
const ASKED = "call_plan";

const FAILS =
  /\b(?:not|no|without|otherwise|unless|fail|slips?|only|neither|nobody|nothing|else|refuse|never)|n't/i;

function isDenied(text: string, at: number): boolean {
  return /(?:\b(?:not|never|no|without)|n't)\s+(?:\w+\s+){0,2}$/i.test(text.slice(Math.max(0, at - 30), at));
}
