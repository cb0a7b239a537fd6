import { join } from "node:path";
import { expect, test } from "vitest";
import { readJsonl } from "../../../src/files/jsonl.ts";
import { evaluationContext } from "../../../src/pipeline/evaluation/evaluate.ts";
import { gradeInOrder } from "../../../src/pipeline/evaluation/gradeInOrder.ts";
import { openGrading } from "../../../src/pipeline/evaluation/grading.ts";
import { openThreadGrader } from "../../../src/pipeline/evaluation/threadGrader.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../../../src/records/transcript.ts";
import { loadScenarios } from "../../../src/scenarios/load.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

async function* recorded(): AsyncGenerator<Transcript> {
  let read = 0;
  for await (const { value } of readJsonl(join(ROOT, "recordings/soft.jsonl"), TranscriptSchema)) {
    if (read++ === 6) return;
    yield transcriptFromDisk(value);
  }
}

test("other threads grade as this one does, and keep the order", async () => {
  const scenarios = loadScenarios(join(ROOT, "scenarios")).map(({ scenario }) => scenario);
  const context = evaluationContext(scenarios.slice(1, 12), join(ROOT, "persona/policy.yaml"));
  const [alone, shared] = await Promise.all([graded(10, context), graded(100_000, context)]);
  expect(shared).toEqual(alone);
  expect(alone.filter(({ grades }) => grades === null)).toHaveLength(1);
});

test("a thread that fails fails all that waits for it, and what is asked later", async () => {
  const grader = openThreadGrader({ context: null as never, memo: null }, () => {});
  const replies = recorded();
  const { value: transcript } = await replies.next();
  await replies.return(undefined);
  const ask = (count: number) =>
    Promise.allSettled(Array.from({ length: count }, () => grader.grade(transcript)));
  for (const count of [50, 1])
    expect(new Set((await ask(count)).map(({ status }) => status))).toEqual(new Set(["rejected"]));
  grader.abandon();
});

async function graded(expected: number, context: Parameters<typeof openGrading>[0]) {
  const grading = await openGrading(context, { expected });
  const all = [];
  for await (const { transcript, piece } of gradeInOrder(recorded(), grading)) {
    const grades = piece?.grades?.join("") ?? null;
    all.push({ scenario: transcript.scenario, ...piece, grades });
  }
  await grading.close();
  return all;
}
