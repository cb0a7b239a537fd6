import type { Executor } from "../../executor/executor.ts";
import { Interrupted } from "../../executor/live/interrupted.ts";
import { BudgetReached } from "../../executor/money/budgetReached.ts";
import { callsFor, type GradedRun, judgeRun, pendingCalls, sheetsOf } from "../../grading/judge/judge.ts";
import type { Decision } from "../../records/decision.ts";
import type { Grade } from "../../records/grade.ts";
import type { JudgeCall } from "../../records/judge.ts";
import type { JudgeTally } from "../../records/regression.ts";
import { OutOfBudget } from "../../regression/sides.ts";
import { sumOrUnknown } from "../../statistics/known.ts";
import { askJudge } from "../judge/judgeAsk.ts";

/** Has a judge decide what code left open in a reply. */
export interface ReplyJudge {
  /**
   * The grades with the judge's answers in them. What it could not be asked for a machine's fault stays open.
   * @throws OutOfBudget, Interrupted, and DealbenchError where the judge cannot be asked at all.
   */
  judged: (graded: GradedRun & { decisions: Record<string, Decision[]> }) => Promise<Grade[]>;
  /** What was asked so far. */
  tally: () => JudgeTally;
}

/** A reply leaves fewer calls than this, at a vote each. */
const WINDOW = 50;

/**
 * A judge that answers by an executor. Its questions are those of `run --judge`, so that what a run or an earlier start had
 * answered is found in the response cache.
 */
export function openReplyJudge(
  { model, votes }: { model: string; votes: number },
  { ask }: Pick<Executor, "ask">,
): ReplyJudge {
  const lane = { executor: { ask, close: async () => {} }, window: WINDOW };
  // Who ends is the executor, and then for all calls alike.
  const { signal: drain } = new AbortController();
  let tally: JudgeTally = { model, votes, calls: 0, kept: 0, failed: 0, costUsd: 0, listUsd: 0 };
  const log = {
    called: async (call: JudgeCall) => void (tally = withCall(tally, call)),
    voted: async () => {},
    close: async () => {},
  };
  return {
    tally: () => tally,
    judged: async (graded) => {
      const pending = [...pendingCalls(callsFor(sheetsOf(graded)), [], votes)];
      let answered = 0;
      const onAnswered = (): void => void answered++;
      const { judged, stopped } = await askJudge(pending, model, { lane, log, drain, onAnswered });
      if (stopped instanceof BudgetReached) throw new OutOfBudget(stopped.message);
      if (stopped !== null) throw stopped;
      if (answered < pending.length) throw new Interrupted();
      return judgeRun(graded, model, judged)?.grades ?? [...graded.grades];
    },
  };
}

function withCall(tally: JudgeTally, { cached, outcome, costUsd }: JudgeCall): JudgeTally {
  return {
    ...tally,
    calls: tally.calls + 1,
    kept: tally.kept + (cached ? 1 : 0),
    failed: tally.failed + (outcome === "error" ? 1 : 0),
    costUsd: sumOrUnknown([tally.costUsd, cached ? 0 : costUsd]),
    listUsd: sumOrUnknown([tally.listUsd, costUsd]),
  };
}
