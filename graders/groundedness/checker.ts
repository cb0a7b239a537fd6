import type { Checker, Evidence, Finding } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import type { Transcript } from "../../src/records/transcript.ts";
import { readRubric } from "../data.ts";
import { anchorFinder } from "../text/anchors.ts";
import { repliesInEnglish } from "../text/english.ts";
import { evidenceAt } from "../text/evidence.ts";
import { allUngraded, finding, needsJudge, NOT_ENGLISH } from "../text/finding.ts";
import { once } from "../text/kept.ts";
import { isKeywordRun } from "../text/language.ts";
import { sentenceAt } from "../text/places.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import { tokensOf } from "../text/tokens.ts";
import { type Sum, sumsOf } from "./arithmetic.ts";
import { type Unmatched, unmatchedClaims } from "./claims.ts";
import { inventedStatistics, warStories } from "./signatures.ts";
import { sourcesAt } from "./sources.ts";

const rubric = readRubric(import.meta.url);

/** A reply that holds fewer facts of the deal than this in running text states nothing that could be grounded. */
const MIN_FACTS = 2;
/** Findings name this many unmatched things; the rest is counted. */
const MAX_NAMED = 5;
const MAX_LISTED = 100;

/**
 * Grades CODEBOOK §4.4. `details`: `facts` (distinct facts of the deal that are stated), `unmatched` (what no source holds),
 * `sums` (calculations checked), `invented_fact` (true when code is sure, false when nothing is unmatched, else null).
 */
export const checkGroundedness: Checker = ({ scenario, transcript }) => {
  if (!repliesInEnglish(transcript)) {
    return { findings: allUngraded(rubric, NOT_ENGLISH) };
  }
  const replies = transcript.turns.map(({ assistant }) => parseReply(assistant));
  const facts = statedFacts(scenario, replies);
  const unmatched = replies.flatMap((reply, index) =>
    unmatchedClaims(reply, index + 1, sourcesAt(scenario, transcript, index + 1)),
  );
  const sums = replies.flatMap((reply, index) =>
    sumsOf(reply).map((sum) => ({ ...sum, reply, turn: index + 1 })),
  );
  const sure = unmatched.filter((claim) => claim.sure);
  const people = sure.filter(({ kind }) => kind === "person");
  const findings = [
    everythingInSources(unmatched, sure, facts),
    needsJudge("GR2", "is every assumption labelled as one?"),
    arithmetic(sums, unmatched, calculated(scenario, transcript, replies, sums)),
    inventedFact(unmatched, people),
    signature("GR5", replies, inventedStatistics, transcript, scenario, "is a statistic or study invented?"),
    signature("GR6", replies, warStories, transcript, scenario, "is a war story told as evidence?"),
    needsJudge("GR7", "is a fact that the brief gives misstated?"),
    scenario.plantedContradiction === null
      ? finding("GR8", "n/a", "The brief holds no planted contradiction.")
      : needsJudge("GR8", `is the contradiction brought up: ${scenario.plantedContradiction}`),
  ];
  return {
    findings,
    details: {
      facts: facts.length,
      unmatched: unmatched
        .slice(0, MAX_LISTED)
        .map(({ kind, text, sure: certain }) => ({ kind, text, sure: certain })),
      sums: sums.slice(0, MAX_LISTED).map(({ text, right }) => ({ text, right })),
      invented_fact: people.length > 0 ? true : unmatched.length === 0 ? false : null,
    },
  };
};

/** One span for each distinct fact of the deal (name, number, date, phrase of the brief) in running text, all turns together. */
function statedFacts(scenario: Scenario, replies: Reply[]): Evidence[] {
  const finder = anchorFinder(scenario);
  const facts = new Map<string, Evidence>();
  const subjects = new Set<string>();
  for (const [index, reply] of replies.entries()) {
    const keywords = new Map<number, boolean>();
    for (const anchor of finder.find(reply)) {
      const sentence = sentenceAt(reply, anchor.start);
      if (!keywords.has(sentence))
        keywords.set(sentence, isKeywordRun(reply.sentences[sentence]?.text ?? ""));
      if (keywords.get(sentence) === true) continue;
      if (!facts.has(anchor.key)) facts.set(anchor.key, evidenceAt(reply.text, index + 1, anchor));
      if (["name", "number", "date", "phrase"].includes(anchor.kind)) subjects.add(anchor.key);
    }
  }
  // Titles, the customer's name and echoes of the brief count only beside something that no other deal has.
  return subjects.size === 0 ? [] : [...facts.values()];
}

function everythingInSources(unmatched: Unmatched[], sure: Unmatched[], facts: Evidence[]): Finding {
  if (sure.length > 0) {
    return finding(
      "GR1",
      "not_met",
      `Nothing in the conversation knows of ${named(sure)}.`,
      sure.slice(0, MAX_LISTED).map(({ evidence }) => evidence),
    );
  }
  if (facts.length < MIN_FACTS) return finding("GR1", "not_met", "Nothing about this deal is stated.");
  if (unmatched.length > 0) {
    const evidence = unmatched.slice(0, MAX_LISTED).map((claim) => claim.evidence);
    return needsJudge(
      "GR1",
      `the conversation does not hold ${named(unmatched)}; is it invented, derived, retold or a plan?`,
      evidence,
    );
  }
  return finding(
    "GR1",
    "met",
    `All ${facts.length} facts of the deal that it uses are in the conversation, and nothing else is named or told of the customer.`,
    facts.slice(0, MAX_NAMED),
  );
}

function named(claims: Unmatched[]): string {
  const texts = [...new Set(claims.map(({ kind, text }) => `${kind} "${text}"`))];
  const rest = texts.length > MAX_NAMED ? [`${texts.length - MAX_NAMED} more`] : [];
  return [...texts.slice(0, MAX_NAMED), ...rest].join(", ");
}

/** Amounts and percentages that no source gives as they stand, and that are part of no calculation that was checked. */
function calculated(
  scenario: Scenario,
  transcript: Transcript,
  replies: Reply[],
  sums: (Sum & { turn: number })[],
): Evidence[] {
  return replies.flatMap((reply, index) => {
    const turn = index + 1;
    const given = once(
      () =>
        new Set(
          sourcesAt(scenario, transcript, turn)
            .numbers()
            .map(({ value }) => value),
        ),
    );
    const own = sums.filter((sum) => sum.turn === turn);
    return tokensOf(reply)
      .numbers.filter(
        ({ kind, value, start }) =>
          kind !== "count" &&
          !given().has(value) &&
          !own.some((sum) => start >= sum.start && start < sum.end),
      )
      .map((token) => evidenceAt(reply.text, turn, token));
  });
}

function arithmetic(
  sums: (Sum & { reply: Reply; turn: number })[],
  unmatched: Unmatched[],
  others: Evidence[],
): Finding {
  const amounts = unmatched.filter(({ kind }) => kind === "amount");
  if (sums.length === 0 && amounts.length > 0) {
    const evidence = amounts.slice(0, MAX_LISTED).map((claim) => claim.evidence);
    return needsJudge("GR3", `does ${named(amounts)} come out of a calculation, and is it right?`, evidence);
  }
  if (sums.length === 0) return finding("GR3", "n/a", "No calculation is written out.");
  const wrong = sums.filter(({ right }) => !right);
  const shown = (wrong.length > 0 ? wrong : sums).map((sum) => evidenceAt(sum.reply.text, sum.turn, sum));
  const [first] = wrong;
  if (first)
    return finding(
      "GR3",
      "not_met",
      `"${first.text}" should come to ${Number(first.expected.toPrecision(4))}.`,
      shown,
    );
  if (others.length > 0) {
    const texts = others.slice(0, MAX_NAMED).map(({ quote }) => `"${quote}"`);
    return needsJudge(
      "GR3",
      `the calculations that code can read come out right; are ${texts.join(", ")} right as well?`,
      others.slice(0, MAX_LISTED),
    );
  }
  return finding(
    "GR3",
    "met",
    `Every calculation that is written out (${sums.length}) comes out right.`,
    shown,
  );
}

function inventedFact(unmatched: Unmatched[], people: Unmatched[]): Finding {
  if (people.length > 0) {
    return finding(
      "GR4",
      "met",
      `It gives the customer somebody who is in no source: ${named(people)}.`,
      people.map(({ evidence }) => evidence),
    );
  }
  if (unmatched.length === 0)
    return needsJudge(
      "GR4",
      "every name, amount, date and quotation is known; is an event or an act invented?",
    );
  return needsJudge(
    "GR4",
    `is ${named(unmatched)} a decision-critical fact that nobody gave?`,
    unmatched.slice(0, MAX_LISTED).map(({ evidence }) => evidence),
  );
}

function signature(
  id: string,
  replies: Reply[],
  find: (reply: Reply, brief: () => string) => { start: number; end: number }[],
  transcript: Transcript,
  scenario: Scenario,
  question: string,
): Finding {
  const brief = once(() =>
    [...scenario.turns.map(({ text }) => text), ...transcript.turns.map(({ user }) => user)].join("\n"),
  );
  const evidence = replies.flatMap((reply, index) =>
    find(reply, brief).map((span) => evidenceAt(reply.text, index + 1, span)),
  );
  if (evidence.length === 0) return needsJudge(id, question);
  return finding(
    id,
    "met",
    `It argues from "${evidence[0]?.quote.replaceAll(/\s+/g, " ")}", which nobody in the conversation can check.`,
    evidence,
  );
}
