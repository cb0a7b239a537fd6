import { join } from "node:path";
import { BATCH_FILES } from "../../executor/batch/batchFiles.ts";
import { readBatched } from "../../executor/batch/batchLog.ts";
import type { ReplyStore } from "../../executor/executor.ts";
import type { Prices } from "../../executor/money/prices.ts";
import { nameOf } from "../../executor/plan.ts";
import { playSample, type Sample } from "../../executor/playSample.ts";
import { mergeVotes } from "../../grading/judge/apply.ts";
import { openRecordings } from "../../providers/recorded.ts";
import type { ContinuedRun } from "../../records/dryRun.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Scenario } from "../../records/scenario.ts";
import { type Transcript, transcriptOutcome } from "../../records/transcript.ts";
import type { DoneSamples } from "../../runs/doneSamples.ts";
import { readJudged } from "../../runs/judged.ts";
import { streamTranscripts } from "../../runs/stream.ts";
import { userTurns } from "../../scenarios/render.ts";
import { evaluationContext } from "../evaluation/evaluate.ts";
import { openGrading } from "../evaluation/grading.ts";
import { estimateJudge } from "../judge/dryJudge.ts";
import { keptAlone } from "../regress/answers.ts";
import type { JudgeWanted } from "./runJudge.ts";
import type { PreparedRun } from "./runPlan.ts";

/** What a dry run knows of the run by the time that its judge's turn comes. */
interface DryWork {
  judge: JudgeWanted;
  done: DoneSamples["done"];
  /** The run that would go on. */
  continued: ContinuedRun | null;
  store: ReplyStore | undefined;
  prices: Pick<Prices, "priceOf">;
  /** Tokens of one of the judge's answers on average; null = unknown. */
  usualTokens: number | null;
}

/**
 * What a run's judge would be asked, by the replies that are there: those of the run that would go on, those in the response cache, and
 * those that were recorded. `samples` are the run's that its folder lacks.
 */
export async function dryRunJudge(
  prepared: PreparedRun,
  samples: () => Iterable<Sample>,
  work: DryWork,
  options: { policy: string; recordings: string; useCache: boolean; onWarning: (warning: string) => void },
): ReturnType<typeof estimateJudge> {
  const { scenarios } = prepared.plan;
  const { continued } = work;
  const context = evaluationContext(scenarios, options.policy);
  const grading = await openGrading(context, { ...options, expected: 1 });
  const toCome = new Map<string, number>();
  try {
    return await estimateJudge(
      {
        scenarios,
        there: repliesThere(prepared, samples, work, toCome),
        toCome,
        alike: await recordedReplies(options.recordings, prepared),
        maxTokens: prepared.parameters.maxTokens,
      },
      {
        ...work,
        grades: grading.grades,
        rubrics: context.rubrics,
        judged: continued ? mergeVotes([], await readJudged(continued.folder)) : [],
        batched: continued ? await readBatched(join(continued.folder, BATCH_FILES.judge)) : new Set(),
      },
    );
  } finally {
    await grading.close();
  }
}

/** The run's replies that need not be asked for; those that are to be are counted. */
async function* repliesThere(
  { replay }: PreparedRun,
  samples: () => Iterable<Sample>,
  { continued, done, store }: DryWork,
  toCome: Map<string, number>,
): AsyncGenerator<Transcript> {
  if (continued)
    for await (const transcript of streamTranscripts(continued.folder))
      if (transcriptOutcome(transcript) !== "error" && done.at(transcript)) yield transcript;
  const kept = keptAlone(store ?? null);
  for (const sample of samples()) {
    if (replay) {
      const recorded = replay.find(sample);
      if (recorded) yield recorded;
      continue;
    }
    const transcript = await playSample(sample, { ...kept, close: async () => {} });
    const { scenario } = nameOf(sample);
    if (transcriptOutcome(transcript) !== "error") yield transcript;
    else toCome.set(scenario, (toCome.get(scenario) ?? 0) + 1);
  }
}

/** What was recorded to a scenario's own turns: under this persona, else under any. None where there are no recordings. */
async function recordedReplies(
  folder: string,
  { persona }: PreparedRun,
): Promise<(scenario: Scenario) => Transcript[]> {
  try {
    const recordings = await openRecordings(folder);
    const own = recordings.of(persona.sha256);
    const all = own.length > 0 ? own : recordings.personas.flatMap(({ sha256 }) => recordings.of(sha256));
    const by = Map.groupBy(all, ({ scenario }) => scenario);
    return (scenario) => {
      const asked = JSON.stringify(userTurns(scenario));
      return (by.get(scenario.id) ?? []).filter(
        ({ turns }) => JSON.stringify(turns.map(({ user }) => user)) === asked,
      );
    };
  } catch (error) {
    if (error instanceof DealbenchError) return () => [];
    throw error;
  }
}
