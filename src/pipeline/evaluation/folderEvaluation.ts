import type { Run } from "../../records/run.ts";
import type { Summary } from "../../records/summary.ts";
import type { SampleName, Transcript } from "../../records/transcript.ts";
import { streamTranscripts } from "../../runs/stream.ts";
import { type SampleSet, sampleSet } from "../../summary/sampleSet.ts";
import { type Evaluation, type EvaluationContext, startEvaluation } from "./evaluation.ts";
import { gradeInOrder } from "./gradeInOrder.ts";
import type { GradedPiece } from "./gradedPiece.ts";
import { openGrading, WORTH_A_THREAD } from "./grading.ts";

/** How replies are graded, beside what they are graded by. */
export interface GradingOptions {
  /** Called after each transcript that is graded at the end with how many are done, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** Whether grades are taken from the grade cache, and kept there; not unless said. */
  useCache?: boolean | undefined;
  onWarning?: ((warning: string) => void) | undefined;
}

/** The evaluation of a run folder, which may begin while its replies still come in. */
export interface FolderEvaluation {
  /**
   * Grades a transcript that stands in the folder, beside other work. Never fails: what could not be graded now, or not soon enough, is
   * graded at the end. Each sample may be taken once.
   */
  take: (transcript: Transcript) => void;
  /**
   * Grades the rest, and writes grades, summary and reports into the folder, run.json last. `order` names the samples of transcripts.jsonl
   * in their order; it is needed where any were taken.
   * @throws InputError listing every bad line, DealbenchError (exit 4) where it cannot be written; the folder is then as it was.
   */
  finish: (run: Run, order: Iterable<SampleName> | null) => Promise<{ run: Run; summary: Summary }>;
  /** Gives up; the folder is as it was. Does nothing after `finish`. */
  abandon: () => void;
}

/** Transcripts that wait for a thread, at most: those that come while so many wait are left for the end. */
const MOST_WAITING = 128;

/**
 * Begins to evaluate a run folder of `expected` transcripts or so. Memory grows by a small row a transcript and by nothing else.
 */
export async function openFolderEvaluation(
  folder: string,
  context: EvaluationContext,
  expected: number,
  options: GradingOptions,
): Promise<FolderEvaluation> {
  const grading = await openGrading(context, { ...options, expected });
  /** null until it is needed, and after it has failed. */
  let evaluation: Evaluation | null = null;
  let hasFailed = false;
  let hasTaken = false;
  const taken = sampleSet();
  const underWay = new Set<Promise<void>>();

  const fail = (): void => {
    hasFailed = true;
    taken.clear();
    evaluation?.abandon();
    evaluation = null;
  };
  const add = (transcript: Transcript, piece: GradedPiece | null): void => {
    if (hasFailed) return;
    try {
      evaluation ??= startEvaluation(folder, context);
      evaluation.add(transcript, piece);
      taken.add(transcript);
    } catch {
      fail();
    }
  };
  const gradeRest = async (to: Evaluation, total: number): Promise<void> => {
    let done = taken.size();
    for await (const { transcript, piece } of gradeInOrder(without(folder, taken), grading)) {
      to.add(transcript, piece);
      options.onProgress?.(++done, Math.max(done, total));
    }
  };
  const abandon = (): void => {
    grading.abandon();
    evaluation?.abandon();
  };
  return {
    take: (transcript) => {
      hasTaken = true;
      if (hasFailed || expected < WORTH_A_THREAD || grading.waiting() >= MOST_WAITING) return;
      const piece = grading.grade(transcript);
      if (!(piece instanceof Promise)) return add(transcript, piece);
      const later = piece.then((made) => add(transcript, made), fail).finally(() => underWay.delete(later));
      underWay.add(later);
    },
    finish: async (run, order) => {
      try {
        const total = run.counts.transcripts;
        // Beside a run the graders are in memory once: the main thread leaves grading to the other, and keeps the run small.
        if (!hasTaken) grading.help(total);
        await Promise.all(underWay);
        const whole = (evaluation ??= startEvaluation(folder, context));
        const isMixed = taken.size() > 0 && order !== null;
        if (taken.size() < total || total === 0) await gradeRest(whole, total);
        taken.clear();
        await grading.close();
        return await whole.finish(run, { finishedAt: new Date(), ...(isMixed ? { order } : {}) });
      } finally {
        abandon();
      }
    },
    abandon,
  };
}

/** The transcripts of a folder but for those of these samples. */
async function* without(folder: string, samples: SampleSet): AsyncGenerator<Transcript> {
  for await (const transcript of streamTranscripts(folder)) {
    if (!samples.has(transcript)) yield transcript;
  }
}
