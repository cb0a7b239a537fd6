import type { Persona } from "../records/persona.ts";
import type { Message, ModelParameters, ModelReply } from "../records/request.ts";
import type { Transcript, TranscriptTurn } from "../records/transcript.ts";
import { userTurns } from "../scenarios/render.ts";
import { buildRequest } from "./buildRequest.ts";
import type { Executor } from "./executor.ts";
import type { PlannedSample } from "./plan.ts";

/** One conversation to be had, with all that it is had with. */
export interface Sample extends PlannedSample {
  persona: Persona;
  parameters: ModelParameters;
  /** Asks for the verdict in one word after the last reply; absent = it is not asked. */
  elicit?: string | undefined;
}

/** A turn of the conversation as it was asked and answered. */
interface PlayedTurn {
  user: string;
  reply: ModelReply;
}

/**
 * Has one conversation, turn by turn, each with everything said before; it ends with the first turn whose outcome is not `ok`.
 * Attempts are summed over the turns, and so is the cost, which is unknown as soon as one turn's is.
 * @throws DealbenchError as {@link Executor.ask}; the sample is unfinished then. Where attempts of it may have been paid for, `onLost` is
 * told first, with the conversation up to an error.
 */
export async function playSample(
  sample: Sample,
  executor: Executor,
  onLost?: (transcript: Transcript) => void,
): Promise<Transcript> {
  return transcriptOf(
    sample,
    await playTurns(sample, executor, (lost) => onLost?.(transcriptOf(sample, lost))),
  );
}

/** A conversation as it was had, or as far as it came. */
interface Played {
  played: readonly PlayedTurn[];
  elicited: PlayedTurn | null;
}

function transcriptOf(sample: Sample, { played, elicited }: Played): Transcript {
  const { scenario, model, persona, repeat } = sample;
  const replies = [...played, ...(elicited ? [elicited] : [])].map(({ reply }) => reply);
  const paid = replies.filter(({ cached }) => !cached);
  return {
    scenario: scenario.id,
    model,
    persona: { name: persona.name, version: persona.version, sha256: persona.sha256 },
    repeat,
    turns: played.map(turnOf),
    ...(elicited ? { elicited: turnOf(elicited) } : {}),
    attempts: replies.reduce((sum, { attempts }) => sum + attempts, 0),
    costUsd: costOf(replies),
    incurredUsd: costOf(paid),
    ...atMostOf(paid),
  };
}

/** The conversation, and the turn after it that asks for the verdict, where it was whole and that is wanted. */
async function playTurns(
  sample: Sample,
  executor: Executor,
  onLost: (played: Played) => void,
): Promise<Played> {
  const played: PlayedTurn[] = [];
  const messages: Message[] = [];
  const users = turnsToAsk(sample);
  const graded = sample.elicit === undefined ? users.length : users.length - 1;
  for (const [index, user] of users.entries()) {
    messages.push({ role: "user", content: user });
    const request = buildRequest(sample.model, sample, [...messages]);
    // Only a mark on the last turn reads what the turn before it wrote: on the final turn the provider's default holds.
    const hints = index < users.length - 1 ? { sentAgain: true } : {};
    const tellLost = (reply: ModelReply): void =>
      onLost({ played: [...played, { user, reply }], elicited: null });
    const reply = await executor.ask(request, sample.repeat, { ...hints, onLost: tellLost });
    played.push({ user, reply });
    if (reply.outcome !== "ok") break;
    messages.push({ role: "assistant", content: reply.text });
  }
  const elicited = played.length > graded ? (played.pop() ?? null) : null;
  return { played, elicited };
}

/** What is said to the model in turn: the scenario's own turns, and the one after them that asks for the verdict. */
export function turnsToAsk({ scenario, elicit }: Pick<Sample, "scenario" | "elicit">): string[] {
  return [...userTurns(scenario), ...(elicit === undefined ? [] : [elicit])];
}

function atMostOf(replies: readonly ModelReply[]): Pick<Transcript, "atMostUsd"> {
  if (replies.every(({ atMostUsd }) => atMostUsd === undefined)) return {};
  const most = costOf(replies.map(({ costUsd, atMostUsd = costUsd }) => ({ costUsd: atMostUsd })));
  return most === null ? {} : { atMostUsd: most };
}

function costOf(replies: readonly Pick<ModelReply, "costUsd">[]): number | null {
  let sum = 0;
  for (const { costUsd } of replies) {
    if (costUsd === null) return null;
    sum += costUsd;
  }
  return sum;
}

function turnOf({ user, reply }: PlayedTurn): TranscriptTurn {
  const { outcome, stopReason, usage, latencyMs, requestId, queuedMs, cached, error } = reply;
  return {
    user,
    assistant: reply.text,
    outcome,
    stopReason,
    usage,
    latencyMs,
    requestId,
    queuedMs,
    cached,
    ...(error === null ? {} : { error }),
  };
}
