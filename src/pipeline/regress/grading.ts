import { gradersHash } from "../../grading/identity.ts";
import { decideAll } from "../../policy/decideAll.ts";
import { loadPolicy } from "../../policy/load.ts";
import type { ArmSample, ArmScenario } from "../../records/arm.ts";
import type { CalibrationRecord } from "../../records/calibration.ts";
import type { Grade } from "../../records/grade.ts";
import type { Rubric } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";
import type { LoadedScenario } from "../../scenarios/load.ts";
import { armSample, armScenario, linesOf } from "../../summary/comparison/arm.ts";
import { type Grading, openGrading } from "../evaluation/grading.ts";
import { knownItems, readRubrics } from "../evaluation/rubrics.ts";
import type { ReplyJudge } from "./judging.ts";

/** Grades replies one at a time, all by the same graders and policy, and by the same judge where there is one. */
export interface ReplyGrader {
  scenarios: ArmScenario[];
  byId: ReadonlyMap<string, Scenario>;
  /** Rubric lines by item id, with each reply those that it was graded by. */
  lines: Map<string, ReturnType<typeof linesOf>[number]>;
  rubrics: readonly Rubric[];
  gradersSha256: string;
  policy: { version: string; sha256: string };
  /** Throws what asking the judge throws. */
  grade: (transcript: Transcript, judge: ReplyJudge | null) => Promise<ArmSample>;
  /** Waits until what was graded is kept. */
  close: () => Promise<void>;
}

/** What replies are graded by, beside the graders. */
interface GradedBy {
  policyFile: string;
  calibration: CalibrationRecord | null;
  onWarning: (warning: string) => void;
}

/**
 * Prepares the grading of replies to these scenarios. Grades are taken from the grade cache and kept there, and graders are loaded
 * when a reply needs them.
 * @throws InputError for a policy or rubrics with mistakes.
 */
export function openGrader(
  loaded: readonly LoadedScenario[],
  { policyFile, calibration, onWarning }: GradedBy,
): ReplyGrader {
  const policy = loadPolicy(policyFile);
  const scenarios = loaded.map(({ scenario }) => scenario);
  const decisions = decideAll(scenarios, policy);
  const rubrics = readRubrics();
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const lines: ReplyGrader["lines"] = new Map();
  const context = { scenarios, decisions, rubrics, items: knownItems(rubrics, calibration) };
  let grading: Promise<Grading> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: rubric lines stand in the order in which replies came in, whichever of them had kept grades. */
  const gradesOf = (transcript: Transcript): Promise<Grade[]> => {
    const opened = (grading ??= openGrading(context, { expected: 1, useCache: true, onWarning }));
    const own = last.then(async () => (await opened).grades(transcript));
    last = own.catch(() => {});
    return own;
  };
  return {
    scenarios: loaded.map(({ scenario, contentHash }) =>
      armScenario(scenario, contentHash, decisions[scenario.id] ?? []),
    ),
    byId,
    lines,
    rubrics,
    gradersSha256: gradersHash(),
    policy: { version: policy.version, sha256: policy.sha256 },
    grade: async (transcript, judge) => {
      const scenario = byId.get(transcript.scenario);
      if (!scenario) throw new Error(`${transcript.scenario} is no scenario of this regression`);
      const gold = decisions[scenario.id] ?? [];
      const read = await gradesOf(transcript);
      const run = { scenarios: [scenario], transcripts: [transcript], decisions: { [scenario.id]: gold } };
      const grades = judge ? await judge.judged({ ...run, grades: read }) : read;
      const sample = {
        scenario,
        repeat: transcript.repeat,
        gold,
        transcript,
        grades: new Map(grades.map((grade) => [grade.dimension, grade])),
      };
      if (grades.some(({ items }) => items.some(({ id }) => !lines.has(id)))) {
        for (const line of linesOf([sample], rubrics)) if (!lines.has(line.id)) lines.set(line.id, line);
      }
      return armSample(sample);
    },
    close: async () => (await grading)?.close(),
  };
}
