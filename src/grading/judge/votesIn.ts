import type { Judged, JudgeReply } from "../../records/judge.ts";
import { readReply } from "./reply.ts";
import type { Call } from "./request.ts";

/** The votes that a judge's reply to a call holds, one a question, and the items it answered unasked. */
export function votesIn(
  reply: JudgeReply,
  { call, vote, judge }: { call: Call; vote: number; judge: string },
): { judged: Judged[]; extra: string[] } {
  const items = call.questions.map(({ item }) => item);
  const { answers, extra } = readReply(reply, items, call.sheet.replies);
  const { scenario, dimension } = call.sheet.grade;
  const judged = call.questions.flatMap(({ key, item }): Judged[] => {
    const answer = answers.get(item);
    return answer ? [{ question: key, judge, scenario, dimension, item, vote, ...answer }] : [];
  });
  return { judged, extra };
}
