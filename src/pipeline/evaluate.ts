import { randomBytes } from "node:crypto";
import { GRADERS } from "../../graders/index.ts";
import { headCommit } from "../files/git.ts";
import { readCalibration } from "../grading/calibrationFile.ts";
import { gradeTranscript } from "../grading/grade.ts";
import { gradersHash } from "../grading/identity.ts";
import { judgeRun } from "../grading/judge/judge.ts";
import { decideAll } from "../policy/decideAll.ts";
import { loadPolicy } from "../policy/load.ts";
import type { Decision } from "../records/decision.ts";
import type { Grade } from "../records/grade.ts";
import type { Judged } from "../records/judge.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Transcript } from "../records/transcript.ts";
import { REPORTERS } from "../report/reporters.ts";
import { describeRun, type RunParts } from "../runs/describe.ts";
import { newRunId, type RunFolder } from "../runs/folder.ts";
import { withJudge } from "../runs/judged.ts";
import type { LoadedScenario } from "../scenarios/load.ts";
import { withReliability } from "../summary/reliability.ts";
import { summarise } from "../summary/summarise.ts";
import { VERSION } from "../version.ts";

/** What grading needs to know; paths are as the user gave them, resolved against the working folder. */
export interface EvaluationOptions {
  scenarios: string;
  policy: string;
  /** Called after each graded transcript with how many are done, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What `evaluate` is told of where the transcripts come from. */
export type Origin = Pick<
  RunParts,
  "startedAt" | "planned" | "persona" | "replies" | "responsesSource" | "notes"
> & {
  id?: string;
  /** What a judge answered earlier: it counts again wherever the question is still the same. */
  judge?: { model: string; votes: Judged[] } | null;
};

/** Transcripts → grades → summary → reports, all in memory. */
export async function evaluate(
  options: EvaluationOptions,
  loaded: LoadedScenario[],
  transcripts: Transcript[],
  origin: Origin,
): Promise<RunFolder> {
  const policy = loadPolicy(options.policy);
  const scenarios = loaded.map(({ scenario }) => scenario);
  const decisions = decideAll(scenarios, policy);
  const grades = gradeAll(scenarios, transcripts, decisions, options.onProgress);
  const parts: RunParts = {
    ...origin,
    id: origin.id ?? newRunId(origin.startedAt, origin.persona.version, randomBytes(2).toString("hex")),
    policy: { version: policy.version, sha256: policy.sha256 },
    scenarios: {
      hashes: loaded.map(({ scenario, contentHash }) => ({ id: scenario.id, sha256: contentHash })),
      source: options.scenarios,
    },
    gradersSha256: gradersHash(),
    transcripts,
    gitCommit: await headCommit(process.cwd()),
    finishedAt: new Date(),
  };
  const graded = { run: describeRun(parts, VERSION), transcripts, grades, decisions, scenarios };
  const judged = origin.judge && judgeRun(graded, origin.judge.model, origin.judge.votes);
  if (!judged) return present(graded);
  return present({ ...graded, run: withJudge(graded.run, judged), grades: judged.grades });
}

function gradeAll(
  scenarios: Scenario[],
  transcripts: Transcript[],
  decisions: Record<string, Decision[]>,
  onProgress: EvaluationOptions["onProgress"],
): Grade[] {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const graders = Object.values(GRADERS);
  return transcripts.flatMap((transcript, index) => {
    const scenario = byId.get(transcript.scenario);
    if (!scenario) return [];
    const grades = gradeTranscript(scenario, transcript, decisions[scenario.id] ?? [], graders);
    onProgress?.(index + 1, transcripts.length);
    return grades;
  });
}

/** Grades → summary → reports, all in memory. */
export async function present(
  graded: Omit<Parameters<(typeof REPORTERS)["report.html"]>[0], "summary">,
): Promise<RunFolder> {
  const rubrics = Object.values(GRADERS).map(({ rubric }) => rubric);
  const summary = withReliability(
    summarise({ ...graded, rubrics }),
    readCalibration(),
    graded.run.identity.graders.sha256,
  );
  const reports: Record<string, string> = {};
  for (const [name, render] of Object.entries(REPORTERS))
    reports[name] = await render({ ...graded, summary });
  return { ...graded, summary, reports };
}
