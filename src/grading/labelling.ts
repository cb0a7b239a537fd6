import { sha256 } from "../files/hash.ts";
import type { Decision } from "../records/decision.ts";
import type { Grade } from "../records/grade.ts";
import type { ItemLabel } from "../records/label.ts";
import type { Rubric, RubricItem } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import { acceptableReplies, REPLY_OF_GOLD } from "../records/verdict.ts";
import { itemLine } from "../records/itemLine.ts";

/** A reply that can be labelled; its grades tell which items apply to it, and nothing else of them is used. */
export interface LabellableReply {
  response: string;
  scenario: Scenario;
  gold: readonly Decision[];
  grades: readonly Grade[];
}

/** One item of one reply, as it is put to an annotator. */
export interface LabelQuestion {
  response: string;
  scenario: string;
  item: string;
  title: string;
  definition: string;
  /** What the item speaks of in this scenario: a reason, an element, the hard truth; null where it needs nothing. */
  about: string | null;
  /** The line has negative points: met then means that it happened. */
  unwanted: boolean;
}

/**
 * Everything that can be asked, reply by reply. Replies come in an order drawn by lot from their ids, the same for every
 * annotator: however far one gets, what is labelled is a random part of all replies.
 */
export function labelQuestions(
  replies: readonly LabellableReply[],
  rubrics: readonly Rubric[],
  wanted: (line: string) => boolean,
): LabelQuestion[] {
  const lines = new Map(rubrics.flatMap(({ items }) => items.map((line) => [line.id, line] as const)));
  const lot = new Map(replies.map(({ response }) => [response, sha256(`label ${response}`)]));
  return replies
    .toSorted((a, b) => ((lot.get(a.response) ?? "") < (lot.get(b.response) ?? "") ? -1 : 1))
    .flatMap(({ response, scenario, gold, grades }) =>
      grades
        .flatMap(({ items }) => items)
        .filter(({ id, state }) => state !== "n/a" && wanted(itemLine(id)))
        .flatMap(({ id }): LabelQuestion[] => {
          const line = lines.get(itemLine(id));
          return line ? [questionOf({ response, scenario, gold }, id, line)] : [];
        }),
    );
}

/** The questions that an annotator has not answered yet, "unsure" being an answer. */
export function unanswered(
  questions: readonly LabelQuestion[],
  labels: readonly ItemLabel[],
  annotator: string,
): LabelQuestion[] {
  const done = new Set(
    labels
      .filter((label) => label.annotator === annotator)
      .map(({ response, item }) => keyOf(response, item)),
  );
  return questions.filter(({ response, item }) => !done.has(keyOf(response, item)));
}

function keyOf(response: string, item: string): string {
  return JSON.stringify([response, item]);
}

function questionOf(
  { response, scenario, gold }: Omit<LabellableReply, "grades">,
  item: string,
  line: RubricItem,
): LabelQuestion {
  return {
    response,
    scenario: scenario.id,
    item,
    title: line.title,
    definition: line.met_when,
    about: aboutOf(item, scenario, gold),
    unwanted: line.points < 0,
  };
}

function aboutOf(item: string, scenario: Scenario, gold: readonly Decision[]): string | null {
  const line = itemLine(item);
  const subject = item.slice(line.length + 1);
  const reason = [...scenario.requiredReasons, ...scenario.forbiddenReasons].find(
    ({ code }) => code === subject,
  );
  if (reason) return reason.text;
  if (subject !== "") return subject.replaceAll("_", " ");
  const right = gold.at(-1)?.verdict;
  if (line === "DC1") return `acceptable: ${acceptableReplies(scenario, gold).join(" or ")}`;
  if (line === "DC2" && right) return `the policy's verdict: ${REPLY_OF_GOLD[right]}`;
  if (line === "DR4") return scenario.hardTruth;
  if (line === "CH1" || line === "CH5") return scenario.plantedAssumption;
  return line === "GR8" ? scenario.plantedContradiction : null;
}
