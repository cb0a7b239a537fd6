import { firstAfter, type Span } from "../text/places.ts";
import type { Reply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";
import { NOT_STATED } from "./clauses.ts";
import { type Grounds, sharedWith } from "./grounds.ts";
import { isTheirs } from "./subject.ts";
import type { Word } from "./wording.ts";

/** How much the words of a piece say that the brief does not hold: 1 for each of its own, half for one of all talk about deals. */
export function strangeness(words: readonly Word[], span: Span, grounds: Grounds): number {
  return sharedWith(grounds, words, span).unknown;
}

/** Whether a clause tells of somebody of the customer's, with a finite verb, in words that are not in the brief. */
export function isNews(
  reply: Reply,
  sentence: Sentence,
  clause: Span,
  words: readonly Word[],
  grounds: Grounds,
): boolean {
  let subject = -1;
  let isSomebody = false;
  let verb: Word | undefined;
  const weight = strangeness(words, clause, grounds);
  if (weight < NEWS_BY_VERB) return false;
  for (let at = firstAfter(words, clause.start); at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.start >= clause.end) break;
    const isPerson = grounds.personOf(word.folded) !== undefined;
    if (
      subject !== -1 &&
      verb === undefined &&
      word.kind !== "function" &&
      !isPerson &&
      !word.folded.endsWith("ly")
    )
      verb = word;
    if (subject === -1 && isTheirs(words, at, grounds)) {
      subject = word.end;
      isSomebody = isPerson || !grounds.isName(word.folded);
    }
  }
  const isStrangeVerb =
    isSomebody && verb !== undefined && verb.kind !== "talk" && !grounds.stems.has(verb.stem);
  if (subject === -1 || !(weight >= NEWS || isStrangeVerb)) return false;
  const finite = FINITE.exec(reply.plain.slice(subject, clause.end));
  if (finite === null || finite.index >= VERB_REACH) return false;
  // In a list "Helen brings the scope" is a step.
  if (LISTED.has(sentence.kind) && PRESENT.test(finite[0])) return false;
  const upToVerb = subject + finite.index + finite[0].length + BEYOND;
  return (
    !NOT_STATED.test(reply.plain.slice(clause.start, Math.min(clause.end, upToVerb))) &&
    !CONDITION.test(reply.plain.slice(sentence.start, clause.start))
  );
}

/** Weight of strange words from which on a clause tells news; of one whose verb is strange as well. */
const NEWS = 1.5;
export const NEWS_BY_VERB = 1;
/** Characters between a subject and its verb. */
const VERB_REACH = 40;

/** Characters behind a verb that can still take it back: "has to". */
const BEYOND = 4;
const LISTED = new Set(["bullet", "row"]);
const PRESENT = /^(?!(?:is|was|has|does)$)[a-z]{3,}s$|^(?:want|love|hate|pay|doubt|run|use|need|think|know)$/;
const CONDITION =
  /\b(?:have (?:him|her|them)|either|if|unless|when|once|until|whoever|whatever|otherwise|suppose)\b/i;
const FINITE =
  /\b(?:is|are|was|were|has|have|had|does|did|can['’]t|cannot|\p{L}{2,}n['’]t|\p{Ll}{3,}(?:s|ed)|told|said|wrote|met|took|gave|sent|won|lost|sold|bought|came|went|got|made|put|let|held|left|saw|knew|set|paid|ran|fought|hate|pay|love|want|doubt|run|use|know|think|need|veto)\b|^['’](?:s|re)\b/u;
