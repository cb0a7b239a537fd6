import { GRADERS } from "../../../graders/index.ts";
import { gradeTranscript } from "../../grading/grade.ts";
import { gradersHash } from "../../grading/identity.ts";
import { decideAll } from "../../policy/decideAll.ts";
import { loadPolicy } from "../../policy/load.ts";
import type { ArmSample, ArmScenario } from "../../records/arm.ts";
import type { Rubric } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";
import type { LoadedScenario } from "../../scenarios/load.ts";
import { armSample, armScenario, linesOf } from "../../summary/comparison/arm.ts";
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
}

/**
 * Prepares the grading of replies to these scenarios.
 * @throws InputError for a policy with mistakes.
 */
export function openGrader(loaded: readonly LoadedScenario[], policyFile: string): ReplyGrader {
  const policy = loadPolicy(policyFile);
  const scenarios = loaded.map(({ scenario }) => scenario);
  const decisions = decideAll(scenarios, policy);
  const graders = Object.values(GRADERS);
  const rubrics = graders.map(({ rubric }) => rubric);
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const lines: ReplyGrader["lines"] = new Map();
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
      const read = gradeTranscript(scenario, transcript, gold, graders);
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
  };
}
