import { BudgetReached } from "../../executor/money/budgetReached.ts";
import type { Executor, ReplyStore } from "../../executor/executor.ts";
import { errorReply } from "../../executor/live/replies.ts";
import { playSample } from "../../executor/playSample.ts";
import { type Replay, replayOf } from "../../executor/replay.ts";
import { requestKey } from "../../executor/requestKey.ts";
import { openRecordings } from "../../providers/recorded.ts";
import type { Persona } from "../../records/persona.ts";
import type { ModelParameters } from "../../records/request.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";
import { OutOfBudget } from "../../regression/sides.ts";

/** Answers under one persona: the `repeat`-th reply to a scenario, or null where nobody can give it. */
export type Answerer = (scenario: Scenario, repeat: number) => Promise<Transcript | null>;

/**
 * Replays what was recorded for a persona; null where nothing was.
 * @throws DealbenchError for a folder without recordings.
 */
export async function recordedAnswers(
  model: string,
  persona: Persona,
  folder: string,
): Promise<{ answer: Answerer; replay: Replay } | null> {
  const name = model.slice("recorded:".length);
  const recordings = await openRecordings(folder, name === "llm" ? undefined : name);
  const replay = replayOf(recordings, persona);
  const [recorded] = replay?.models ?? [];
  if (!replay || recorded === undefined) return null;
  return {
    replay,
    answer: async (scenario, repeat) => replay.find({ scenario, model: recorded, repeat }) ?? null,
  };
}

/** Has conversations under a persona by an executor. A spent budget throws {@link OutOfBudget}. */
export function askedAnswers(
  executor: Pick<Executor, "ask">,
  model: string,
  persona: Persona,
  parameters: ModelParameters,
): Answerer {
  return async (scenario, repeat) => {
    try {
      const whole = { ask: executor.ask, close: async () => {} };
      return await playSample({ scenario, model, repeat, persona, parameters }, whole);
    } catch (error) {
      if (error instanceof BudgetReached) throw new OutOfBudget(error.message);
      throw error;
    }
  };
}

/** Answers by what a response cache holds and asks nobody: a reply that is not there is an error. Null for a cache is an empty one. */
export function keptAlone(store: Pick<ReplyStore, "get"> | null): Pick<Executor, "ask"> {
  return {
    ask: async (request, repeat) => {
      const kept = store?.get(requestKey(request, repeat));
      return kept ? { ...kept, cached: true } : errorReply("not kept", 0, 0, null, null);
    },
  };
}
