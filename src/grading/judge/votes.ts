import type { Evidence } from "../../records/grade.ts";
import type { Judged } from "../../records/judge.ts";
import { findQuote } from "./quote.ts";

/** A judge's answer to one question, all its votes taken together. */
export interface Answer {
  /** The majority's answer; null where there is none, and `failure` says why. */
  met: boolean | null;
  evidence: Evidence | null;
  failure: string | null;
  /** Usable votes, and how many of them say what the majority says. */
  votes: number;
  agreeing: number;
}

/** Why an answer is void, in words that a report can show; each begins with its cause, by which they are counted. */
const CAUSE = {
  quoteNotFound: "judge: quote not found in the reply",
  noQuote: "judge: met without a quote",
  split: "judge: votes are split",
} as const;

/**
 * Checks what a judge says of one item against the replies it was shown: a quote must stand in them word for word, and
 * "met" needs one. Returns the cause where the answer is void, else null.
 */
export function voidCause(
  answer: { met: boolean; quote: string },
  replies: readonly string[],
): string | null {
  if (answer.quote.trim() === "") return answer.met ? CAUSE.noQuote : null;
  if (findQuote(replies, answer.quote)) return null;
  return `${CAUSE.quoteNotFound}: "${shorten(answer.quote)}"`;
}

/** Whether an answer was read and void for its quote, so that asking again would be asking until it pleases. */
export function isVoidForQuote(failure: string): boolean {
  return [CAUSE.quoteNotFound, CAUSE.noQuote].some((cause) => failure.startsWith(cause));
}

/** The majority of the votes on one question; undefined where there is no vote. */
export function majority(votes: readonly Judged[], replies: readonly string[]): Answer | undefined {
  const [first] = votes;
  if (!first) return undefined;
  const usable = votes.filter(({ met }) => met !== null);
  if (usable.length === 0)
    return { met: null, evidence: null, failure: first.failure, votes: 0, agreeing: 0 };
  const yes = usable.filter(({ met }) => met).length;
  const no = usable.length - yes;
  if (yes === no) {
    const failure = `${CAUSE.split}: ${yes} say met, ${no} say not met`;
    return { met: null, evidence: null, failure, votes: usable.length, agreeing: yes };
  }
  const met = yes > no;
  const quoted = usable.find((vote) => vote.met === met && vote.quote.trim() !== "");
  return {
    met,
    evidence: (quoted && findQuote(replies, quoted.quote)) ?? null,
    failure: null,
    votes: usable.length,
    agreeing: Math.max(yes, no),
  };
}

function shorten(quote: string): string {
  const line = quote.replaceAll(/\s+/g, " ").trim();
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}
