import { type JudgePrompts } from "../../../graders/judgePrompts.ts";
import { itemLine } from "../../records/itemLine.ts";
import { contentHash } from "../../files/hash.ts";
import type { Grade, GradedItem } from "../../records/grade.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";
import { type Part, fence } from "./fence.ts";
import { plainReply, tidy } from "./plain.ts";
import { READINGS } from "./readings.ts";
import { SYSTEM } from "./settings.ts";
import { fillIn, subjectsOf } from "./subject.ts";

/** One criterion put to a judge about one reply. */
export interface Question {
  /** Hash of all that the judge is shown for it: the same question about the same text has the same key. */
  key: string;
  /** The id that the answer carries: an item's ("FU2.champion") or a reading's ("STANCE.pursue"). */
  item: string;
  text: string;
}

/** What a judge is shown of one transcript, whatever it is asked. */
export interface Shown {
  scenario: Scenario;
  /** The replies as they were written; quotes are looked up in them. */
  replies: string[];
  /** What the judge reads: brief and replies, each between its marks. */
  conversation: { key: string; text: string };
}

/** Everything that is asked about one dimension of one transcript. */
export interface Sheet extends Shown {
  grade: Grade;
  replyScope: JudgePrompts["replies"];
  questions: Question[];
  /** Open items that cannot be asked: no prompt, or the scenario lacks what the prompt speaks of. */
  unaskable: string[];
}

/** Brief and replies of one transcript as a judge is shown them. */
export function shownOf(scenario: Scenario, transcript: Transcript): Shown {
  const replies = transcript.turns.map(({ assistant }) => assistant);
  return { scenario, replies, conversation: fence(partsOf(scenario, replies)) };
}

/** Whether a judge has to grade the item, or has done so. */
export function isForJudge(item: GradedItem): boolean {
  return item.by === "judge" || (item.state === "ungraded" && item.reason.startsWith("needs judge"));
}

/**
 * The questions that one grade leaves to a judge, whether they have been answered or not: what is asked does not change
 * while answers come in. Null where nothing is left to a judge.
 */
export function sheetOf(grade: Grade, shown: Shown, prompts: JudgePrompts | undefined): Sheet | null {
  const ids = grade.items.filter(isForJudge).map(({ id }) => id);
  if (ids.length === 0) return null;
  const { scenario, conversation } = shown;
  const replyScope = prompts?.replies ?? "all";
  const questions: Question[] = [];
  const unaskable: string[] = [];
  for (const asked of askedFor(ids)) {
    const text = questionText(asked, scenario, prompts);
    if (text === null) unaskable.push(asked);
    else
      questions.push({
        key: contentHash([SYSTEM, replyScope, conversation.text, grade.dimension, asked, text]),
        item: asked,
        text,
      });
  }
  return { ...shown, grade, replyScope, questions, unaskable };
}

/** The ids that are put to a judge for these items: some items are concluded from what a reply is read to say. */
function askedFor(items: readonly string[]): string[] {
  const asked = new Set<string>();
  for (const reading of READINGS.filter(({ for: item }) => items.includes(item)))
    for (const id of [...reading.asks, ...reading.with]) asked.add(id);
  const concluded = new Set(READINGS.flatMap(({ concludes }) => concludes));
  for (const id of items) if (!concluded.has(id)) asked.add(id);
  return [...asked];
}

function questionText(id: string, scenario: Scenario, prompts: JudgePrompts | undefined): string | null {
  const prompt = prompts?.items[id] ?? prompts?.items[itemLine(id)];
  if (!prompt) return null;
  const question = fillIn(prompt.question, subjectsOf(scenario, id));
  if (question === null) return null;
  return [
    question,
    `   Met, for example: ${prompt.met}`,
    `   Not met, for example: ${prompt.notMet}`,
    `   Take care: ${prompt.tricky}`,
  ].join("\n");
}

/** Brief and replies in the order in which they were written; documents that were pasted stand apart, as untrusted. */
function partsOf(scenario: Scenario, replies: readonly string[]): Part[] {
  return replies.flatMap((reply, index) => {
    const user = scenario.turns[index]?.text;
    const attachments = index === 0 ? scenario.attachments : [];
    return [
      ...(user === undefined ? [] : [{ label: `brief, user turn ${index + 1}`, text: tidy(user) }]),
      ...attachments.map(({ name, text }) => ({
        label: `untrusted document that the user pasted: ${JSON.stringify(tidy(name))}`,
        text: tidy(text),
      })),
      { label: `reply ${index + 1} of ${replies.length}`, text: plainReply(reply) },
    ];
  });
}
