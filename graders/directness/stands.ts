import { guarded } from "../text/guarded.ts";
import type { Span } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import type { Said, VerdictMention } from "../verdict/reading.ts";
import { type Unit, unitsOf } from "../verdict/units.ts";
import { categoryIn } from "./categories.ts";

/**
 * What a reply would do with the deal: go for it, work on it first, stay with it (one or the other), leave it; or a forecast
 * category, which goes with more than one of them.
 */
export type Course = "go" | "work" | "stay" | "leave" | "commit" | "below" | "out";

/** A place where the reply says where the deal stands or what is to become of it. */
export interface Stand extends Span {
  course: Course;
  /** Said flatly, now, of the deal as such: a reader cannot take it for a condition, an aside or a thing past. */
  plain: boolean;
  /** Whether it stands where calls stand: labelled, in a heading, in the opening or announced in the first person. */
  announced: boolean;
  /** Its sentence says that it does not hold now: a condition at the head, a denial, a thing past. */
  aside: boolean;
  /** Start of its sentence. */
  sentence: number;
  /** Whether it replaces what was said before. */
  corrects: boolean;
  /** Name of a part or another deal that the sentence speaks of, "" if of none. */
  of: string;
}

/** Every stand of a reply in order. `mentions` are those of the verdict reader for the same reply. */
export function standsOf(reply: Reply, mentions: readonly VerdictMention[]): Stand[] {
  const units = unitsOf(reply);
  const stands: Stand[] = [];
  let next = 0;
  for (const unit of units) {
    const category = categoryIn(unit);
    if (category) stands.push({ ...placeOf(unit), ...category, ...AS_LABELLED });
    while (next < mentions.length && (mentions[next] as VerdictMention).start < unit.start) next++;
    for (; next < mentions.length && (mentions[next] as VerdictMention).start < unit.end; next++) {
      const mention = mentions[next] as VerdictMention;
      const course = COURSES[mention.said];
      if (course === undefined || (category && course === category.course)) continue;
      const stand = standOf(unit, mention, course);
      if (stand) stands.push(stand);
    }
  }
  return stands;
}

const AS_LABELLED = { plain: true, announced: true, aside: false, corrects: false };

const COURSES: Partial<Record<Said, Course>> = {
  pursue: "go",
  develop: "work",
  keep: "stay",
  disqualify: "leave",
  commit: "commit",
  below: "below",
  out: "out",
};

function placeOf({ start, end, text }: Unit): Pick<Stand, "start" | "end" | "sentence" | "of"> {
  return { start, end, sentence: start, of: PART.exec(text)?.[0].toLowerCase() ?? "" };
}

function standOf(unit: Unit, mention: VerdictMention, course: Course): Stand | undefined {
  const { text } = unit;
  const before = text.slice(0, mention.start - unit.start);
  const words = text.slice(before.length, mention.end - unit.start);
  const after = text.slice(mention.end - unit.start);
  const { start, end, strength, standing, said } = mention;
  const cell = isCall(unit, after);
  const announced = ANNOUNCED.test(before);
  const asserted = mention.counted || cell || (announced && REREAD.has(standing));
  if (!asserted || (course === "below" && !CATEGORY.test(words))) return undefined;
  const [stance = "", kind = ""] = mention.class.split(".");
  const alone = kind !== "bare" || LONE.test(text.slice(text.lastIndexOf(":") + 1));
  const named = said !== "keep" && (said !== "develop" || NAMED_WORK.test(words));
  const aside = stance !== ROOTS[said] || DENIED.test(before) || WERE.test(before) || PAST.test(after);
  // What is held back "until …" is held back now.
  const waits = mention.conditional && course !== "work" && !(course === "below" && UNTIL.test(after));
  const place = strength !== "body" || announced || before.length <= HEAD;
  return {
    start,
    end,
    course,
    plain:
      alone &&
      named &&
      !aside &&
      !waits &&
      !mention.softened &&
      place &&
      !IF.test(before) &&
      !(kind === "act" && (OTHER.test(after) || THING.test(before))) &&
      !(SOME_PEOPLE.test(words) && !IN_FULL.test(words)) &&
      (unit.label !== undefined || unit.kind === "heading" || (unit.kind !== "row" && !LEAD.test(before))),
    announced: announced || cell || ["labelled", "heading", "opening", "correction"].includes(strength),
    aside,
    sentence: unit.start,
    corrects: strength === "correction",
    of: placeOf(unit).of,
  };
}

/** Stances of lexicon classes as they are said; anything else was turned round by a negation or a condition. */
const ROOTS: Partial<Record<Said, string>> = {
  pursue: "pursue",
  develop: "develop",
  keep: "keep",
  disqualify: "disqualify",
  commit: "forecast_commit",
  below: "forecast_below",
  out: "forecast_out",
};

/** Standings that a call announced in the same sentence outweighs. */
const REREAD = new Set(["other_object", "attributed", "discounted", "branch"]);

/** "My call is to …", "I'd …", "the prudent message to your manager is …": what follows is the writer's. */
const ANNOUNCED = guarded(
  /\b(?:(?:my|the|our)(?: \p{L}+){0,2} (?:calls?|course|answer|move|recommendation|advice|stance|position|verdict|decision|message|line|reading|conclusion|disposition|step|choice)(?: (?:here|then|on (?:this|it)|(?:to|for) (?:\p{L}+ ){0,2}\p{L}+))? (?:is|would be|remains|stays)|I(?:['’]d| would|['’]m|['’]ll| recommend| advise| suggest| propose)|we (?:should|will|must)|let['’]s|this is|it is|it['’]s)\b[^.;:]{0,40}$/iu,
);

/** Begins a condition, or says under what the rest would hold: "On that note I would …", "With five, …", "No name: …". */
const IF = guarded(
  /\b(?:if|unless|once|when|whenever|whether|should (?:he|she|they|it|the)|otherwise|else|without)\b|(?:['’]d| would) have\b|→|->|=>|\b(?:deal|one|kind|sort) (?:that |which )?(?:I|we)\b|(?<!\b(?:I|we|this|it|that|move|course|call|answer|step|choice|line|message|position) )\b(?:would|could|might|may)\b|\bthen\s*$|^\W*(?:had \p{L}+|no \p{L}+[^.;]{0,40}[,:]|(?:on|with|at|after|above|below|by|in) [^.;]{2,60} (?:I|we)(?: would|['’]d))|^[^.;,]{4,80} and (?:I|we)(?:['’](?:d|ll)| would| will)\b|^(?!\W*(?:my|the|our)\b)[^:.]{2,60}:\s(?:I|we)\b|\bon (?:its|their|his|her) own\b/iu,
);
/** A condition that opens the sentence and governs all of it. */
const WERE = guarded(
  /^\W*(?:and |but |so )?(?:if|unless|once|when|whether|had|should|either|no \p{L}+)\b[^;]*$/iu,
);
/** "Parking it was right", "best case would understate it". */
const PAST = guarded(/^\s*(?:it |this |that )?(?:was|were|had|would|could|might)\b/iu);
const DENIED = guarded(
  /\b(?:no longer|never|nor|cannot|nobody|not|rather than|instead of|was|were|had been)\b[^.;,:]{0,60}$|n['’]t\b[^.;,:]{0,60}$/iu,
);
/** "Say no to everything new", "Walk away at 15": an act on something else than the deal. */
const OTHER = guarded(
  /^\s*(?:her|him|them|everything|all|any|anything|at|with|over|below|the rest|those|these)\b/iu,
);
/** "They live with the scrap": a thing, no order. */
const THING = guarded(/\b(?:the|their|its|his|her|your|with|of|in)\s*$/iu);
/** People lent to a deal are a leak, or a step of the work; the deal itself is said to be gone for when it gets all of them. */
const SOME_PEOPLE = guarded(/\b(?:people|persons?|engineers?|hours?)\b/iu);
const IN_FULL = guarded(/\b(?:best|full|all|every\p{L}*)\b/iu);
/** "Renewal: go" and "Group cloud: not a deal" are two deals, each with its name in front. */
const LEAD = guarded(/^[^:.]{2,60}:\s*$/u);

/** A one-word verdict is a stand where it is all there is. */
const LONE = /^\W*\p{L}+(?:\W+\p{L}+)?\W*$/u;
/** Characters before an order or a verdict at the head of its sentence ("So drop it …"). */
const HEAD = 24;
const CATEGORY = /best[- ]case|(?<!long-range |strategic )(?:pipeline|upside)/i;
const NAMED_WORK = /develop|medium|middle|mid[- ]|qualified|pipeline|board|alive|conditional/i;
const UNTIL = /^\s*(?:until|till)\b/i;

/** Parts of a business that may have a call of their own beside that on the deal. */
const PART = guarded(
  /\b(?:renewal|module|phase (?:one|two|\d)|pilot|add-on|upsell|expansion|line 2|programme|second deal|other deals?|partnership value|licen[cs]es? deal|small(?:er)? (?:deal|piece)|first piece)\b/iu,
);

/** A cell or a line that is the call itself: "Decision | Go", "Outcome | Disqualify". */
function isCall({ row, label, text }: Unit, after: string): boolean {
  if (!row || label?.kind !== "verdict" || row.lead === "") return false;
  return /^\W*$/.test(after.split(/[,.;–—]/)[0] ?? "") && text.length <= 60 && !CHOICES.test(row.heads);
}

const CHOICES = /\b(?:if|when|options?|scenario|trigger|case|condition)\b/i;
