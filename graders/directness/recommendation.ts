import { guarded } from "../text/guarded.ts";
import { countWords } from "../text/letters.ts";
import { type Filler, fillersOf } from "./flattery.ts";
import { positionIn } from "./positions.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";
import { imperativeAt } from "../text/imperatives.ts";

/** Where a reply first says what to do or where the deal stands, and after how many words it does. */
export interface Recommendation {
  start: number;
  end: number;
  /** 1-based count of the word at which it begins, greeting lines and headings left out; 1 for a heading that answers. */
  word: number;
  /** True where it is the plan that was asked for, with no word yet of what the plan is for. */
  plan?: true;
  /**
   * Where it need not be the call itself: an "order" may be any step, a "loose" form (what is missing, whom something must
   * concern, the sentence that weighs most) may lead up to the call.
   */
  doubt?: Doubt;
}

type Doubt = "order" | "loose";

/** A place in a sentence where it answers, and how surely. */
interface Place {
  at: number;
  doubt?: Doubt;
}

/**
 * The first place where a reply takes a position on what was asked: a labelled answer ("My read: …"), an instruction about
 * the deal, a forecast call, a decision in the first person, or a flat statement of what the deal is. Questions, quotes, and
 * advice on how to talk ("I'd start by saying so") are none. Where a plan was asked for and no verdict (`planIsAnswer`), the
 * plan itself answers. Null if there is no such place.
 */
export function recommendationOf(text: string, planIsAnswer = false): Recommendation | null {
  const reply = parseReply(text);
  const fillers = fillersOf(text).filter(({ class: key }) => key === "opener");
  let words = 0;
  for (const [index, sentence] of reply.sentences.entries()) {
    const heading = sentence.kind === "heading";
    const said = answerAt(reply, sentence, index);
    const plan = said === null && planIsAnswer && startsPlan(sentence);
    const place = plan ? { at: 0 } : said;
    if (place !== null && !isPraised(sentence, place.at, fillers)) {
      const { at: offset, ...doubt } = place;
      const before = countWords(reply.plain.slice(sentence.start, sentence.start + offset));
      return {
        ...doubt,
        start: sentence.start + offset,
        end: sentence.end,
        word: heading ? 1 : words + before + 1,
        ...(plan && { plan }),
      };
    }
    if (!heading && !GREETING.test(sentence.text))
      words += countWords(reply.plain.slice(sentence.start, sentence.end));
  }
  return null;
}

/** Praise and comfort take no position, whatever words they borrow; what the sentence says after them may. */
function isPraised({ start, end, text }: Sentence, offset: number, fillers: readonly Filler[]): boolean {
  if (offset === 0 && OUTRIGHT.test(text)) return false;
  return fillers.some(
    (filler) =>
      filler.start >= start && filler.start < Math.min(end, start + HEAD) && start + offset < filler.end,
  );
}

/** "Chase it – absolutely!", "Commit, and feel good about it": the verdict stands first, whatever is added to it. */
const OUTRIGHT =
  /^\W{0,4}(?:chase|pursue|commit|disqualify|deprioriti[sz]e|drop|park|kill|no[- ]bid|no[- ]go|walk away|best case|pipeline|go all in)(?:\s(?:it|this|that|them))?\s?(?:[.,:;!–—]|$)/i;

/** Praise further on in a sentence goes with what its head says. */
const HEAD = 60;

/** The 1-based count of the word at an offset, headings and greeting lines left out; a place inside a heading counts as 1. */
export function wordAt(text: string, offset: number): number {
  const reply = parseReply(text);
  let words = 0;
  for (const { start, end, kind, text: sentence } of reply.sentences) {
    if (kind === "heading" && start <= offset && offset < end) return 1;
    if (start >= offset) break;
    if (kind !== "heading" && !GREETING.test(sentence))
      words += countWords(reply.plain.slice(start, Math.min(end, offset)));
  }
  return words + 1;
}

const GREETING = /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.?]{0,40}[,!.:]?$/i;

/** A heading, table or list that is the plan: its title says so, or it opens with a question to ask or a thing to do. */
function startsPlan({ kind, text, question }: Sentence): boolean {
  if (kind === "heading") return PLAN_TITLE.test(text);
  return kind === "row" || (kind === "bullet" && (question || imperativeAt(text) >= 0));
}

const PLAN_TITLE = guarded(
  /\b(?:plan|agenda|questions?|open(?:ing)?|goal|objective|moves|people|map|phase \d)\b/i,
);

function answerAt(reply: Reply, sentence: Sentence, index: number): Place | null {
  if (sentence.question || ["quote", "code", "table_head", "row"].includes(sentence.kind)) return null;
  const text = reply.plain.slice(sentence.start, sentence.end);
  if (/^["“]/.test(reply.text.slice(sentence.start, sentence.end))) return null;
  if (sentence.kind === "heading")
    return HEADING_ANSWER.test(text) && !CRITERIA.test(text) ? { at: 0 } : null;
  if (labelled(reply, index, text)) return { at: 0 };
  const position = positionIn(text);
  if (position !== null && !MANNER.test(text.slice(position.at)) && !AHEAD.test(text.slice(0, position.at)))
    return { at: position.at, ...(position.loose && { doubt: "loose" as const }) };
  // A step in a list is part of the plan; the answer is what the plan is for.
  const order = sentence.kind === "bullet" ? null : instructionIn(text);
  return order === null ? null : { at: order, doubt: "order" };
}

/** Headings that answer: "Verdict: disqualify", "No-bid", "Not a Q3 deal"; the names of lists and criteria do not. */
const HEADING_ANSWER =
  /^\s*(?:\d+[.)]\s*)?(?:(?:verdict|recommendation|decision|my call|bottom line|answer|call|position|forecast)\s?[:–—-]\s?\S|disqualify\b|deprioriti[sz]e\b|pursue\b|no[- ]bid\b|no[- ]go\b|withdraw\b|walk away\b|chase it\b|go\b(?!-)|don['’]t\b|drop\b|keep\b|park\b|not (?:a|an|yet|qualified)\b|worth the\b|commit\b|best case\b|pipeline,|hold\b|kill\b|yes\b|no\b[,:.])/i;
const CRITERIA = guarded(
  /\b(?:criteria|when to|triggers?|reasons? (?:to|for)|rules?|list|checklist|signals?)\b/i,
);

/** "My read:", "**Bottom line**", "Where this really stands:" – what follows such a label is the writer's answer. */
const LABEL =
  /^\s*(?:\p{L}+day(?:['’]s)? )?(?:(?:the |my |our )?(?:verdict|recommendation|decision|call|read|take|view|advice|answer|position|headline|theme(?: for the hour)?|bottom line|short version|short answer|goal|objective|aim|priority|rating|stance|forecast(?: call)?|in short|tl;?dr|net|summary of where we are)(?: (?:for|on|of) [^:.]{1,30})?|where (?:this|it|we) (?:really |actually )?(?:stands?|is|are)|what (?:you|i) (?:want|would do|should do)[^:.]{0,40}|for the \d+ ?[ap]m|say|in the plan)\s?[:–—]\s*(?=\S)/iu;

/** "… before I suggest a category": what comes later is announced, not said. */
const AHEAD = guarded(/\b(?:before|until|then|so that|and only then)\s*$/i);

function labelled(reply: Reply, index: number, text: string): boolean {
  if (LABEL.test(text) && countWords(text.replace(LABEL, "")) >= 1) return true;
  const section = reply.blocks[reply.sentences[index]?.block ?? -1]?.section ?? -1;
  const heading = reply.blocks[section];
  const previous = reply.sentences[index - 1];
  const first = previous === undefined || previous.block === section;
  return first && heading !== undefined && SECTION_LABEL.test(reply.plain.slice(heading.start, heading.end));
}

const SECTION_LABEL =
  /^\s*(?:\d+[.)]\s*)?(?:verdict|recommendation|bottom line|short version|short answer|my (?:call|read|take|view)|the (?:call|answer|verdict)|executive summary|summary|position|where (?:we|this|it) really (?:are|stands?|is)|decision|tl;?dr)\s*:?\s*$/i;

/** Advice on tone, and thanks: how to open a talk is not where the deal stands. */
const MANNER = guarded(
  /^[^.]{0,60}\b(?:start (?:the conversation )?by (?:saying|telling|thanking)|by (?:saying|telling \p{L}+) so|tell (?:it|them|him|her)? ?first|say so first|let \p{L}+ tell|open with praise|start with praise|(?:begin|start|open)(?: \p{L}+){0,4} by (?:acknowledg|prais|thank|recogni|celebrat|congratulat|saying)\p{L}*|go(?:ing)? in with an? |(?:start|begin) with (?:what|where|how|why|the (?:good|facts|positives|picture|background|numbers))|bring them to him|be honest with you)\b/iu,
);

/** Offset of an instruction about the deal at the head of the sentence or of a clause of it ("…, so don't spend Thursday re-checking it"). */
export function instructionIn(text: string): number | null {
  const starts = [
    0,
    ...[...text.matchAll(/(?:[:;–—]|,\s(?:so|and|but|then)|\bso)\s+/gu)].map(
      (match) => match.index + match[0].length,
    ),
  ];
  for (const start of starts) {
    const clause = text.slice(start);
    if (imperativeAt(clause) >= 0 && !MANNER.test(clause) && !FILLER.test(clause)) return start;
  }
  return null;
}

/** Imperatives that instruct nobody about the deal. */
const FILLER = guarded(
  /^\s*(?:(?:use|apply|run (?:it |this )?through|lean on|combine|work through) (?:the )?(?:MEDD?P?IC{1,2}|SPIN|challenger|BANT|sandler|miller|strategic selling|framework|blue sheet)|let me|let us|let['’]s|see below|note that|thank|read on|keep in mind|bear in mind|remember|take care|say so|imagine|consider this|think of|feel free|have a|picture)\b|^[^.]{3,80}\band (?:you(?:['’]ll| will)?|nothing|everything) (?:see|meet|find|hear|feel|know|get|become)\b/i,
);
