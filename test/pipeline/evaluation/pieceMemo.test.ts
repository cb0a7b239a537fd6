import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { GRADERS } from "../../../graders/index.ts";
import { gradeStoreFile } from "../../../src/executor/store/gradeStore.ts";
import { evaluationContext } from "../../../src/pipeline/evaluation/evaluate.ts";
import {
  checkerOf,
  type GradingContext,
  namedPiece,
  pieceMaker,
} from "../../../src/pipeline/evaluation/gradedPiece.ts";
import { openGrading } from "../../../src/pipeline/evaluation/grading.ts";
import { pieceCode } from "../../../src/pipeline/evaluation/pieceCode.ts";
import { openPieceMemo } from "../../../src/pipeline/evaluation/pieceMemo.ts";
import type { Grader } from "../../../src/records/grade.ts";
import type { Transcript } from "../../../src/records/transcript.ts";
import { loadScenarios } from "../../../src/scenarios/load.ts";
import { fixture } from "../../report/fixture.ts";
import { temporaryFolder } from "../../support/cli.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const scenarios = loadScenarios(join(ROOT, "scenarios"))
  .slice(0, 3)
  .map(({ scenario }) => scenario);
const context = evaluationContext(scenarios, join(ROOT, "persona/policy.yaml"));
const CODE = { graders: "graders 1", rest: "rest 1" };

/** Graders that cost nothing, and of which the first may fail. */
function gradersThat(say: string, fail = false): Grader[] {
  return Object.values(GRADERS).map(({ rubric }, index) => ({
    rubric,
    check: ({ transcript }) => {
      if (fail && index === 0) throw new Error("out of luck");
      const quote = transcript.turns[0]?.assistant.slice(0, 4) ?? "";
      return {
        findings: rubric.items.slice(0, 1).map(({ id }) => ({
          id,
          state: "not_met" as const,
          evidence: [{ turn: 1, start: 0, end: quote.length, quote }],
          reason: say,
        })),
        ...(rubric.dimension === "disqualification" ? { details: { verdicts: ["disqualify"] } } : {}),
      };
    },
  }));
}

function transcriptOf(changes: Partial<Transcript> = {}, assistant = "Drop it – now."): Transcript {
  const [transcript] = fixture().transcripts;
  const turn = transcript?.turns[0];
  if (!turn || !transcript) throw new Error("the fixture is empty");
  const turns = [{ ...turn, assistant }];
  return { ...transcript, scenario: scenarios[0]?.id ?? "", model: "m", repeat: 1, turns, ...changes };
}

async function opened(of: GradingContext = context, code = CODE, file = storeFile()) {
  const onWarning = vi.fn<(warning: string) => void>();
  const maker = pieceMaker(of);
  const memo = await openPieceMemo(file, of, code, maker, onWarning);
  onTestFinished(memo.close);
  return { file, memo, maker, onWarning };
}

function storeFile(): string {
  return join(temporaryFolder(), "replies.grades.sqlite");
}

function text(grades: readonly (string | Uint8Array)[] | null | undefined): string {
  return Buffer.concat((grades ?? []).map((piece) => Buffer.from(piece))).toString("utf8");
}

async function kept(transcript = transcriptOf(), graders = gradersThat("as it is")) {
  const { file, memo, maker } = await opened();
  const piece = maker.nameless(transcript, checkerOf(context, graders)(transcript), true);
  if (!piece) throw new Error("no piece");
  memo.keep(transcript, piece);
  memo.close();
  return { file, piece };
}

describe("grades that were kept", () => {
  test("are those that grading would make, for whichever model, repeat and cost", async () => {
    const { file } = await kept();
    const { memo, maker } = await opened(context, CODE, file);
    const other = transcriptOf({
      model: 'other "model"',
      repeat: 7,
      costUsd: 3,
      incurredUsd: 0,
      attempts: 4,
    });
    const found = memo.find(other);
    const named = found && namedPiece(found, other);
    const made = maker.take(other, checkerOf(context, gradersThat("as it is"))(other), true);
    expect(text(named?.grades)).toBe(text(made?.grades));
    expect(text(named?.grades)).toContain("Drop");
    expect({ ...named, grades: null }).toEqual({ ...made, grades: null });
  });

  test.each<[string, GradingContext, typeof CODE, Transcript]>([
    ["other graders", context, { ...CODE, graders: "graders 2" }, transcriptOf()],
    [
      "another policy",
      { ...context, decisions: { ...context.decisions, [scenarios[0]?.id ?? ""]: [] } },
      CODE,
      transcriptOf(),
    ],
    [
      "an edited scenario",
      {
        ...context,
        scenarios: scenarios.map((scenario) => ({ ...scenario, dealValueUsd: scenario.dealValueUsd + 1 })),
      },
      CODE,
      transcriptOf(),
    ],
    ["another scenario", context, CODE, transcriptOf({ scenario: scenarios[1]?.id ?? "" })],
    ["another text", context, CODE, transcriptOf({}, "Drop it – now!")],
    [
      "another outcome",
      context,
      CODE,
      transcriptOf({
        turns: transcriptOf().turns.map((turn) => ({ ...turn, outcome: "truncated" as const })),
      }),
    ],
    [
      "another question",
      context,
      CODE,
      transcriptOf({ turns: transcriptOf().turns.map((turn) => ({ ...turn, user: `${turn.user} ` })) }),
    ],
    [
      "one turn more",
      context,
      CODE,
      transcriptOf({ turns: [...transcriptOf().turns, ...transcriptOf().turns] }),
    ],
    ["an unknown scenario", context, CODE, transcriptOf({ scenario: "nowhere" })],
  ])("are not those of %s", async (_, of, code, asked) => {
    const { file } = await kept();
    const { memo } = await opened(of, code, file);
    expect(memo.find(asked)).toBeNull();
  });

  test("stay when only what is made of them has changed, and that is made anew", async () => {
    const { file, piece } = await kept();
    const first = await opened(context, { ...CODE, rest: "rest 2" }, file);
    expect(first.memo.find(transcriptOf())).toEqual(piece);
    first.memo.close();
    const second = await opened(context, { ...CODE, rest: "rest 2" }, file);
    const again = second.memo.find(transcriptOf());
    expect(again && { ...again, grades: Buffer.from(again.grades ?? "").toString("utf8") }).toEqual(piece);
  });

  test("are not those of a checker that failed", async () => {
    const { file } = await kept(transcriptOf(), gradersThat("as it is", true));
    const { memo } = await opened(context, CODE, file);
    expect(memo.find(transcriptOf())).toBeNull();
  });
});

test("without the cache nothing is read from it and nothing is kept", async () => {
  const folder = temporaryFolder();
  vi.stubEnv("DEALBENCH_CACHE", join(folder, "replies.sqlite"));
  onTestFinished(() => void vi.unstubAllEnvs());
  const file = gradeStoreFile(join(folder, "replies.sqlite"));
  const graded = async (useCache: boolean): Promise<string> => {
    const grading = await openGrading(context, { expected: 1, useCache });
    const piece = await grading.grade(transcriptOf());
    await grading.close();
    return text(piece?.grades);
  };
  const made = await graded(false);
  expect(existsSync(file)).toBe(false);
  expect(await graded(true)).toBe(made);
  expect(existsSync(file)).toBe(true);
  const { memo, maker } = await opened(context, pieceCode(context.items), file);
  const lie = maker.nameless(transcriptOf(), checkerOf(context, gradersThat("a lie"))(transcriptOf()), true);
  if (lie) memo.keep(transcriptOf(), lie);
  memo.close();
  expect(await graded(true)).toContain("a lie");
  expect(await graded(false)).toBe(made);
});
