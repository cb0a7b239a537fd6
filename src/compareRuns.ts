import { existsSync } from "node:fs";
import { join } from "node:path";
import { GRADERS } from "../graders/index.ts";
import { gradersHash } from "./grading/identity.ts";
import type { LoadedGate } from "./gate/load.ts";
import { decideAll } from "./policy/decideAll.ts";
import { loadPolicy } from "./policy/load.ts";
import type { ArmRun } from "./records/arm.ts";
import type { Comparison } from "./records/comparison.ts";
import { DealbenchError } from "./records/errors.ts";
import type { Run } from "./records/run.ts";
import type { ModelSummary } from "./records/summary.ts";
import type { Transcript } from "./records/transcript.ts";
import { readBaseline } from "./runs/baseline.ts";
import { readRunFolder } from "./runs/folder.ts";
import { loadScenarios } from "./scenarios/load.ts";
import { armOf } from "./summary/comparison/arm.ts";
import { compareArms, type Side } from "./summary/comparison/compare.ts";
import { summarise } from "./summary/summarise.ts";

/** A run as one side of a comparison. */
export interface OpenedSide extends Side {
  /** The replies themselves; empty for a baseline whose run folder is not at hand. */
  transcripts: Transcript[];
}

export interface OpenOptions {
  /** Files or folder of scenarios, for titles, families and right verdicts. */
  scenarios: string;
  policy: string;
  /** Which model of a run that has several. */
  model?: string | undefined;
}

/**
 * Opens a run folder as one side of a comparison. Scenarios whose file is no longer what the run recorded are left out.
 * @throws DealbenchError when the run was never graded, or has several models and none is chosen.
 */
export async function openRun(
  folder: string,
  options: OpenOptions,
): Promise<OpenedSide & { run: Run; summary: ModelSummary; stale: string[] }> {
  const { run, transcripts, grades } = await readRunFolder(folder);
  if (grades.length === 0) throw new DealbenchError(`${folder}: was never graded; run: dealbench grade ${folder}`);
  const { hashes } = run.identity.scenarios;
  const model = chosenModel(run, options.model, folder);
  const loaded = new Map(loadScenarios(options.scenarios).map((entry) => [entry.scenario.id, entry]));
  const kept = hashes.filter(({ id, sha256 }) => loaded.get(id)?.contentHash === sha256);
  const scenarios = kept.flatMap(({ id }) => loaded.get(id)?.scenario ?? []);
  const decisions = decideAll(scenarios, loadPolicy(options.policy));
  const rubrics = Object.values(GRADERS).map(({ rubric }) => rubric);
  const graded = { run, scenarios, transcripts, grades, decisions };
  const summary = summarise({ ...graded, rubrics }).models.find((entry) => entry.model === model);
  if (!summary) throw new DealbenchError(`${folder}: holds no reply of ${model}`);
  return {
    run,
    arm: armOf(graded, model, new Map(kept.map(({ id, sha256 }) => [id, sha256])), rubrics),
    source: folder,
    transcripts: transcripts.filter((transcript) => transcript.model === model),
    summary,
    stale: hashes.filter(({ id }) => !kept.some((entry) => entry.id === id)).map(({ id }) => id),
  };
}

/**
 * Opens a blessed run as one side; its replies are read from its run folder where that is still under `reports`.
 * @throws DealbenchError when there is no such baseline; InputError when the file is damaged.
 */
export async function openBaseline(reports: string, name: string): Promise<OpenedSide> {
  const arm = readBaseline(reports, name);
  const folder = join(reports, arm.run.id);
  const kept = existsSync(join(folder, "run.json")) ? (await readRunFolder(folder)).transcripts : [];
  return {
    arm,
    source: `baseline ${name}`,
    transcripts: kept.filter((transcript) => transcript.model === arm.run.model),
  };
}

/**
 * Compares a baseline with a candidate.
 * @throws DealbenchError (exit 2) when their graders, policies or judges differ, naming what to grade again.
 */
export function compareRuns(a: OpenedSide, b: OpenedSide, gate: LoadedGate): Comparison {
  refuseDifferentGrading(a, b);
  return compareArms(a, b, gate);
}

function chosenModel(run: Run, wanted: string | undefined, folder: string): string {
  const models = run.identity.models.map(({ id }) => id);
  const [only] = models;
  if (wanted === undefined && models.length === 1 && only !== undefined) return only;
  if (wanted !== undefined && models.includes(wanted)) return wanted;
  const found = wanted === undefined ? `${models.length} models` : `no model ${wanted}`;
  throw new DealbenchError(
    `${folder}: found ${found}, expected one; choose with --model: ${models.join(", ") || "none there"}`,
  );
}

function refuseDifferentGrading(a: OpenedSide, b: OpenedSide): void {
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
        (part) => `  ${part}: ${short(a.arm.run, part)} in ${a.source}, ${short(b.arm.run, part)} in ${b.source}`,
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

