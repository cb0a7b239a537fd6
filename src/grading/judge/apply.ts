import type { Decision } from "../../records/decision.ts";
import type { Grade, GradedItem } from "../../records/grade.ts";
import type { Judged, Judging } from "../../records/judge.ts";
import { scoreItems } from "../score.ts";
import { isForJudge, type Sheet } from "./questions.ts";
import {
  type Conclusion,
  concludeForecast,
  concludeStance,
  type Known,
  READINGS,
  readStance,
} from "./readings.ts";
import { type Answer, majority } from "./votes.ts";

/**
 * A grade with the judge's answers in it, scored again. An item that the judge has not answered stays ungraded; one
 * whose answer is void is ungraded with the cause.
 */
export function applyAnswers(
  sheet: Sheet,
  judged: ReadonlyMap<string, Judged[]>,
  gold: readonly Decision[],
): Grade {
  const answers = answersOf(sheet, judged);
  const known: Known = { scenario: sheet.scenario, gold, answer: (id) => answers.get(id) };
  const open = new Set(sheet.grade.items.filter(isForJudge).map(({ id }) => id));
  const concluded: Record<string, Conclusion> = {
    ...(open.has("DC1") ? concludeStance(known) : {}),
    ...(open.has("DC11") ? concludeForecast(known) : {}),
  };
  const neverAsked = new Set(READINGS.flatMap(({ concludes }) => concludes));
  const items = sheet.grade.items.map((item): GradedItem => {
    const conclusion = concluded[item.id];
    if (conclusion) return { ...item, ...conclusion, by: "judge" };
    // DC7 to DC10 are asked along with the stance, whatever code made of them.
    if (!open.has(item.id) && concluded["DC1"] === undefined) return item;
    if (!open.has(item.id) && !answers.has(item.id)) return item;
    const answer = neverAsked.has(item.id) ? undefined : answers.get(item.id);
    return answer ? answered(item, answer) : unanswered(item);
  });
  return { ...sheet.grade, ...scoreItems(items), items, details: detailsWith(sheet.grade, known, open) };
}

/** The counts of a run's judge section; `votes` as asked for. */
export function judgingOf(
  model: string,
  sheets: readonly Sheet[],
  judged: ReadonlyMap<string, Judged[]>,
): Judging {
  const all = sheets.flatMap((sheet) => {
    const answers = answersOf(sheet, judged);
    return sheet.questions.map(({ item }) => answers.get(item));
  });
  const given = all.filter((answer) => answer !== undefined);
  const causes = new Map<string, number>();
  for (const { failure } of given)
    if (failure !== null) causes.set(causeOf(failure), (causes.get(causeOf(failure)) ?? 0) + 1);
  const repeated = given.filter(({ votes }) => votes > 1);
  return {
    model,
    votes: Math.max(1, ...[...judged.values()].flat().map(({ vote }) => vote)),
    questions: all.length,
    answered: given.filter(({ failure }) => failure === null).length,
    missing: all.length - given.length,
    void: [...causes].map(([cause, count]) => ({ cause, count })).sort((a, b) => b.count - a.count),
    flicker:
      repeated.length === 0
        ? null
        : repeated.filter(({ votes, agreeing }) => agreeing < votes).length / repeated.length,
  };
}

/** Votes by question. */
export function byQuestion(judged: readonly Judged[]): Map<string, Judged[]> {
  return Map.groupBy(judged, ({ question }) => question);
}

/**
 * New votes put to those that a run has. A vote that could be used stands: asking again until the answer pleases is not
 * grading. One that was void is replaced.
 */
export function mergeVotes(before: readonly Judged[], after: readonly Judged[]): Judged[] {
  const votes = new Map<string, Judged>();
  for (const vote of [...before, ...after]) {
    const id = `${vote.question} ${vote.vote}`;
    if ((votes.get(id)?.met ?? null) === null) votes.set(id, vote);
  }
  return [...votes.values()];
}

function answersOf(
  { questions, replies }: Sheet,
  judged: ReadonlyMap<string, Judged[]>,
): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const { key, item } of questions) {
    const answer = majority(judged.get(key) ?? [], replies);
    if (answer) answers.set(item, answer);
  }
  return answers;
}

function answered(item: GradedItem, { met, evidence, failure, votes, agreeing }: Answer): GradedItem {
  if (failure !== null) return { ...item, by: "judge", state: "ungraded", evidence: [], reason: failure };
  const by = votes > 1 ? ` (${agreeing} of ${votes} votes)` : "";
  return {
    ...item,
    by: "judge",
    state: met ? "met" : "not_met",
    evidence: evidence ? [evidence] : [],
    reason: `The judge finds this ${met ? "met" : "not met"}${by}.`,
  };
}

/** What code could not tell stays as it is; an answer that is gone (another judge starts over) opens its item again. */
function unanswered(item: GradedItem): GradedItem {
  if (item.by === "checker") return item;
  return { ...item, by: "checker", state: "ungraded", evidence: [], reason: "needs judge: not answered yet" };
}

/** The stance that the judge read takes the place of the one that code could not tell, and says so. */
function detailsWith({ details }: Grade, known: Known, open: ReadonlySet<string>): Grade["details"] {
  const { verdicts } = details;
  if (!open.has("DC1") || !Array.isArray(verdicts) || verdicts.length === 0) return details;
  const read = readStance(known);
  const stance = read && "stance" in read ? read.stance : undefined;
  const { verdict_by: before, ...rest } = details;
  if (stance === undefined)
    return before === "judge" ? { ...rest, verdicts: [...verdicts.slice(0, -1), "needs_judge"] } : details;
  return { ...rest, verdicts: [...verdicts.slice(0, -1), stance], verdict_by: "judge" };
}

/** "judge: quote not found in the reply: …" is counted under what stands before its second colon. */
function causeOf(failure: string): string {
  return failure.split(": ").slice(1, 2).join("");
}
