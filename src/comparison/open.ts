import { existsSync } from "node:fs";
import { join } from "node:path";
import { GRADERS } from "../../graders/index.ts";
import { decideAll } from "../policy/decideAll.ts";
import { loadPolicy } from "../policy/load.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Run } from "../records/run.ts";
import type { ModelSummary } from "../records/summary.ts";
import type { Transcript } from "../records/transcript.ts";
import { readBaseline } from "../runs/baseline.ts";
import { readGrades, readRunFolder, refuseUnfinished } from "../runs/folder.ts";
import { loadScenarios } from "../scenarios/load.ts";
import { armOf } from "../summary/comparison/arm.ts";
import type { Side } from "../summary/comparison/compare.ts";
import { summarise } from "../summary/summarise.ts";

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
 * Opens a run folder as one side of a comparison. Scenarios whose file is no longer what the run recorded
 * are in `stale` alone.
 * @throws DealbenchError when the run was never graded or by another decision policy, or has several models and none is chosen.
 */
export async function openRun(
  folder: string,
  options: OpenOptions,
): Promise<OpenedSide & { run: Run; summary: ModelSummary }> {
  const { run, transcripts } = await readRunFolder(folder);
  refuseUnfinished(folder, run);
  const grades = await readGrades(folder);
  if (grades.length === 0)
    throw new DealbenchError(`${folder}: was never graded; run: dealbench grade ${folder}`);
  const policy = loadPolicy(options.policy);
  if (policy.sha256 !== run.identity.policy.sha256) {
    throw new DealbenchError(
      `${folder}: was graded by decision policy ${run.identity.policy.version} (${run.identity.policy.sha256.slice(0, 12)}), ${options.policy} is ${policy.version} (${policy.sha256.slice(0, 12)}); name the other with --policy, or run: dealbench grade ${folder}`,
    );
  }
  const { hashes } = run.identity.scenarios;
  const model = chosenModel(run, options.model, folder);
  const loaded = new Map(loadScenarios(options.scenarios).map((entry) => [entry.scenario.id, entry]));
  const kept = hashes.filter(({ id, sha256 }) => loaded.get(id)?.contentHash === sha256);
  const scenarios = kept.flatMap(({ id }) => loaded.get(id)?.scenario ?? []);
  const decisions = decideAll(scenarios, policy);
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
    stale: hashes.filter(({ id }) => !kept.some((entry) => entry.id === id)),
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
    stale: [],
    source: `baseline ${name}`,
    transcripts: kept.filter((transcript) => transcript.model === arm.run.model),
  };
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
