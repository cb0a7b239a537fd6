import { readCalibration } from "../grading/calibrationFile.ts";
import { gradersHash } from "../grading/identity.ts";
import { judgeHash } from "../grading/judge/identity.ts";
import type { ArmRun } from "../records/arm.ts";
import type { Comparison } from "../records/comparison.ts";
import { DealbenchError } from "../records/errors.ts";
import { MAX_VOTES } from "../records/judge.ts";
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
  const different = PARTS.filter((part) => markOf(a.arm.run, part) !== markOf(b.arm.run, part));
  if (different.length === 0) return;
  throw new DealbenchError(
    [
      `The two runs differ in ${different.join(", ")}, so a difference between their scores may be the graders' and not the persona's.`,
      ...different.map(
        (part) =>
          `  ${part}: ${short(a.arm.run, part)} in ${a.source}, ${short(b.arm.run, part)} in ${b.source}`,
      ),
      ...(different.some((part) => part !== "judge")
        ? ["Grade again with today's, no model is called:", ...gradeAgain([a, b], different)]
        : []),
      ...(different.includes("judge")
        ? ["Have both judged by one judge, as often:", ...judgeAgain(a, b)]
        : []),
    ].join("\n"),
  );
}

/**
 * Refuses a baseline that was not judged as the replies that are to be asked for will be.
 * @throws DealbenchError (exit 2) naming both judges and what to do.
 */
export function refuseOtherJudge({ arm, source }: Graded, now: RegressionJudge | null): void {
  const { judge: before } = arm.run;
  if (before?.sha256 === now?.sha256 && before?.model === now?.model) return;
  const votes = before && votesOf(before);
  const found = before ? `judged by ${before.model} (${before.sha256.slice(0, 12)})` : "graded by code alone";
  const asked = now ? `--judge ${now.model} --judge-votes ${now.votes}` : "no --judge";
  const sameJudge =
    before && votes ? [`  the same judge: --judge ${before.model} --judge-votes ${votes}`] : [];
  const again = now
    ? [
        `  judge the baseline anew: dealbench judge run ${folderOf(arm.run, source)} --judge ${now.model} --votes ${now.votes}${before ? " --start-over" : ""}, then dealbench bless it`,
      ]
    : [];
  const ways = before ? [...sameJudge, ...again] : ["  no judge: leave --judge out", ...again];
  const outdated =
    before && votes === undefined
      ? ["Its judge's prompts or settings are no longer today's: judge it again first."]
      : [];
  throw new DealbenchError(
    [
      `${source} was ${found}, found ${asked}; expected the same on both sides, for a difference between scores may be the judge's otherwise.`,
      ...outdated,
      "Ways on:",
      ...(ways.length > 0 ? ways : [`  a baseline by persona: --base ${arm.run.personaSource}`]),
    ].join("\n"),
  );
}

/** Who judges the replies that a regression asks for. */
interface RegressionJudge {
  model: string;
  votes: number;
  sha256: string;
}

const PARTS = ["graders", "policy", "judge"] as const;
type Part = (typeof PARTS)[number];

/** How often a judge can be asked, to tell by its hash how often it was. */
const VOTES = Array.from({ length: MAX_VOTES }, (_, index) => index + 1);

/** What a part is known by; of a judge, who it is besides how it was asked. */
function markOf(run: ArmRun, part: Part): string {
  return [part === "judge" ? run.judge?.model : null, run[part]?.sha256].join(" ");
}

function short(run: ArmRun, part: Part): string {
  const sha256 = run[part]?.sha256.slice(0, 12);
  if (sha256 === undefined) return "none";
  return part === "judge" ? `${run.judge?.model} (${sha256})` : sha256;
}

function gradeAgain(sides: readonly Graded[], different: readonly Part[]): string[] {
  const current = gradersHash();
  const outdated = different.includes("graders")
    ? sides.filter(({ arm }) => arm.run.graders.sha256 !== current)
    : sides;
  return outdated.map(({ source, arm }) =>
    source.startsWith("baseline ")
      ? `  dealbench grade ${arm.run.id} (its run folder), then dealbench bless it --as ${source.slice("baseline ".length)}`
      : `  dealbench grade ${source}`,
  );
}

/** The candidate by the baseline's judge, or the baseline by the candidate's where it has none. */
function judgeAgain(a: Graded, b: Graded): string[] {
  const [other, judge] = a.arm.run.judge ? [b, a.arm.run.judge] : [a, b.arm.run.judge];
  const votes = judge && votesOf(judge);
  const asked = `--judge ${judge?.model ?? "<model>"}${votes === undefined ? "" : ` --votes ${votes}`}`;
  const anew = other.arm.run.judge ? " --start-over" : "";
  return [`  dealbench judge run ${folderOf(other.arm.run, other.source)} ${asked}${anew}`];
}

/** How often a judge of today's prompts was asked; undefined for one of other prompts. */
function votesOf({ sha256 }: { sha256: string }): number | undefined {
  return VOTES.find((count) => judgeHash(count) === sha256);
}

function folderOf({ id }: ArmRun, source: string): string {
  return source.startsWith("baseline ") ? `<the run folder of ${id}>` : source;
}
