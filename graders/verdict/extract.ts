import { functionWordShare, isEnglish } from "../text/language.ts";
import { keptWith, once } from "../text/kept.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import { combined } from "./combined.ts";
import { deadlineIn } from "./conditional.ts";
import { cuesOf } from "./cues.ts";
import { perDealOf } from "./deals.ts";
import { echoDetector } from "./echoes.ts";
import { mentionsOf } from "./mentions.ts";
import type { VerdictContext, VerdictMention, VerdictReading } from "./reading.ts";
import { SHORT } from "./resolution.ts";
import { resolve } from "./resolve.ts";
import { type Unit, unitsOf } from "./units.ts";
import { weigh } from "./weighing.ts";

export type { VerdictContext, VerdictReading } from "./reading.ts";

/** Words of weighing a deal. A reply that has one is never read as silent about its stance. */
const WEIGHS =
  /\b(?:it|this|deal|opp|account|forecast|checkpoint|pipeline|commit|best case|opportunity|pursuit|bid|engineers?|resources?|poc|proof|invest\w*|qualif\w+|priority|worth|sponsor|quarter|crm|bidding|tender|i'd|i'll|i'm|we're|we'll|we'd|my)\b|^\W*(?:no|yes)\b/i;

/** A text of so many words with so small a share of function words is a list of keywords; prose has 0.3 and more. */
const PROSE_WORDS = 25;
const KEYWORDS = 0.12;
const SAMPLES = [400, 5000];

/** A reply longer than this (in UTF-16 units) is no reply to a sales question; nobody should trust a reading of it. */
const TOO_LONG = 40_000;

/**
 * Reads the one verdict of a whole reply: its final stance on the deal now (CODEBOOK §5), or `needs_judge` where the text
 * does not settle it. Never throws; every offset is UTF-16 into `text`.
 */
export function extractVerdict(text: string, context: VerdictContext = {}): VerdictReading {
  const reply = parseReply(text);
  const known = readingsOf(reply);
  const same = known.find((one) => isSame(one.context, context));
  if (same) return same.reading;
  const fresh = unreadable(reply) ?? readVerdict(reply, context);
  if (known.length === CONTEXTS) known.length = 0;
  known.push({ context, reading: fresh });
  return fresh;
}

/** The readings of each reply: several graders ask, some of them with more of the context. */
const readingsOf = keptWith((_reply: Reply): { context: VerdictContext; reading: VerdictReading }[] => []);

/** More than are asked about one deal; a short reply may be that to hundreds of deals. */
const CONTEXTS = 4;

function isSame(a: VerdictContext, b: VerdictContext): boolean {
  return (
    a.userText === b.userText &&
    a.stanceExpected === b.stanceExpected &&
    a.before === b.before &&
    areSame(a.dealNames, b.dealNames) &&
    areSame(a.people, b.people)
  );
}

function areSame(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a === b || (a.length === b.length && a.every((one, index) => one === b[index]));
}

/** What is said of a reply that nobody should read a verdict from, whatever else is known. */
const unreadable = keptWith(({ text, plain, wordCount }: Reply): VerdictReading | undefined => {
  if (text.trim() === "") return reading("no_verdict", "the reply is empty");
  if (text.length > TOO_LONG) return reading("needs_judge", "needs judge: too long to be read as one reply");
  if (!isEnglish(text)) return reading("needs_judge", "needs judge: not in English");
  if (wordCount >= PROSE_WORDS && isKeywordList(plain))
    return reading("needs_judge", "needs judge: a list of keywords, not a reply");
  return undefined;
});

function readVerdict(reply: Reply, context: VerdictContext): VerdictReading {
  const { text } = reply;
  const units = unitsOf(reply);
  const isEcho = echoDetector(context.userText ?? "");
  const mentions = withoutEchoes(mentionsOf(reply, context), text, isEcho);
  const perDeal = perDealOf(units, mentions, context);
  if (perDeal) return ofSeveral(perDeal, mentions);
  const said = resolve(mentions, {
    words: reply.wordCount,
    gates: once(() => gatesIn(units)),
    speaksOfDeal: () =>
      units.some((unit) => !unit.question && unit.kind !== "heading" && WEIGHS.test(unit.text)),
  });
  const weight = weigh(reply, mentions, { people: context.people ?? [], isEcho });
  const { verdict, by, reason } = weight ? combined(said, weight, context) : said;
  // Where a stance is asked for, only a line or two can be taken for a refusal to give one; more of a reply holds one somewhere.
  if (verdict === "no_verdict" && context.stanceExpected && reply.wordCount > SHORT)
    return { ...reading("needs_judge", "needs judge: a stance was asked for, and none is plain"), mentions };
  if (verdict === "no_verdict" && mentions.length === 0 && !hasEnglish(text)) {
    return reading("needs_judge", "needs judge: too few English words to be sure of the language");
  }
  const weighed = by === undefined && isDefinite(verdict) ? weight?.sentence : undefined;
  const sentence = by?.sentence ?? weighed ?? null;
  return {
    verdict,
    conditional: by?.conditional ?? false,
    conditionText: by?.conditionText ?? null,
    deadline: by ? deadlineIn(by.conditionText ?? text.slice(by.sentence.start, by.sentence.end)) : null,
    span: sentence,
    mentions,
    reason,
  };
}

/** Whether the beginning or the whole is a heap of keywords: prose put behind one does not make it a reply. */
function isKeywordList(plain: string): boolean {
  return SAMPLES.some((length) => functionWordShare(plain.slice(0, length)) < KEYWORDS);
}

function isDefinite(verdict: VerdictReading["verdict"]): boolean {
  return verdict === "pursue" || verdict === "develop" || verdict === "disqualify";
}

function hasEnglish(text: string): boolean {
  return (
    text.split(/\s+/).length < 8 ||
    /\b(?:the|a|to|is|of|and|you|it|with|in|for|your|through|at|on)\b/i.test(text)
  );
}

function reading(verdict: VerdictReading["verdict"], reason: string): VerdictReading {
  return {
    verdict,
    conditional: false,
    conditionText: null,
    deadline: null,
    span: null,
    mentions: [],
    reason,
  };
}

function ofSeveral(
  perDeal: NonNullable<VerdictReading["perDeal"]>,
  mentions: VerdictMention[],
): VerdictReading {
  const verdicts = new Set(Object.values(perDeal));
  const [only] = verdicts;
  const common = verdicts.size === 1 && only ? only : "needs_judge";
  return {
    ...reading(common, `several deals, each with its own verdict: ${Object.keys(perDeal).join(", ")}`),
    mentions,
    perDeal,
  };
}

function withoutEchoes(
  mentions: VerdictMention[],
  text: string,
  isEcho: (sentence: string) => boolean,
): VerdictMention[] {
  const echoed = mentions.filter(({ sentence }) => isEcho(text.slice(sentence.start, sentence.end)));
  if (echoed.length === 0) return mentions;
  return mentions.map((mention) =>
    echoed.includes(mention)
      ? { ...mention, standing: "quoted", counted: false, why: "repeats the user's words" }
      : mention,
  );
}

/** Sentences with a gate, looked at only where no direct stance settles the matter. */
function gatesIn(units: Unit[]): number {
  return units.filter(
    (unit) => !unit.question && unit.kind !== "row" && cuesOf(unit.text).some((cue) => cue.class === "gate"),
  ).length;
}
