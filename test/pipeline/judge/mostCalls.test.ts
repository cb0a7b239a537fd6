import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GRADERS } from "../../../graders/index.ts";
import { gradeTranscript } from "../../../src/grading/grade.ts";
import { callsFor, sheetsOf } from "../../../src/grading/judge/judge.ts";
import { mostCalls } from "../../../src/pipeline/judge/mostCalls.ts";
import { evaluationContext } from "../../../src/pipeline/evaluation/evaluate.ts";
import { transcriptFromDisk, TranscriptSchema } from "../../../src/records/transcript.ts";
import { loadScenarios } from "../../../src/scenarios/load.ts";
import { ROOT } from "../../support/cli.ts";

const scenarios = loadScenarios(join(ROOT, "scenarios")).map(({ scenario }) => scenario);
const { decisions, rubrics } = evaluationContext(scenarios, join(ROOT, "persona", "policy.yaml"));
const bound = mostCalls(scenarios, rubrics);

test.each(["v1.0.0-a", "soft"])(
  "no reply of %s leaves a judge a question that the bound does not count",
  (arm) => {
    let questions = 0;
    for (const line of readFileSync(join(ROOT, "recordings", `${arm}.jsonl`), "utf8")
      .trimEnd()
      .split("\n")) {
      const transcript = transcriptFromDisk(TranscriptSchema.parse(JSON.parse(line)));
      const scenario = scenarios.find(({ id }) => id === transcript.scenario);
      if (!scenario) continue;
      const gold = decisions[scenario.id] ?? [];
      const grades = gradeTranscript(scenario, transcript, gold, Object.values(GRADERS));
      const calls = callsFor(sheetsOf({ grades, scenarios, transcripts: [transcript] }));
      const most = bound.get(scenario.id) ?? [];
      expect(calls.length).toBeLessThanOrEqual(most.length);
      const known = new Set(most.flatMap(namesOf));
      for (const name of calls.flatMap(namesOf)) expect(known).toContain(name);
      questions += calls.flatMap(namesOf).length;
    }
    expect(questions).toBeGreaterThan(100);
  },
);

function namesOf({ sheet, questions }: ReturnType<typeof callsFor>[number]): string[] {
  return questions.map(({ item }) => `${sheet.grade.dimension} ${item}`);
}
