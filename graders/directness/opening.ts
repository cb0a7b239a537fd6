import { type Guarded, guarded } from "../text/guarded.ts";
import { countWords } from "../text/letters.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import type { Sentence } from "../text/sentences.ts";
import { readPhrases } from "../text/phrases.ts";
import { fillersOf } from "./flattery.ts";
import { instructionIn } from "./recommendation.ts";

/** How a reply opens: what in its first words takes a stand, and what puts it off. */
export interface Opening {
  /** Of the plain statement that comes first, null if the opening is soft, announces itself or only restates. */
  answer: { start: number; end: number; word: number } | null;
  /** The reply as a whole hedges or praises, so that weak signs of an answer are none. */
  soft: boolean;
}

const findHedges = readPhrases("hedges");

/** Signs of a stand and what each weighs; `STAND` of them in one sentence, more over several where the whole reply speaks flatly, make an answer of a plain opening. */
const STAND = 2;
/** Hedges in 100 words from which a whole reply speaks softly; one that praises or defers does so anyway. */
const SOFTLY = 1.2;

/**
 * Reads the first `limit` words. An opening is soft when it praises, comforts or hedges. One that is not, and says flatly what
 * is so or is not so of the deal, of the reader or of what to do, is the answer: the weights say how surely each form does.
 */
export function openingOf(text: string, limit: number): Opening {
  const reply = parseReply(text);
  const opening = firstSentences(reply, limit);
  const said = opening.map(({ sentence }) => sentence.text).join(" ");
  const end = opening.at(-1)?.sentence.end ?? 0;
  const fillers = fillersOf(text);
  const hedges = new Set(findHedges(reply.plain).map(({ start }) => start)).size;
  const soft = fillers.length > 0 || (hedges > 2 && (hedges / reply.wordCount) * 100 > SOFTLY);
  const hedged = new Set(findHedges(said, true).map(({ start }) => start)).size > 1;
  if (hedged || fillers.some(({ start }) => start < end) || ANNOUNCES.test(said))
    return { answer: null, soft };
  const weights = opening.map(({ sentence }) => weightOf(reply, sentence));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const first = weights.findIndex((weight) => weight >= STAND);
  // Who speaks flatly throughout has begun with the answer where the first words say enough of the kind between them.
  const enough = soft ? Number.POSITIVE_INFINITY : STAND + 1;
  const found = opening[first === -1 && total >= enough ? weights.findIndex((weight) => weight > 0) : first];
  if (!found) return { answer: null, soft };
  return { answer: { start: found.sentence.start, end: found.sentence.end, word: found.word }, soft };
}

/** Running sentences that begin within the limit, each with the number of its first word; greetings and headings count none. */
function firstSentences(reply: Reply, limit: number): { sentence: Sentence; word: number }[] {
  const found: { sentence: Sentence; word: number }[] = [];
  let words = 0;
  for (const sentence of reply.sentences) {
    if (words >= limit) break;
    if (sentence.kind === "heading" || GREETING.test(sentence.text)) continue;
    if (sentence.kind === "paragraph" || sentence.kind === "bullet")
      found.push({ sentence, word: words + 1 });
    words += countWords(sentence.text);
  }
  return found;
}

const GREETING = /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.?]{0,40}[,!.:]?$/i;
/** "Here is an assessment using …", "Below are …", "Let's go through …": the answer is still to come. */
const ANNOUNCES =
  /^(?:here(?:['’]s| is| are)|below (?:is|are)|let(?:['’]s| me| us) (?:go|walk|look|take|break|start|work)|the following|in this|i['’]ll (?:go|walk|take you) through|there are (?:many|several|a number of) )/i;

function weightOf(reply: Reply, { text, start, question, kind }: Sentence): number {
  if (question || /^["“]/.test(reply.text.slice(start, start + 2))) return 0;
  let weight = 0;
  for (const { pattern, points } of SIGNS) if (pattern.test(text)) weight += points;
  // A step in a list is part of the plan; the answer is what the plan is for.
  return weight + (kind === "bullet" || instructionIn(text) === null ? 0 : 2);
}

const SIGNS: { pattern: Guarded; points: number }[] = [
  // A negation on the deal, its people or the reader: what is missing is said.
  {
    pattern: guarded(
      /\b(?:(?:is|are|was|do|does|did|has|have|had|ca|wo|would|should|could)n['’]t|cannot|no one|nobody|nothing|never|none|neither|not|no)\b/i,
    ),
    points: 1,
  },
  // The deal, the plan or the reader as subject of a flat statement.
  {
    pattern: guarded(
      /^(?:so |but |and |then )?(?:it|this|that|you|your \w+|the (?:deal|date|money|answer|gap|problem|danger|risk|number|plan|question|buyer|quarter|point))(?:['’](?:s|re|ve)| is| are| has| have| needs?| stays?| goes| comes| wants?| decides?)\b/i,
    ),
    points: 1,
  },
  // A decision in the first person, or given as an order already.
  {
    pattern: guarded(
      /\bI(?:['’]d| would|['’]ll| will|['’]m| am|['’]ve| have) (?:\w+ )?(?:cancel|sign|approve|put|give|take|back|keep|book|send|say|answer|be inclined|move|stop|let|release|hold|want|rather|carry|go|pull|signing|backing|giving|keeping)\w*\b/i,
    ),
    points: 2,
  },
  {
    pattern: guarded(
      /^(?:approved|agreed|declined|granted|refused|lifted|confirmed|denied|done|signed)\b|\bis (?:lifted|approved|granted|withdrawn|refused|closed)\b/i,
    ),
    points: 2,
  },
  {
    pattern: guarded(
      /\b(?:one|two|three|only|single) (?:thing|gap|question|condition|problem|weak spot|piece|person|name)s?\b/i,
    ),
    points: 1,
  },
  {
    pattern: guarded(
      /\b(?:real|winnable|dead|alive|wrong|right|solid|sound|lost|over|qualified|worth|ready|thin|weak|strong|finished|missing)\b/i,
    ),
    points: 1,
  },
  {
    pattern: guarded(
      /\b(?:commit|best case|pipeline|forecast|disqualif\w+|pursu\w+|chas\w+|drop|walk away|bid|proof|pilot|engineers?)\b/i,
    ),
    points: 1,
  },
];
