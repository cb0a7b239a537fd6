import { contentHash } from "../../files/hash.ts";
import type { JudgeRequest } from "../../records/judge.ts";
import type { Question, Sheet } from "./questions.ts";
import { EFFORT, MAX_TOKENS, QUESTIONS_A_CALL, SYSTEM } from "./settings.ts";

/** A request, and the questions that it asks of every sheet that it answers. */
export interface Call {
  /** `custom_id` without the vote. */
  id: string;
  request: Omit<JudgeRequest, "customId">;
  questions: Question[];
  sheet: Sheet;
}

/** The calls that put a sheet's questions to a judge, at most six questions each. */
export function callsOf(sheet: Sheet): Call[] {
  const calls: Call[] = [];
  for (let start = 0; start < sheet.questions.length; start += QUESTIONS_A_CALL) {
    const questions = sheet.questions.slice(start, start + QUESTIONS_A_CALL);
    const request = {
      system: SYSTEM,
      messages: [{ role: "user" as const, content: messageOf(sheet, questions) }],
      schema: answerSchema(questions.map(({ item }) => item)),
      maxTokens: MAX_TOKENS,
      effort: EFFORT,
    };
    const id = `${sheet.grade.dimension}-${contentHash(request).slice(0, 32)}`;
    calls.push({ id, request, questions, sheet });
  }
  return calls;
}

/** The call as a line of `judge export`; `vote` counts from 1. */
export function requestOf(call: Call, vote: number): JudgeRequest {
  return { customId: `${call.id}-${vote}`, ...call.request };
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
