import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { GRADERS } from "../../../graders/index.ts";
import { gradeStoreFile, openGradeStore } from "../../../src/executor/store/gradeStore.ts";
import { evaluationContext } from "../../../src/pipeline/evaluation/evaluate.ts";
import { checkerOf, pieceMaker } from "../../../src/pipeline/evaluation/gradedPiece.ts";
import { openGrading } from "../../../src/pipeline/evaluation/grading.ts";
import { pieceCode } from "../../../src/pipeline/evaluation/pieceCode.ts";
import { openPieceMemo } from "../../../src/pipeline/evaluation/pieceMemo.ts";
import { openGrader } from "../../../src/pipeline/regress/grading.ts";
import type { Grade } from "../../../src/records/grade.ts";
import type { Transcript } from "../../../src/records/transcript.ts";
import { loadScenarios } from "../../../src/scenarios/load.ts";
import { fixture } from "../../report/fixture.ts";
import { ROOT, temporaryFolder } from "../../support/cli.ts";

const policyFile = join(ROOT, "persona", "policy.yaml");
const loaded = loadScenarios(join(ROOT, "scenarios")).slice(0, 2);
const context = evaluationContext(
  loaded.map(({ scenario }) => scenario),
  policyFile,
);
const { calibration } = context;
const check = checkerOf(context, Object.values(GRADERS));
const first = transcriptOf(0, "Drop it. Jane Doe at the customer signs the plan by 3 March 2027.");
const second = transcriptOf(1, "Perhaps. It depends on the champion, on budget and on much else.");

let file = "";
beforeEach(() => {
  const folder = temporaryFolder();
  vi.stubEnv("DEALBENCH_CACHE", join(folder, "replies.sqlite"));
  onTestFinished(() => void vi.unstubAllEnvs());
  file = gradeStoreFile(join(folder, "replies.sqlite"));
});

describe("the grades of a regression", () => {
  test("are those that a run has kept", async () => {
    await inRun(first);
    const { grades, warnings } = await inRegression(first);
    expect(grades).toEqual([check(first)]);
    expect(warnings).toEqual([]);
    expect(await countKept()).toBe(1);
  });

  test("are kept for a run, and for the next regression, whatever the repeat", async () => {
    await inRegression(first);
    const again = { ...first, repeat: 5 };
    expect((await inRegression(again)).grades).toEqual([check(again)]);
    const lines = await inRun(again);
    expect(lines).toBe(pieceMaker(context).take(again, check(again), true)?.grades?.join(""));
    expect(await countKept()).toBe(1);
  });

  test("are taken as they were kept, and made anew where they were kept under other graders", async () => {
    await keepLie("graders of yesterday");
    expect((await inRegression(first)).grades).toEqual([check(first)]);
    await keepLie(pieceCode(context.items).graders);
    expect((await inRegression(first)).grades[0]?.[0]?.items[0]?.reason).toBe("a lie");
  });

  test("are made without a cache where it cannot be opened, with a warning", async () => {
    mkdirSync(file);
    const { grades, warnings } = await inRegression(first);
    expect(grades).toEqual([check(first)]);
    expect(warnings).toEqual([expect.stringContaining("No grades are kept")]);
  });

  test("name rubric lines in the order in which replies came, whichever were kept", async () => {
    const cold = await inRegression(first, second);
    const warm = await inRegression(first, second);
    expect([warm.lines, warm.samples]).toEqual([cold.lines, cold.samples]);
    vi.stubEnv("DEALBENCH_CACHE", join(temporaryFolder(), "replies.sqlite"));
    const alone = await inRegression(second);
    expect(alone.lines).not.toEqual(cold.lines.slice(0, alone.lines.length));
    const mixed = await inRegression(first, second);
    expect([mixed.lines, mixed.samples]).toEqual([cold.lines, cold.samples]);
  });
});

/** What a regression makes of replies that come at once; `grades` are those that a judge would be handed. */
async function inRegression(...transcripts: Transcript[]) {
  const warnings: string[] = [];
  const grades: Grade[][] = [];
  const onWarning = (warning: string): void => void warnings.push(warning);
  const grader = openGrader(loaded, { policyFile, calibration, onWarning });
  const judge = {
    judged: async (run: { grades: readonly Grade[] }) => {
      grades.push([...run.grades]);
      return [...run.grades];
    },
    tally: () => ({ model: "", votes: 1, calls: 0, kept: 0, failed: 0, costUsd: 0, listUsd: 0 }),
  };
  const samples = await Promise.all(transcripts.map((transcript) => grader.grade(transcript, judge)));
  await grader.close();
  return { samples, grades, warnings, lines: [...grader.lines.keys()] };
}

/** The lines of grades.jsonl that a run makes of a reply. */
async function inRun(transcript: Transcript): Promise<string> {
  const grading = await openGrading(context, { expected: 1, useCache: true });
  const piece = await grading.grade(transcript);
  await grading.close();
  return (piece?.grades ?? []).map((part) => Buffer.from(part).toString("utf8")).join("");
}

async function keepLie(graders: string): Promise<void> {
  const maker = pieceMaker(context);
  const code = { ...pieceCode(context.items), graders };
  const memo = await openPieceMemo(file, context, code, maker, () => {});
  const lie = check(first).map((grade) => ({
    ...grade,
    items: grade.items.map((item) => ({ ...item, reason: "a lie" })),
  }));
  const piece = maker.nameless(first, lie, true);
  if (piece) memo.keep(first, piece);
  memo.close();
}

async function countKept(): Promise<number> {
  const store = await openGradeStore(file, { onWarning: () => {} });
  const { replies } = store.stats();
  store.close();
  return replies;
}

function transcriptOf(scenario: number, assistant: string): Transcript {
  const [transcript] = fixture().transcripts;
  const turn = transcript?.turns[0];
  if (!turn || !transcript) throw new Error("the fixture is empty");
  const turns = [{ ...turn, assistant }];
  return { ...transcript, scenario: loaded[scenario]?.scenario.id ?? "", model: "m", repeat: 1, turns };
}
