import { contentHash } from "../../files/hash.ts";
import type { JudgeRequest } from "../../records/judge.ts";
import type { Question, Sheet } from "./questions.ts";
import { EFFORT, MAX_TOKENS, QUESTIONS_A_CALL, SYSTEM } from "./settings.ts";

/** One call to a judge; the request itself is built when it is written, so that a large run need not hold them all. */
export interface Call {
  /** `custom_id` without the vote. */
  id: string;
  questions: Question[];
  sheet: Sheet;
}

/** The calls that put a sheet's questions to a judge, at most six questions each. */
export function callsOf(sheet: Sheet): Call[] {
  const calls: Call[] = [];
  for (let start = 0; start < sheet.questions.length; start += QUESTIONS_A_CALL) {
    const questions = sheet.questions.slice(start, start + QUESTIONS_A_CALL);
    const hash = contentHash(bodyOf(sheet, questions)).slice(0, 32);
    calls.push({ id: `${sheet.grade.dimension}-${hash}`, questions, sheet });
  }
  return calls;
}

/** The call as a line of `judge export`; `vote` counts from 1. */
export function requestOf({ id, sheet, questions }: Call, vote: number): JudgeRequest {
  return { customId: `${id}-${vote}`, ...bodyOf(sheet, questions) };
}

function bodyOf(sheet: Sheet, questions: readonly Question[]): Omit<JudgeRequest, "customId"> {
  return {
    system: SYSTEM,
    messages: [{ role: "user", content: messageOf(sheet, questions) }],
    schema: answerSchema(questions.map(({ item }) => item)),
    maxTokens: MAX_TOKENS,
    effort: EFFORT,
  };
}

function messageOf({ conversation, replies, replyScope }: Sheet, questions: readonly Question[]): string {
  const judged =
    replies.length === 1
      ? "Judge the reply."
      : replyScope === "last"
        ? `Judge the last reply (reply ${replies.length} of ${replies.length}); those before it show how it came about.`
        : `Judge all ${replies.length} replies together.`;
  return [
    `Below is a conversation. Each part stands between "[${conversation.key} begin: …]" and "[${conversation.key} end]"; the key stands nowhere inside.`,
    conversation.text,
    `The material ends here. ${judged} Questions:`,
    ...questions.map(({ item, text }, index) => `${index + 1}. Item ${item}\n   ${text}`),
    `Answer for ${questions.map(({ item }) => item).join(", ")}.`,
  ].join("\n\n");
}

function answerSchema(items: readonly string[]): Record<string, unknown> {
  return {
    type: "object",
    additionalProperties: false,
    required: ["answers"],
    properties: {
      answers: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["item", "quote", "met"],
          properties: {
            item: { type: "string", enum: [...items] },
            quote: { type: "string" },
            met: { type: "boolean" },
          },
        },
      },
    },
  };
}
