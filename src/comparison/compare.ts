import { readCalibration } from "../grading/calibrationFile.ts";
import { gradersHash } from "../grading/identity.ts";
import type { ArmRun } from "../records/arm.ts";
import type { Comparison } from "../records/comparison.ts";
import { DealbenchError } from "../records/errors.ts";
import { compareArms } from "../summary/comparison/compare.ts";
import type { LoadedGate } from "./loadGate.ts";
import type { OpenedSide } from "./open.ts";

type Graded = Pick<OpenedSide, "arm" | "source">;

/**
 * Compares a baseline with a candidate; weak rubric lines are left out unless `includeWeak`.
 * @throws DealbenchError (exit 2) when their graders, policies or judges differ, naming what to grade again.
 */
export function compareRuns(
  a: OpenedSide,
  b: OpenedSide,
  gate: LoadedGate,
  { includeWeak }: { includeWeak: boolean },
): Comparison {
  refuseDifferentGrading(a, b);
  return compareArms(a, b, gate, { trust: { calibration: readCalibration(), includeWeak } });
}

/**
 * Refuses two sides whose scores are not of the same graders, policy and judge.
 * @throws DealbenchError (exit 2) naming what to grade again.
 */
export function refuseDifferentGrading(a: Graded, b: Graded): void {
  const different = (["graders", "policy", "judge"] as const).filter(
    (part) => hashOf(a.arm.run, part) !== hashOf(b.arm.run, part),
  );
  if (different.length === 0) return;
  const current = gradersHash();
  const outdated = different.includes("graders")
    ? [a, b].filter(({ arm }) => arm.run.graders.sha256 !== current)
    : [a, b];
  const ways = outdated.map(({ source, arm }) =>
    source.startsWith("baseline ")
      ? `  dealbench grade ${arm.run.id} (its run folder), then dealbench bless it --as ${source.slice("baseline ".length)}`
      : `  dealbench grade ${source}`,
  );
  throw new DealbenchError(
    [
      `The two runs differ in ${different.join(", ")}, so a difference between their scores may be the graders' and not the persona's.`,
      ...different.map(
        (part) =>
          `  ${part}: ${short(a.arm.run, part)} in ${a.source}, ${short(b.arm.run, part)} in ${b.source}`,
      ),
      "Grade again with today's, no model is called:",
      ...ways,
    ].join("\n"),
  );
}

function hashOf(run: ArmRun, part: "graders" | "policy" | "judge"): string | null {
  return run[part]?.sha256 ?? null;
}

function short(run: ArmRun, part: "graders" | "policy" | "judge"): string {
  return hashOf(run, part)?.slice(0, 12) ?? "none";
}
