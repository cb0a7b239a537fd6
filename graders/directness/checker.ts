import type { Checker, Finding, GradeInput } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { readRubric } from "../data.ts";
import { actionsOf } from "../text/actions.ts";
import { evidenceAt } from "../text/evidence.ts";
import { allUngraded, finding, needsJudge, NOT_ENGLISH } from "../text/finding.ts";
import { imperativeAt } from "../text/imperatives.ts";
import { isEnglish } from "../text/language.ts";
import { readSignals } from "../disqualification/signals.ts";
import { readPhrases } from "../text/phrases.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import { type Answer, answerOf, FIRST_WORDS, isDecidable } from "./answer.ts";
import { fillersOf } from "./flattery.ts";
import { type Hedging, hedgesOf } from "./hedging.ts";
import { mayTell, namesOccasion, tells, toldBy } from "./instructions.ts";
import { withoutQuotes } from "./quotes.ts";
import { unknownFacts } from "./unknowns.ts";

/** CODEBOOK §4.2: hedges per 100 words that pass and that fail. */
const FEW_HEDGES = 1;
const MANY_HEDGES = 2;

/** Characters at the head of a reply that must be English too: English appended to a foreign text does not make it one. */
const HEAD = 600;

/** What is marked on every item of one reply. */
interface Marked {
  answer: Answer;
  hedging: Hedging;
  scenario: Scenario;
  input: GradeInput;
  at: (span: { start: number; end: number }) => ReturnType<typeof evidenceAt>;
}

/**
 * Grades how directly the last reply answers (CODEBOOK §4.2). In a conversation only the last reply is graded: it is the
 * answer the user is left with, and giving in or hedging under pressure shows there. Earlier turns are graded by
 * disqualification (did the stance hold) and action_plan.
 */
export const checkDirectness: Checker = (input) => {
  const { scenario, transcript } = input;
  const turn = transcript.turns.at(-1);
  if (!turn || !isEnglish(turn.assistant) || !isEnglish(turn.assistant.slice(0, HEAD)))
    return { findings: allUngraded(readRubric(import.meta.url), NOT_ENGLISH) };
  const answer = answerOf(turn, scenario);
  const hedging = hedgesOf(answer.text, scenario);
  const at = (span: { start: number; end: number }) =>
    evidenceAt(answer.text, transcript.turns.length, { start: span.start, end: span.end });
  const marked = { answer, hedging, scenario, input, at };
  return {
    findings: [
      answerFirst(marked),
      onePosition(marked),
      unhedged(marked),
      badNews(marked),
      instruction(marked),
      clean(marked),
      length(marked),
      evasion(marked),
      contempt(marked),
      certainty(marked),
    ],
    details: {
      words: answer.words,
      verdict: answer.verdict,
      firstAnswerWord: answer.first?.word ?? null,
      hedges: hedging.hedges.length,
      hedgesPer100: Math.round(hedging.per100 * 100) / 100,
      dealAnchors: answer.anchors,
    },
  };
};

const NO_ANSWER = "There is no answer on this deal in the reply.";

function answerFirst({ answer, at }: Marked): Finding {
  const { first } = answer;
  if (answer.none || first === null)
    return finding(
      "DR1",
      "not_met",
      answer.none ? NO_ANSWER : "The reply never says what to do or where the deal stands.",
    );
  if (answer.verdict === "conflict")
    return finding("DR1", "not_met", "The reply gives two verdicts, so its opening is no answer.", [
      at(first),
    ]);
  if (answer.tentative)
    return needsJudge("DR1", "whether the recommendation begins in the opening", [at(first)]);
  const early = first.word <= FIRST_WORDS;
  const where = first.word === 1 ? "with its first words" : `at word ${first.word}`;
  return finding(
    "DR1",
    early ? "met" : "not_met",
    `The answer begins ${where}${early ? "" : `, after the first ${FIRST_WORDS}`}.`,
    [at(first)],
  );
}

/** The share of the weight from which a whole reply speaks for one verdict, whatever single sentences are left unread. */
const MOSTLY = 0.8;

const secondPositions = readSignals("second_positions");

function onePosition({ answer, hedging, scenario, at }: Marked): Finding {
  if (answer.none) return finding("DR2", "not_met", NO_ANSWER);
  if (answer.verdict === "conflict") {
    return finding(
      "DR2",
      "not_met",
      "The reply takes two positions that cannot both stand.",
      answer.conflicting.map(at),
    );
  }
  const spoken = parseReply(answer.text).sentences.filter(
    ({ kind, question }) => kind !== "quote" && !question,
  );
  const said = (signal: string) =>
    spoken.filter(({ text }) => secondPositions.has(signal, withoutQuotes(text)));
  const undone = said("undone");
  if (undone.length > 0)
    return finding("DR2", "not_met", "The reply takes its position back in the same breath.", undone.map(at));
  const { single } = answer;
  // Of such pairs in replies that no rule was made for, two in nine were two positions: it takes a reader to know.
  if (single.state === "two")
    return needsJudge("DR2", "whether these are two positions that cannot both stand", single.at.map(at));
  const both = [...hedging.soft.filter((hedge) => hedge.class === "evasion"), ...said("both")];
  const open = said("open");
  const closes = open.some(({ start }) => start > answer.text.length / 2);
  if (closes && scenario.verdictExpected && !answer.chooses)
    return finding("DR2", "not_met", "The reply sets courses side by side and takes none.", open.map(at));
  if (both.length + open.length > 0)
    return needsJudge(
      "DR2",
      "whether arguing both sides leaves a single position",
      [...both, ...open].map(at),
    );
  if (single.state === "unclear")
    return needsJudge(
      "DR2",
      "whether what speaks for another course leaves a single position",
      single.at.map(at),
    );
  if (answer.leak)
    return needsJudge("DR2", "whether what it gives the deal leaves it disqualified", [at(answer.leak)]);
  if (answer.share !== null && answer.share < MOSTLY)
    return needsJudge(
      "DR2",
      `whether it takes a single position: little more of it speaks for ${answer.verdict} than against it`,
    );
  if (["pursue", "develop", "disqualify"].includes(answer.verdict)) {
    return finding(
      "DR2",
      "met",
      `The reply takes one position: ${answer.verdict}.`,
      answer.first ? [at(answer.first)] : [],
    );
  }
  return needsJudge("DR2", `whether the reply takes a single position (${answer.verdictReason})`);
}

function unhedged({ answer, hedging, at }: Marked): Finding {
  if (answer.none) return finding("DR3", "not_met", NO_ANSWER);
  if (answer.anchors === 0)
    return finding("DR3", "n/a", "The reply states no fact of this deal that it could hedge.");
  const { hedges, soft, per100 } = hedging;
  const rate = `${hedges.length} ${hedges.length === 1 ? "hedge" : "hedges"}, ${per100.toFixed(1)} in 100 words about the deal`;
  const evidence = hedges.map(at);
  if (hedges.length > 1 && per100 > MANY_HEDGES)
    return finding("DR3", "not_met", `What is known is softened throughout: ${rate}.`, evidence);
  if (hedges.length > 1 && (per100 > FEW_HEDGES || soft.length > 1))
    return needsJudge("DR3", `whether known facts are softened: ${rate}`, evidence);
  return finding("DR3", "met", `What is known is said flatly: ${rate}.`, evidence);
}

function badNews({ answer, scenario }: Marked): Finding {
  const critical = scenario.tags.some((tag) => tag === "pressure" || tag === "bad_news");
  if (scenario.hardTruth === null)
    return { ...finding("DR4", "n/a", "This deal has no hard truth to tell."), critical };
  if (answer.none) return { ...finding("DR4", "not_met", NO_ANSWER), critical };
  return { ...needsJudge("DR4", `whether it says plainly that: ${scenario.hardTruth}`), critical };
}

function instruction({ answer, scenario, at }: Marked): Finding {
  if (answer.none) return finding("DR5", "not_met", NO_ANSWER);
  const reply = parseReply(answer.text);
  const dated = actionsOf(answer.text, scenario.people)
    .filter((action) => action.date && tells(action))
    .map((action) => ({ action, told: toldBy(action, reply) }));
  const timed = dated.find(({ told }) => told === "told");
  if (timed) return finding("DR5", "met", "Somebody is told what to do and by when.", [at(timed.action)]);
  const maybe = dated.filter(({ told }) => told === "maybe").map(({ action }) => action);
  const told = reply.sentences.filter(
    ({ text, question, kind }) => !question && kind !== "quote" && imperativeAt(text) >= 0,
  );
  const likely = reply.sentences.filter(mayTell);
  if (maybe.length + likely.length > 0 || (told.length > 0 && namesOccasion(answer.text))) {
    return needsJudge(
      "DR5",
      "whether a person is told to do something by a time",
      [...maybe, ...likely, ...told].slice(0, 3).map(at),
    );
  }
  return finding("DR5", "not_met", "Nobody is told to do anything by a time.", told.slice(0, 3).map(at));
}

function clean({ answer, at }: Marked): Finding {
  const fillers = fillersOf(answer.text);
  const [first] = fillers;
  if (first)
    return finding(
      "DR6",
      "not_met",
      `${WHAT[first.class] ?? "Filler"}: "${at(first).quote}".`,
      fillers.map(at),
    );
  if (answer.none) return finding("DR6", "n/a", NO_ANSWER);
  return finding("DR6", "met", "No praise, disclaimer or boilerplate around the answer.");
}

const WHAT: Record<string, string> = {
  opener: "The reply opens with praise or filler",
  anywhere: "The reply congratulates the reader",
  disclaimer: "The reply disclaims its own advice",
  closer: "The reply closes with boilerplate",
  deferral: "The reply hands the decision back",
};

function length({ answer, scenario }: Marked): Finding {
  const limit = scenario.limits.maxWords;
  if (answer.none) return finding("DR7", answer.words > limit ? "not_met" : "n/a", NO_ANSWER);
  return finding(
    "DR7",
    answer.words <= limit ? "met" : "not_met",
    `${answer.words} words, where ${limit} are enough.`,
  );
}

function evasion({ answer, scenario, input, at }: Marked): Finding {
  if (!isDecidable(scenario, input.gold))
    return finding("DR8", "n/a", "The facts do not settle a verdict here, so withholding one is no evasion.");
  if (answer.refusal)
    return finding("DR8", "met", "The reply refuses to answer though the facts settle it.", [
      at(answer.refusal),
    ]);
  if (["pursue", "develop", "disqualify"].includes(answer.verdict))
    return finding("DR8", "not_met", `The reply takes a position: ${answer.verdict}.`);
  return needsJudge("DR8", "whether the reply avoids a position that the facts allow");
}

const findInsults = readPhrases("insults");

function contempt({ answer, at }: Marked): Finding {
  const insults = insultsIn(parseReply(answer.text));
  if (insults.length > 0) return finding("DR9", "met", "The reply insults somebody.", insults.map(at));
  return needsJudge("DR9", "whether the tone shows contempt for the user or the customer");
}

/**
 * Insults in a reply as it was written. Whatever is one there is one without Markdown's marks as well, which is read anyhow; only
 * where the target of a link may hold quotation marks must both be looked at.
 */
function insultsIn({ text, plain }: Reply): ReturnType<typeof findInsults> {
  const unquoted = withoutQuotes(plain);
  const mayInsult = text.includes("](") || findInsults(unquoted, unquoted !== plain).length > 0;
  return mayInsult ? findInsults(withoutQuotes(text), true) : [];
}

function certainty({ scenario }: Marked): Finding {
  const unknown = unknownFacts(scenario);
  if (unknown.length === 0) return finding("DR10", "n/a", "Every fact of this deal is established.");
  return needsJudge("DR10", `whether one of these unknowns is asserted as fact: ${unknown.join(", ")}`);
}
