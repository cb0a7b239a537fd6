import { readCalibration } from "../../grading/calibrationFile.ts";
import { decideAll } from "../../policy/decideAll.ts";
import { loadPolicy } from "../../policy/load.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Grade } from "../../records/grade.ts";
import type { Run } from "../../records/run.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Summary } from "../../records/summary.ts";
import type { Transcript } from "../../records/transcript.ts";
import { type EarlierJudging, earlierJudging, withJudge } from "../../runs/judged.ts";
import { streamStored, streamTranscripts } from "../../runs/stream.ts";
import type { LoadedScenario } from "../../scenarios/load.ts";
import { sampleName } from "../../summary/samples.ts";
import { type EvaluationContext, startEvaluation } from "./evaluation.ts";
import { type FolderEvaluation, type GradingOptions, openFolderEvaluation } from "./folderEvaluation.ts";
import { pieceMaker } from "./gradedPiece.ts";
import { openGrading } from "./grading.ts";
import { knownItems, readRubrics } from "./rubrics.ts";

/** What grading needs to know; paths are as the user gave them, resolved against the working folder. */
export interface EvaluationOptions extends GradingOptions {
  scenarios: string;
  policy: string;
}

/** A run as it was evaluated. */
export interface EvaluatedRun {
  run: Run;
  summary: Summary;
}

/**
 * Grades the transcripts of a run folder by today's graders and writes grades.jsonl, summary.json, the reports and
 * run.json into it. Memory grows by a small row a transcript and by nothing else, but for a run that was judged. `run` is
 * its record so far; its counts, cost and end are made anew of the transcripts.
 * @throws InputError listing every bad line, DealbenchError (exit 4) where it cannot be written; the folder is then as it was.
 */
export async function evaluateFolder(
  folder: string,
  run: Run,
  loaded: readonly LoadedScenario[],
  options: Pick<EvaluationOptions, "policy"> & GradingOptions,
  judge: EarlierJudging | null = null,
): Promise<EvaluatedRun> {
  const scenarios = loaded.map(({ scenario }) => scenario);
  const context = evaluationContext(scenarios, options.policy);
  if (judge) return evaluateJudged(folder, run, context, { judge, options });
  const evaluation = await openFolderEvaluation(folder, context, run.counts.transcripts, options);
  return evaluation.finish(run, null);
}

/**
 * Begins to evaluate a folder whose run goes on: beside the asking, or once all is asked where a judge has answered there, for its answers
 * count again.
 */
export async function openEvaluation(
  folder: string,
  run: Run,
  context: EvaluationContext,
  options: GradingOptions,
): Promise<FolderEvaluation> {
  if ((await earlierJudging(folder, run)) === null)
    return openFolderEvaluation(folder, context, run.counts.planned, options);
  return {
    take: () => {},
    finish: async (asked) => {
      const judge = await earlierJudging(folder, asked);
      if (judge) return evaluateJudged(folder, asked, context, { judge, options });
      return (await openFolderEvaluation(folder, context, asked.counts.transcripts, options)).finish(
        asked,
        null,
      );
    },
    abandon: () => {},
  };
}

/**
 * Shows the grades of a run folder again: summary and reports; transcripts, grades and run.json stay as they are. `run`
 * is the record as it is to be shown.
 * @throws InputError / DealbenchError when the folder's records do not fit together; it is then as it was.
 */
export async function presentFolder(
  folder: string,
  run: Run,
  loaded: readonly LoadedScenario[],
  options: Pick<EvaluationOptions, "policy">,
): Promise<EvaluatedRun> {
  const context = evaluationContext(
    loaded.map(({ scenario }) => scenario),
    options.policy,
  );
  const evaluation = startEvaluation(folder, context);
  const { take } = pieceMaker(context);
  try {
    for await (const { transcript, grades, part } of streamStored(folder)) {
      if (grades.length === 0) throw gradesMissing(folder, transcript);
      evaluation.add(transcript, take(transcript, grades, false), part);
    }
    return await evaluation.finish(run, { finishedAt: null });
  } finally {
    evaluation.abandon();
  }
}

/**
 * Writes grades that are in memory into a run folder, with summary, reports and run.json.
 * @throws DealbenchError (exit 4) where it cannot be written; the folder is then as it was.
 */
export async function presentGrades(
  folder: string,
  graded: { run: Run; transcripts: readonly Transcript[]; grades: readonly Grade[] },
  context: EvaluationContext,
): Promise<EvaluatedRun> {
  const evaluation = startEvaluation(folder, context);
  const { take } = pieceMaker(context);
  const gradesOf = Map.groupBy(graded.grades, sampleName);
  try {
    for (const transcript of graded.transcripts) {
      evaluation.add(transcript, take(transcript, gradesOf.get(sampleName(transcript)) ?? [], true));
    }
    return await evaluation.finish(graded.run, { finishedAt: new Date() });
  } finally {
    evaluation.abandon();
  }
}

/** What replies to these scenarios are graded and shown with. */
export function evaluationContext(scenarios: readonly Scenario[], policy: string): EvaluationContext {
  const rubrics = readRubrics();
  const calibration = readCalibration();
  const items = knownItems(rubrics, calibration);
  return { scenarios, decisions: decideAll(scenarios, loadPolicy(policy)), rubrics, calibration, items };
}

function gradesMissing(folder: string, { scenario, model, repeat }: Transcript): DealbenchError {
  return new DealbenchError(
    `${folder}: grades.jsonl holds no grades of ${scenario}, ${model}, repeat ${repeat}; grade it again: dealbench grade ${folder}`,
  );
}

/** A judge is asked of a run as a whole, so its transcripts and grades are in memory. */
async function evaluateJudged(
  folder: string,
  run: Run,
  context: EvaluationContext,
  { judge, options }: { judge: EarlierJudging; options: GradingOptions },
): Promise<EvaluatedRun> {
  const transcripts: Transcript[] = [];
  const grades: Grade[] = [];
  const { judgeRun } = await import("../../grading/judge/judge.ts");
  // No thread: it would hand over finished pieces, and a judge works on grades.
  const grading = await openGrading(context, { ...options, expected: 0 });
  try {
    for await (const transcript of streamTranscripts(folder)) {
      transcripts.push(transcript);
      grades.push(...(await grading.grades(transcript)));
    }
  } finally {
    await grading.close();
  }
  const graded = { run, transcripts, grades, scenarios: context.scenarios, decisions: context.decisions };
  const judged = judgeRun(graded, judge.model, judge.votes);
  return presentGrades(
    folder,
    judged ? { ...graded, run: withJudge(run, judged, judge.spent), grades: judged.grades } : graded,
    context,
  );
}
