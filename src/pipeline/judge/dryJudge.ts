import type { ReplyStore } from "../../executor/executor.ts";
import type { Prices } from "../../executor/money/prices.ts";
import { estimateTokens, inputTokens } from "../../executor/money/tokens.ts";
import { USUAL_REPLY_TOKENS } from "../../executor/money/usualReply.ts";
import { requestKey } from "../../executor/requestKey.ts";
import { callsFor, pendingCalls, sheetsOf } from "../../grading/judge/judge.ts";
import { callsOf, type Call, requestOf } from "../../grading/judge/request.ts";
import { MAX_TOKENS } from "../../grading/judge/settings.ts";
import type { JudgeDryRun } from "../../records/dryRun.ts";
import type { Grade } from "../../records/grade.ts";
import type { Judged } from "../../records/judge.ts";
import type { Rubric } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";
import { sum } from "../../report/numbers.ts";
import { judgeNotes } from "./dryJudgeNotes.ts";
import { modelRequest } from "./judgeAsk.ts";
import { judgeCosts, type JudgeCalls } from "./judgeCost.ts";
import { mostCalls } from "./mostCalls.ts";

/** The replies of a run that a judge would be asked about. */
export interface RepliesToJudge {
  scenarios: readonly Scenario[];
  /** Those that are there. */
  there: AsyncIterable<Transcript>;
  /** How many are to come, by scenario; complete once `there` has been walked. */
  toCome: ReadonlyMap<string, number>;
  /** Replies to a scenario that others gave to the same text; asked for only where none is there. */
  alike: (scenario: Scenario) => readonly Transcript[];
  /** Room for one reply that is to come. */
  maxTokens: number;
}

export interface DryJudgeOptions {
  judge: { model: string; votes: number };
  /** What code makes of a reply. */
  grades: (transcript: Transcript) => Promise<Grade[]>;
  rubrics: readonly Rubric[];
  /** The votes that the run's folder keeps. */
  judged: readonly Judged[];
  /** Keys of requests that are in a batch of the judge. */
  batched: ReadonlySet<string>;
  store: ReplyStore | undefined;
  prices: Pick<Prices, "priceOf">;
  /** Tokens of the judge's answer on average; null = unknown. */
  usualTokens: number | null;
}

/**
 * What a run's judge would be asked and cost; nobody is asked. Replies that are there are graded, so that their calls are counted; one to
 * come is taken to leave what replies to the same scenario leave, which are there or alike, else what they leave on average.
 */
export async function estimateJudge(
  replies: RepliesToJudge,
  options: DryJudgeOptions,
): Promise<{ judge: JudgeDryRun; notes: string[] }> {
  const { judge, prices, usualTokens } = options;
  const seen = newSeen(options);
  for await (const some of chunks(replies.there)) await look(seen, some, replies, options);
  const there = seen.replies;
  const { toCome } = replies;
  const unseen = replies.scenarios.filter(({ id }) => toCome.has(id) && !seen.by.has(id));
  for (const scenario of unseen) await look(seen, replies.alike(scenario), replies, options, "alike");

  const usual = Math.min(usualTokens ?? USUAL_REPLY_TOKENS, MAX_TOKENS);
  const expected = expectedOf(seen, toCome);
  const bound = boundOf(replies, options);
  const open = { calls: seen.toPay.calls, input: seen.toPay.input };
  const calls = (more: Pick<JudgeCalls, "calls" | "input">, output: number): JudgeCalls => {
    const all = { calls: open.calls + more.calls, input: Math.round(open.input + more.input) };
    return { ...all, output: all.calls * output };
  };
  const typical = expected && calls(expected, usual);
  // A run whose replies have little room may leave more than its own bound of input by what longer replies elsewhere left.
  const most = calls({ ...bound, input: Math.max(bound.input, expected?.input ?? 0) }, MAX_TOKENS);
  const price = prices.priceOf(judge.model);
  const elsewhere = seen.held + seen.waiting;
  const dryRun: JudgeDryRun = {
    ...judge,
    replies: { there, toCome: sum([...toCome.values()]) },
    calls: { typical: typical && typical.calls + elsewhere, most: most.calls + elsewhere },
    judged: seen.judged,
    held: seen.held,
    waiting: seen.waiting,
    inputTokens: { typical: typical && typical.input, most: most.input },
    outputTokens: { typical: typical && typical.output, most: most.output },
    costUsd: judgeCosts(price, typical, most),
    priceSource: price?.source ?? null,
  };
  const evidence = { alike: seen.alike, perReply: perReply(seen) };
  return { judge: dryRun, notes: judgeNotes(dryRun, { ...evidence, isMeasured: usualTokens !== null }) };
}

/** What replies leave to a judge. */
interface Left {
  replies: number;
  /** Calls, votes included. */
  calls: number;
  input: number;
}

interface Seen extends Pick<JudgeDryRun, "judged" | "held" | "waiting"> {
  replies: number;
  alike: number;
  /** By scenario. */
  by: Map<string, Left>;
  toPay: { calls: number; input: number };
  /** Equal calls are one. */
  ids: Set<string>;
  tokensOf: (call: Call) => number;
}

function newSeen({ judge }: DryJudgeOptions): Seen {
  return {
    replies: 0,
    alike: 0,
    by: new Map(),
    toPay: { calls: 0, input: 0 },
    ids: new Set(),
    judged: 0,
    held: 0,
    waiting: 0,
    tokensOf: (call) => inputTokens(modelRequest(requestOf(call, 1), judge.model), estimateTokens),
  };
}

/** How many replies are looked at together: prompts are read once for all of them. */
const CHUNK = 64;

async function* chunks(transcripts: AsyncIterable<Transcript>): AsyncGenerator<Transcript[]> {
  let chunk: Transcript[] = [];
  for await (const transcript of transcripts) {
    chunk.push(transcript);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Notes what replies leave to the judge; what those leave that are only alike is never asked. */
async function look(
  seen: Seen,
  transcripts: readonly Transcript[],
  { scenarios }: RepliesToJudge,
  options: DryJudgeOptions,
  how: "there" | "alike" = "there",
): Promise<void> {
  const named =
    how === "there"
      ? transcripts
      : transcripts.map((one, at) => ({ ...one, model: "alike", repeat: at + 1 }));
  const grades: Grade[] = [];
  for (const transcript of named) grades.push(...(await options.grades(transcript)));
  const sheets = sheetsOf({ grades, scenarios, transcripts: named });
  const { votes } = options.judge;
  for (const { scenario } of named) leftBy(seen, scenario).replies++;
  for (const call of sheets.flatMap(callsOf)) {
    const left = leftBy(seen, call.sheet.scenario.id);
    left.calls += votes;
    left.input += votes * seen.tokensOf(call);
  }
  if (how === "alike") seen.alike += named.length;
  else {
    seen.replies += named.length;
    takeCalls(seen, callsFor(sheets), options);
  }
}

function leftBy({ by }: Seen, scenario: string): Left {
  const left = by.get(scenario) ?? { replies: 0, calls: 0, input: 0 };
  by.set(scenario, left);
  return left;
}

/** Counts the calls that are still to be had, each where its answer is. */
function takeCalls(
  seen: Seen,
  calls: readonly Call[],
  { judge, judged, store, batched }: DryJudgeOptions,
): void {
  const fresh = calls.filter(({ id }) => !seen.ids.has(id));
  for (const { id } of fresh) seen.ids.add(id);
  let pending = 0;
  for (const { call, vote } of pendingCalls(fresh, judged, judge.votes)) {
    pending++;
    const key = requestKey(modelRequest(requestOf(call, vote), judge.model), vote);
    if (store?.get(key)) seen.held++;
    else if (batched.has(key)) seen.waiting++;
    else {
      seen.toPay.calls++;
      seen.toPay.input += seen.tokensOf(call);
    }
  }
  seen.judged += fresh.length * judge.votes - pending;
}

/** What the replies to come are taken to leave; null where no reply says anything of it. */
function expectedOf(
  seen: Seen,
  toCome: ReadonlyMap<string, number>,
): { calls: number; input: number } | null {
  let [calls, input] = [0, 0];
  const all = wholeOf(seen);
  for (const [scenario, count] of toCome) {
    const left = seen.by.get(scenario) ?? all;
    if (left.replies === 0) return null;
    calls += (count * left.calls) / left.replies;
    input += (count * left.input) / left.replies;
  }
  return { calls: Math.round(calls), input };
}

function wholeOf({ by }: Seen): Left {
  const lefts = [...by.values()];
  const all = (part: keyof Left): number => sum(lefts.map((left) => left[part]));
  return { replies: all("replies"), calls: all("calls"), input: all("input") };
}

function perReply(seen: Seen): number | null {
  const { replies, calls } = wholeOf(seen);
  return replies === 0 ? null : calls / replies;
}

/** What the replies to come leave at most, each as long as it may be. */
function boundOf(
  { scenarios, toCome, maxTokens }: RepliesToJudge,
  { rubrics, judge }: DryJudgeOptions,
): { calls: number; input: number } {
  const due = scenarios.filter(({ id }) => toCome.has(id));
  let [calls, input] = [0, 0];
  for (const [id, most] of mostCalls(due, rubrics)) {
    const count = (toCome.get(id) ?? 0) * judge.votes;
    calls += count * most.length;
    for (const call of most) {
      const request = modelRequest(requestOf(call, 1), judge.model);
      input += count * (inputTokens(request, estimateTokens) + call.sheet.replies.length * maxTokens);
    }
  }
  return { calls, input };
}
