import { takeIn } from "../../grading/judge/intake.ts";
import { mergeVotes } from "../../grading/judge/apply.ts";
import { judgeBias } from "../../grading/judge/family.ts";
import { callsFor, judgeRun, pendingRequests, sheetsOf } from "../../grading/judge/judge.ts";
import type { FinishedRun, PipelineOptions } from "../../pipeline.ts";
import { loadPolicy } from "../../policy/load.ts";
import { DealbenchError, formatProblem } from "../../records/errors.ts";
import type { Judged, JudgeRequest } from "../../records/judge.ts";
import type { Run } from "../../records/run.ts";
import { readGrades, readRunFolder } from "../../runs/folder.ts";
import { judgeSpending, readJudged, withJudge, writeJudged } from "../../runs/judged.ts";
import { editedSince, scenariosOf } from "../../scenarios/ofRun.ts";
import { evaluationContext, presentGrades } from "../evaluation/evaluate.ts";

/** What is to be put to a judge. */
export interface JudgeExport {
  requests: Iterable<JudgeRequest>;
  /** Questions of the run, answered or not. */
  questions: number;
  /** Open items that no question can be put for: no prompt, or the scenario lacks what the prompt speaks of. */
  unaskable: string[];
}

/**
 * The judge questions of a run folder that have no usable answer yet, as requests; the same run gives the same requests.
 * @throws InputError / DealbenchError when the folder is no run, or what it was graded by has changed since.
 */
export async function exportQuestions(
  folder: string,
  options: PipelineOptions & { votes: number },
): Promise<JudgeExport> {
  const run = await openGraded(folder, options);
  const sheets = sheetsOf(run);
  return {
    requests: pendingRequests(callsFor(sheets), await readJudged(folder), options.votes),
    questions: sheets.reduce((sum, { questions }) => sum + questions.length, 0),
    unaskable: [...new Set(sheets.flatMap(({ unaskable }) => unaskable))].sort(),
  };
}

/** A judged run, and what was left out of the replies. */
export interface ImportedRun extends FinishedRun {
  warnings: string[];
}

/**
 * Grades a run's open items by a judge's replies, and renders its reports again.
 * @throws InputError listing every bad line, DealbenchError on a second judge or (with `strict`) a judge that is akin to a
 * model under test; nothing is written then.
 */
export async function importReplies(
  folder: string,
  options: PipelineOptions & ChosenJudge & { replies: readonly string[] },
): Promise<ImportedRun> {
  const graded = await openGraded(folder, options);
  const { run } = graded;
  const bias = biasOf(run, options);
  const before = await earlierVotes(folder, options);
  const intake = await takeIn(options.replies, options.judge, callsFor(sheetsOf(graded)));
  const votes = mergeVotes(before, intake.judged);
  const judged = judgeRun(graded, options.judge, votes);
  if (!judged) {
    throw new DealbenchError(`${options.replies.join(", ")}: holds no reply to a question of this run`);
  }
  const judgedRun = {
    ...graded,
    run: withJudge(run, judged, await judgeSpending(folder)),
    grades: judged.grades,
  };
  const evaluated = await presentGrades(folder, judgedRun, graded.context);
  writeJudged(folder, votes);
  return { ...evaluated, folder, warnings: [...bias, ...intake.notes.map(formatProblem)] };
}

/** Who judges, and how strictly it is held to be somebody else than who is judged. */
export interface ChosenJudge {
  judge: string;
  /** Refuse a judge that is, or is akin to, a model under test. */
  strict: boolean;
  /** Drop what a judge answered before. */
  startOver: boolean;
}

/** What a reader must know of this judge's bias. @throws DealbenchError where there is one and the judge is held strictly. */
export function biasOf(run: Run, { judge, strict }: ChosenJudge): string[] {
  const bias = judgeBias(
    judge,
    run.identity.models.map(({ id }) => id),
  );
  if (!strict || bias.length === 0) return bias;
  throw new DealbenchError(`--judge: ${bias.join(" ")} Nothing was graded (--strict); name another judge`);
}

/** The votes that the folder keeps of this judge. @throws DealbenchError where they are another's. */
export async function earlierVotes(
  folder: string,
  { judge, startOver }: Omit<ChosenJudge, "strict">,
): Promise<Judged[]> {
  const before = startOver ? [] : await readJudged(folder);
  const other = before.find((vote) => vote.judge !== judge)?.judge;
  if (other === undefined) return before;
  throw new DealbenchError(
    `${folder}: was judged by "${other}", found --judge "${judge}"; a run has one judge. ` +
      "Drop the earlier answers with --start-over, or judge a copy of the folder",
  );
}

/** A run folder whose grades are today's, in memory, with what they were made with. @throws DealbenchError where they are not. */
export async function openGraded(folder: string, options: Pick<PipelineOptions, "scenarios" | "policy">) {
  const { run, transcripts } = await readRunFolder(folder);
  const grades = await readGrades(folder);
  const loaded = scenariosOf(run, options.scenarios);
  const policy = loadPolicy(options.policy);
  const changed = [
    ...editedSince(run, loaded),
    ...(policy.sha256 === run.identity.policy.sha256
      ? []
      : [`The policy is another than the run was graded by.`]),
  ];
  if (grades.length === 0) changed.push("It holds no grades.");
  if (changed.length > 0) {
    throw new DealbenchError(
      `${folder}: ${changed.join(" ")} Grade it again first: dealbench grade ${folder}`,
    );
  }
  const scenarios = loaded.map(({ scenario }) => scenario);
  const context = evaluationContext(scenarios, options.policy);
  return { run, transcripts, grades, scenarios, decisions: context.decisions, context };
}
