import type { Executor } from "../../executor/executor.ts";
import { playAll } from "../../executor/feed.ts";
import { type Call, requestOf } from "../../grading/judge/request.ts";
import { isVoidForQuote } from "../../grading/judge/votes.ts";
import { votesIn } from "../../grading/judge/votesIn.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Judged, JudgeReply, JudgeRequest } from "../../records/judge.ts";
import type { ModelReply, ModelRequest } from "../../records/request.ts";
import type { JudgeLog } from "../../runs/judged.ts";
import type { OpenLane } from "../lanes/lane.ts";

/** What came of asking a judge. */
export interface JudgeAsked {
  judged: Judged[];
  /** Calls that ended in a machine's fault: their questions stay open. */
  failed: number;
  /** One of those faults; null where there was none. */
  fault: string | null;
  /** Why the asking ended before all was asked; null where it did not. */
  stopped: DealbenchError | null;
}

/** The second asking of a vote has a number that no vote has, so that it is not answered by what the store keeps of the first. */
const ASKED_AGAIN = 100;

/**
 * Puts calls to a judge. An answer that cannot be read, is refused or is off the menu is asked for once more; one that is void for
 * its quote stands. All that comes back is in the log before anything else is made of it.
 * @throws DealbenchError (exit 4) where the log cannot be written.
 */
export async function askJudge(
  calls: readonly { call: Call; vote: number }[],
  judge: string,
  work: { lane: OpenLane; log: JudgeLog; drain: AbortSignal; onAnswered: () => void },
): Promise<JudgeAsked> {
  const { lane, log, drain, onAnswered } = work;
  const asked: JudgeAsked = { judged: [], failed: 0, fault: null, stopped: null };
  const play = (one: { call: Call; vote: number }): Promise<Answered> =>
    askOne({ ...one, judge }, lane.executor, log);
  // What is paid for already must have asked for its answer before one that is new is refused, which ends the asking.
  const isSent = ({ call, vote }: (typeof calls)[number]): boolean =>
    lane.isSent?.(modelRequest(requestOf(call, vote), judge), vote) === true;
  const sent = lane.isSent ? new Set(calls.filter(isSent)) : new Set();
  const ordered = [...calls.filter((one) => sent.has(one)), ...calls.filter((one) => !sent.has(one))];
  try {
    for await (const { judged, error } of playAll(ordered, play, { window: lane.window, drain })) {
      asked.judged.push(...judged);
      if (error !== null) asked.failed++;
      asked.fault ??= error;
      onAnswered();
    }
  } catch (error) {
    if (!(error instanceof DealbenchError)) throw error;
    asked.stopped = error;
  }
  return asked;
}

interface Answered {
  judged: Judged[];
  error: string | null;
}

interface Wanted {
  call: Call;
  vote: number;
  judge: string;
}

async function askOne(wanted: Wanted, executor: Executor, log: JudgeLog): Promise<Answered> {
  const { call, vote, judge } = wanted;
  const request = requestOf(call, vote);
  const ask = async (asking: number): Promise<ModelReply> => {
    const repeat = vote + (asking - 1) * ASKED_AGAIN;
    let lost: ModelReply | undefined;
    const onLost = (reply: ModelReply): void => void (lost = reply);
    try {
      const reply = await executor.ask(modelRequest(request, judge), repeat, { onLost });
      await log.called(callOf(request, judge, asking, reply));
      return reply;
    } catch (error) {
      if (lost) await log.called(callOf(request, judge, asking, lost));
      throw error;
    }
  };
  const first = await ask(1);
  if (first.outcome === "error") return { judged: [], error: first.error };
  let { judged } = votesIn(lineOf(request, first), wanted);
  if (judged.some(isUnread)) {
    const second = await ask(2);
    if (second.outcome !== "error") {
      const again = votesIn(lineOf(request, second), wanted).judged;
      judged = judged.map((one, index) => (isUnread(one) ? (again[index] ?? one) : one));
    }
  }
  await log.voted(judged);
  return { judged, error: null };
}

function isUnread({ failure }: Judged): boolean {
  return failure !== null && !isVoidForQuote(failure);
}

/** A judge's request as a model is asked it. */
export function modelRequest(
  { system, messages, schema, maxTokens, effort }: JudgeRequest,
  model: string,
): ModelRequest {
  return { model, system, messages, parameters: { maxTokens, effort }, schema };
}

/** The reply as a line of a replies file, which is read in one place. Not every vendor gives a reason for its end. */
function lineOf({ customId }: JudgeRequest, { text, outcome, stopReason }: ModelReply): JudgeReply {
  const ended = { refused: "refusal", truncated: "max_tokens" };
  const stop = outcome === "refused" || outcome === "truncated" ? ended[outcome] : stopReason;
  return { custom_id: customId, text, stop_reason: stop };
}

function callOf({ customId }: JudgeRequest, judge: string, asking: number, reply: ModelReply) {
  const { outcome, attempts, cached, costUsd, atMostUsd, usage, latencyMs, requestId, error } = reply;
  const { inputTokens = null, outputTokens = null } = usage ?? {};
  return {
    customId,
    judge,
    asking,
    outcome,
    attempts,
    cached,
    costUsd,
    ...(atMostUsd === undefined ? {} : { atMostUsd }),
    inputTokens,
    outputTokens,
    latencyMs,
    requestId,
    error,
  };
}
