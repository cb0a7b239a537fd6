import { setImmediate } from "node:timers/promises";
import type { ArmSample } from "../../records/arm.ts";
import type { Transcript } from "../../records/transcript.ts";
import type { GradedReply, Sides } from "../../regression/sides.ts";
import { sumOrUnknown } from "../../statistics/known.ts";
import type { Answerer } from "./answers.ts";
import type { ReplyGrader } from "./grading.ts";
import type { ReplyJudge } from "./judging.ts";

/** Answers that are graded as they come, and remembered. */
export interface GradedAnswers {
  ask: (scenario: string, repeat: number) => Promise<GradedReply | null>;
  /** The replies behind graded samples. */
  transcriptsOf: (samples: readonly ArmSample[]) => Transcript[];
  /** What the replies of this start cost, in USD, without the judge; null as soon as one is unknown. */
  costUsd: () => number | null;
}

/** Grades what an answerer says; null for an answerer is one that never answers, null for a judge is none. */
export function gradedAnswers(
  answer: Answerer | null,
  grader: ReplyGrader,
  judge: ReplyJudge | null,
): GradedAnswers {
  const transcripts = new Map<string, Transcript>();
  return {
    ask: async (id, repeat) => {
      const scenario = grader.byId.get(id);
      const transcript = scenario && answer ? await answer(scenario, repeat) : null;
      if (transcript === null) return null;
      transcripts.set(nameOf(id, repeat), transcript);
      // The store writes at the end of a turn of the event loop: grading, which takes a while, must not stand before that.
      await setImmediate();
      const kept = transcript.turns.filter(({ cached }) => cached === true).length;
      return { sample: await grader.grade(transcript, judge), calls: transcript.turns.length, kept };
    },
    transcriptsOf: (samples) =>
      samples.flatMap(({ scenario, repeat }) => transcripts.get(nameOf(scenario, repeat)) ?? []),
    costUsd: () =>
      sumOrUnknown([...transcripts.values()].map(({ costUsd, incurredUsd = costUsd }) => incurredUsd)),
  };
}

/** The `nth` baseline reply (1-based): first those that are banked, then the repeats that are not, in order. */
export function baselineRepeat(banked: readonly number[], nth: number, from: number): number {
  const held = banked[nth - 1];
  if (held !== undefined) return held;
  const taken = new Set(banked);
  let repeat = from - 1;
  for (let fresh = nth - banked.length; fresh > 0;) if (!taken.has(++repeat)) fresh -= 1;
  return repeat;
}

/** Turns of a conversation, of which each is a call. */
export function callsFor({ byId }: Pick<ReplyGrader, "byId">): Sides["callsFor"] {
  return (scenario) => byId.get(scenario)?.turns.length ?? 1;
}

function nameOf(scenario: string, repeat: number): string {
  return `${scenario} ${repeat}`;
}
