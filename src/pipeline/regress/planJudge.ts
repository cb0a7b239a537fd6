import { existsSync } from "node:fs";
import { costAt, loadPrices } from "../../executor/money/prices.ts";
import { estimateTokens, inputTokens } from "../../executor/money/tokens.ts";
import { USUAL_REPLY_TOKENS, usualReplyTokens } from "../../executor/money/usualReply.ts";
import { openReplyStore, replyStoreFile } from "../../executor/store/replyStore.ts";
import type { ModelRequest } from "../../records/request.ts";

/** What a regression's judge is expected to take, by the baseline replies that are at hand. */
export interface PlannedJudge {
  model: string;
  votes: number;
  /** Baseline replies that were looked at, and the calls that they would take: those that are not kept. */
  looked: { replies: number; calls: number };
  /** Calls that one reply takes, and that go with one call of the candidate; null = no reply is at hand. */
  callsPerReply: number | null;
  callsPerCall: number | null;
  /** In USD, for a call of the usual length; null = unknown. */
  usdPerCall: number | null;
}

/** Notes which requests a judge would be sent. */
export interface JudgeRequests {
  note: (request: ModelRequest) => void;
  count: () => number;
  /** Input tokens of them on average, estimated; null without any. */
  meanInput: () => number | null;
}

/** Begins to note requests. */
export function noteRequests(): JudgeRequests {
  let [count, tokens] = [0, 0];
  return {
    note: (request) => {
      count++;
      tokens += inputTokens(request, estimateTokens);
    },
    count: () => count,
    meanInput: () => (count === 0 ? null : tokens / count),
  };
}

/** What a judge is expected to take; `turns` are the candidate's calls that a reply is made of, on average. */
export async function plannedJudge(
  { model, votes }: { model: string; votes: number },
  {
    requests,
    open,
    replies,
    turns,
  }: { requests: JudgeRequests; open: number; replies: number; turns: number },
  onWarning: (warning: string) => void,
): Promise<PlannedJudge> {
  const callsPerReply = replies === 0 ? null : requests.count() / replies;
  return {
    model,
    votes,
    looked: { replies, calls: open },
    callsPerReply,
    callsPerCall: callsPerReply === null ? null : callsPerReply / turns,
    usdPerCall: await usdPerCall(model, requests.meanInput(), onWarning),
  };
}

async function usdPerCall(
  model: string,
  input: number | null,
  onWarning: (warning: string) => void,
): Promise<number | null> {
  const price = (await loadPrices()).priceOf(model);
  if (price === null || input === null) return null;
  const outputTokens = (await usualAnswer(model, onWarning)) ?? USUAL_REPLY_TOKENS;
  const whole = { cacheReadInputTokens: 0, cacheCreationInputTokens: 0 };
  return costAt(price, { ...whole, inputTokens: Math.round(input), outputTokens });
}

async function usualAnswer(model: string, onWarning: (warning: string) => void): Promise<number | null> {
  const file = replyStoreFile(undefined, process.env);
  if (!existsSync(file)) return null;
  const store = await openReplyStore(file, { onWarning });
  try {
    return usualReplyTokens(store.stats())(model);
  } finally {
    store.close();
  }
}
