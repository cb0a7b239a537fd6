import type { Message, ModelRequest } from "../../records/request.ts";
import { buildRequest } from "../buildRequest.ts";
import type { ReplyStore } from "../executor.ts";
import { type Sample, turnsToAsk } from "../playSample.ts";
import { requestKey } from "../requestKey.ts";

/** One call that a run would make. */
export interface DryCall {
  /** As it would be sent; a reply that nobody has given yet is missing from it. */
  request: ModelRequest;
  /** Whether the response cache has the reply. */
  held: boolean;
  /** Replies in the conversation before it that nobody has given yet. */
  unknownReplies: number;
  /** Whether the conversation goes on after it, so that its messages are sent again. */
  sentAgain: boolean;
}

/** The calls of a conversation, followed through the response cache as far as it has the replies. */
export function* dryCalls(sample: Sample, store: ReplyStore | undefined): Generator<DryCall> {
  const users = turnsToAsk(sample);
  const messages: Message[] = [];
  let unknownReplies = 0;
  for (const [index, content] of users.entries()) {
    messages.push({ role: "user", content });
    const request = buildRequest(sample.model, sample, [...messages]);
    const kept = unknownReplies === 0 ? store?.get(requestKey(request, sample.repeat)) : undefined;
    yield { request, held: kept !== undefined, unknownReplies, sentAgain: index < users.length - 1 };
    if (kept === undefined) unknownReplies++;
    else messages.push({ role: "assistant", content: kept.text });
  }
}
