import { type Phrase, readPhrases } from "../text/phrases.ts";
import { sentenceAt, type Span } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import { clauseAround, clausesOf, isPlanned, NOT_STATED, states } from "./clauses.ts";
import { type Ground, type Grounds, sharedWith } from "./grounds.ts";
import { isNews, NEWS_BY_VERB, strangeness } from "./news.ts";
import type { Sources } from "./sources.ts";
import { type Subject, subjectBefore } from "./subject.ts";
import { type Word, wordsOfReply } from "./wording.ts";

const dealClaims = readPhrases("deal_claims");

/**
 * Clauses that state something of the customer, as past or present, of which its brief shows nothing: speech, attitudes,
 * decisions, posts and habits of its people, money, rivals, systems and contracts (`deal_claims.yaml`), and what else is told
 * of its people in words that the brief does not hold. That a brief does not bear a statement out is no proof that it is
 * invented: paraphrase looks the same.
 */
export function ungroundedStatements(reply: Reply, sources: Sources): Span[] {
  const grounds = sources.grounds();
  const words = wordsOfReply(reply);
  const answers = new Map<number, boolean>();
  const isStated = (index: number) => {
    const answer = answers.get(index) ?? states(reply, index, sources);
    answers.set(index, answer);
    return answer;
  };
  const claimed = dealClaims(reply.plain).flatMap((claim) => {
    const index = sentenceAt(reply, claim.start);
    const sentence = reply.sentences[index];
    const bears = BEARINGS[claim.class];
    if (sentence === undefined || bears === undefined || !isStated(index)) return [];
    const clause = clauseAround(reply.plain, claim, sentence);
    if (isPlanned(reply, clause, sources)) return [];
    if (NOT_STATED.test(reply.plain.slice(clause.start, claim.start))) return [];
    if (ABSENT.test(reply.plain.slice(clause.start, claim.start))) return [];
    const subject = subjectBefore(words, claim.start, sentence.start, grounds);
    const rest = reply.plain.slice(claim.end, clause.end);
    return bears({ claim, clause, rest, words, subject, grounds }) ? [] : [clause];
  });
  const told = reply.sentences.flatMap((sentence, index) =>
    strangeness(words, sentence, grounds) >= NEWS_BY_VERB && isStated(index)
      ? clausesOf(reply.plain, sentence).filter(
          (clause) => isNews(reply, sentence, clause, words, grounds) && !isPlanned(reply, clause, sources),
        )
      : [],
  );
  return [...claimed, ...told].sort((a, b) => a.start - b.start);
}

/** Nobody did it: the absence of an act needs no ground. */
const ABSENT = /\b(?:nobody|no one|none|never|nothing|neither|not|no)\b|n['’]t\b/i;
/** What somebody said is not repeated: "told you what she must see". */
const WITHHELD = /^[^,.;]{0,20}\b(?:what|which|who|how|whether|if|where|when|yes|no)\b/i;

interface Claim {
  claim: Phrase;
  clause: Span;
  /** What follows the claim in its clause. */
  rest: string;
  words: readonly Word[];
  subject: Subject;
  grounds: Grounds;
}

/** By class of a claim: whether the brief bears it out, or it is no claim about the customer. */
const BEARINGS: Readonly<Record<string, (claim: Claim) => boolean>> = {
  told: ({ claim, clause, rest, words, subject, grounds }) => {
    if (subject.side !== "theirs" || WITHHELD.test(rest)) return true;
    const { known, unknown } = sharedWith(grounds, words, { start: claim.end, end: clause.end });
    return unknown <= known && (known + unknown === 0 || nearest(subject, grounds).classes.has("spoke"));
  },
  alluded: ({ subject, grounds }) => isKnownOf(subject, grounds, "spoke"),
  heard: ({ claim, clause, words, grounds }) => {
    const { known, unknown } = sharedWith(grounds, words, { start: claim.end, end: clause.end });
    return known > 0 && known >= 2 * unknown;
  },
  pleased: ({ subject, grounds }) => isKnownOf(subject, grounds, "pleased"),
  backs: ({ subject, grounds }) => isKnownOf(subject, grounds, "backs"),
  against: ({ subject, grounds }) => isKnownOf(subject, grounds, "against"),
  money: ({ grounds }) => grounds.shows("money"),
  broke: ({ grounds }) => grounds.shows("broke"),
  alone: ({ grounds }) => grounds.shows("alone"),
  habit: ({ subject, grounds }) => subject.person === undefined || isKnownOf(subject, grounds, "habit"),
  post: ({ claim, clause, words, subject, grounds }) => {
    if (subject.side !== "theirs") return true;
    const { known, unknown } = sharedWith(nearest(subject, grounds), words, {
      ...clause,
      start: claim.start,
    });
    return known >= 2 * unknown;
  },
  decided: ({ claim, clause, words, subject, grounds }) => {
    if (subject.side !== "theirs") return true;
    const { known, unknown } = sharedWith(grounds, words, { start: claim.end, end: clause.end });
    return unknown <= known + 0.5 && nearest(subject, grounds).classes.has("decided");
  },
  system: ({ claim, clause, words, grounds }) =>
    sharedWith(grounds, words, { ...clause, start: claim.start }).unknown === 0,
  met: ({ claim, clause, words, subject, grounds }) => {
    const { known, unknown } = sharedWith(nearest(subject, grounds), words, {
      ...clause,
      start: claim.start,
    });
    return known >= unknown;
  },
  terms: ({ claim, clause, words, grounds }) =>
    sharedWith(grounds, words, { start: claim.end, end: clause.end }).strange === 0,
};

/** Whether the brief shows something of the one of whom a claim speaks; of nobody of the customer's nothing is claimed. */
function isKnownOf(subject: Subject, grounds: Grounds, key: string): boolean {
  return subject.side !== "theirs" || nearest(subject, grounds).classes.has(key);
}

function nearest({ person }: Subject, grounds: Grounds): Ground {
  return person === undefined ? grounds : grounds.of(person);
}
