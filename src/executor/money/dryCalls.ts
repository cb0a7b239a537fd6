import type { Message, ModelRequest } from "../../records/request.ts";
import { buildRequest } from "../buildRequest.ts";
import type { ReplyStore } from "../executor.ts";
import { type Sample, turnsToAsk } from "../playSample.ts";
import { requestKey } from "../requestKey.ts";

/** One call that a run would make. */
export interface DryCall {
  /** As it would be sent; a reply that nobody has given yet is missing from it. */
  request: ModelRequest;
  /** Where its answer is or will be without being paid for again: in the response cache, in a batch; null = it is to be paid. */
  held: "cache" | "batch" | null;
  /** Replies in the conversation before it that nobody has given yet. */
  unknownReplies: number;
  /** Whether the conversation goes on after it, so that its messages are sent again. */
  sentAgain: boolean;
}

/** Where answers are that need not be paid for. */
export interface DrySources {
  /** The response cache; without it every call is to be paid for. */
  store?: ReplyStore | undefined;
  /** Keys of requests that are in a batch of the run. */
  batched?: ReadonlySet<string> | undefined;
}

/** The calls of a conversation, followed through the response cache as far as it has the replies. */
export function* dryCalls(sample: Sample, { store, batched }: DrySources): Generator<DryCall> {
  const users = turnsToAsk(sample);
  const messages: Message[] = [];
  let unknownReplies = 0;
  for (const [index, content] of users.entries()) {
    messages.push({ role: "user", content });
    const request = buildRequest(sample.model, sample, [...messages]);
    const key = unknownReplies === 0 ? requestKey(request, sample.repeat) : undefined;
    const kept = key === undefined ? undefined : store?.get(key);
    const waits = key !== undefined && batched?.has(key) === true;
    const held = kept !== undefined ? "cache" : waits ? "batch" : null;
    yield { request, held, unknownReplies, sentAgain: index < users.length - 1 };
    if (kept === undefined) unknownReplies++;
    else messages.push({ role: "assistant", content: kept.text });
  }
}
