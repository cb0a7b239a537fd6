import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { GRADERS } from "../../../graders/index.ts";
import { evaluationContext, presentFolder } from "../../../src/pipeline/evaluation/evaluate.ts";
import { startEvaluation } from "../../../src/pipeline/evaluation/evaluation.ts";
import { checkerOf, type GradedPiece, pieceMaker } from "../../../src/pipeline/evaluation/gradedPiece.ts";
import { type Grader, gradeFromDisk, GradeSchema } from "../../../src/records/grade.ts";
import type { Run } from "../../../src/records/run.ts";
import { type Transcript, transcriptToDisk } from "../../../src/records/transcript.ts";
import { streamStored } from "../../../src/runs/stream.ts";
import { loadScenarios } from "../../../src/scenarios/load.ts";
import { sampleName } from "../../../src/summary/samples.ts";
import { summarise } from "../../../src/summary/summarise.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { fixture } from "../../report/fixture.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const loaded = loadScenarios(join(ROOT, "scenarios")).slice(0, 6);
const scenarios = loaded.map(({ scenario }) => scenario);
const context = evaluationContext(scenarios, join(ROOT, "persona/policy.yaml"));

/** Graders that cost nothing: the first line of each rubric is met where the reply has an even length. */
const graders: Grader[] = Object.values(GRADERS).map(({ rubric }) => ({
  rubric,
  check: ({ transcript }) => ({
    findings: rubric.items.slice(0, 1).map(({ id }) => ({
      id,
      state: (transcript.turns[0]?.assistant.length ?? 0) % 2 === 0 ? "met" : "not_met",
      evidence: [{ turn: 1, start: 0, end: 1, quote: transcript.turns[0]?.assistant.slice(0, 1) ?? "" }],
      reason: "as long as it is",
    })),
    ...(rubric.dimension === "disqualification" ? { details: { verdicts: ["disqualify"] } } : {}),
  }),
}));

const { run: RUN, transcripts: RECORDED } = fixture();
const { take } = pieceMaker(context);
const check = checkerOf(context, graders);

function grade(transcript: Transcript): GradedPiece | null {
  return take(transcript, check(transcript), true);
}

function transcriptOf(index: number, text: string): Transcript {
  const [transcript] = RECORDED;
  const turn = transcript?.turns[0];
  if (!turn || !transcript) throw new Error("the fixture is empty");
  return {
    ...transcript,
    scenario: scenarios[index % scenarios.length]?.id ?? "",
    model: "m",
    // Sums of such numbers depend on the order of adding.
    costUsd: 0.1 * (index + 1),
    incurredUsd: 0.1 / (index + 1),
    repeat: 1 + Math.floor(index / scenarios.length),
    turns: [{ ...turn, assistant: text }],
  };
}

function runFor(planned: number): Run {
  return { ...RUN, counts: { ...RUN.counts, planned } };
}

function writeTranscripts(folder: string, transcripts: readonly Transcript[]): void {
  mkdirSync(folder, { recursive: true });
  const lines = transcripts.map((transcript) => `${JSON.stringify(transcriptToDisk(transcript))}\n`);
  writeFileSync(join(folder, "transcripts.jsonl"), lines.join(""));
}

async function evaluate(
  folder: string,
  added: readonly Transcript[],
  order?: readonly Transcript[],
): Promise<void> {
  const evaluation = startEvaluation(folder, context);
  for (const transcript of added) evaluation.add(transcript, grade(transcript));
  await evaluation.finish(runFor(added.length), {
    finishedAt: new Date(0),
    ...(order ? { order } : {}),
  });
}

const replies = Array.from({ length: 12 }, (_, index) => transcriptOf(index, "x".repeat(10 + (index % 3))));

describe("an evaluation", () => {
  test("leaves the files of a run folder, and the summary that whole grades in memory give", async () => {
    const folder = temporaryFolder();
    writeTranscripts(folder, replies);
    await evaluate(folder, replies);
    expect(readdirSync(folder).sort()).toEqual([
      "grades.jsonl",
      "junit.xml",
      "report.html",
      "run.json",
      "summary.json",
      "summary.md",
      "transcripts.jsonl",
    ]);
    const lines = readFileSync(join(folder, "grades.jsonl"), "utf8").trim().split("\n");
    const grades = lines.map((line) => gradeFromDisk(GradeSchema.parse(JSON.parse(line))));
    const { scenarios: all, decisions, rubrics } = context;
    const whole = summarise({
      run: runFor(12),
      scenarios: all,
      decisions,
      rubrics,
      transcripts: replies,
      grades,
    });
    const { models } = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8")) as {
      models: { composite: number; headline: string }[];
    };
    expect(models[0]?.composite).toBe(whole.models[0]?.composite);
    expect(models[0]?.headline).toBe(whole.models[0]?.headline);
  });

  test("gives the same grades in whatever order replies came in", async () => {
    const [inOrder, mixed] = [temporaryFolder(), temporaryFolder()];
    for (const folder of [inOrder, mixed]) writeTranscripts(folder, replies);
    await evaluate(inOrder, replies);
    await evaluate(mixed, replies.toReversed(), replies);
    for (const name of ["grades.jsonl", "summary.json", "junit.xml", "run.json"]) {
      expect(readFileSync(join(mixed, name), "utf8")).toBe(readFileSync(join(inOrder, name), "utf8"));
    }
  });

  test("changes nothing when it is abandoned", () => {
    const folder = temporaryFolder();
    writeTranscripts(folder, replies);
    const evaluation = startEvaluation(folder, context);
    for (const transcript of replies) evaluation.add(transcript, grade(transcript));
    evaluation.abandon();
    expect(readdirSync(folder)).toEqual(["transcripts.jsonl"]);
  });

  test("refuses to show grades that are not of these transcripts", async () => {
    const folder = temporaryFolder();
    writeTranscripts(folder, replies);
    await evaluate(folder, replies);
    writeTranscripts(folder, replies.slice(1));
    const shown = presentFolder(folder, runFor(11), loaded, { policy: join(ROOT, "persona/policy.yaml") });
    await expect(shown).rejects.toThrow(/grade it again/);
    expect(existsSync(join(folder, "report.html"))).toBe(true);
  });

  test("fault 31: grades that are no JSON are refused, and the folder stays as it was", () => {
    const folder = temporaryFolder();
    writeTranscripts(folder, replies);
    const [first] = replies;
    const grades = first ? check(first).map((one) => ({ ...one, details: { rate: Number.NaN } })) : [];
    expect(() => first && take(first, grades, true)).toThrow(/rate is NaN/);
    expect(readdirSync(folder)).toEqual(["transcripts.jsonl"]);
  });

  test("fault 30: memory does not grow with the size of what it reads and writes", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const folder = temporaryFolder();
    const text = "A sentence that a reply may hold. ".repeat(1500);
    const evaluation = startEvaluation(folder, context);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < 600; index++) {
      const transcript = transcriptOf(index, text);
      const piece = grade(transcript);
      const filler = [Buffer.alloc(100_000, "x")];
      evaluation.add(transcript, piece && { ...piece, grades: filler });
    }
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(8_000_000);
    const files = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    expect(Math.max(...files)).toBeGreaterThan(55_000_000);
    evaluation.abandon();
  });
});

test("stored replies are read with their grades and the place where these stand", async () => {
  const folder = temporaryFolder();
  writeTranscripts(folder, replies);
  await evaluate(folder, replies);
  const bytes = readFileSync(join(folder, "grades.jsonl"));
  let seen = 0;
  for await (const { transcript, grades, part } of streamStored(folder)) {
    seen++;
    expect(new Set(grades.map(sampleName))).toEqual(new Set([sampleName(transcript)]));
    const text = bytes.subarray(part?.start, (part?.start ?? 0) + (part?.length ?? 0)).toString("utf8");
    expect(text.trim().split("\n")).toHaveLength(grades.length);
  }
  expect(seen).toBe(12);
});
