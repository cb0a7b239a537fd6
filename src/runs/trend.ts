import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { gitFileVersions } from "../files/gitVersions.ts";
import { readText } from "../files/read.ts";
import { parseYaml, readYaml } from "../files/yaml.ts";
import { type Baseline, baselineFromDisk, BaselineSchema } from "../records/arm.ts";
import { DealbenchError } from "../records/errors.ts";
import { type Trend, type TrendPoint, type TrendScore, TrendSummarySchema } from "../records/trend.ts";
import { readRun, refuseReportsFile } from "./folder.ts";

/**
 * Every graded run under `reports`, every baseline, and every baseline that git remembers, oldest first. A run that was blessed is one
 * point. What cannot be read is left out and named.
 */
export async function readTrend(reports: string, cwd: string): Promise<Trend> {
  const notes: string[] = [];
  const points = new Map<string, TrendPoint>();
  for (const name of runFolders(reports)) {
    const found = tolerant(notes, () => runPoints(reports, name)) ?? [];
    for (const point of found) points.set(keyOf(point), point);
  }
  for (const { file, text, commit } of await baselineTexts(reports, cwd)) {
    const baseline = tolerant(notes, () => baselineOf(text, file));
    if (!baseline) continue;
    const point = baselinePoint(baseline, commit);
    const known = points.get(keyOf(point));
    if (!known) points.set(keyOf(point), point);
    else if (commit === null && !known.baselines.includes(baseline.name)) known.baselines.push(baseline.name);
  }
  const ordered = [...points.values()].toSorted((one, other) => (one.finishedAt < other.finishedAt ? -1 : 1));
  return { points: ordered, notes };
}

function runFolders(reports: string): string[] {
  refuseReportsFile(reports);
  if (!existsSync(reports)) return [];
  return readdirSync(reports).filter(
    (name) => existsSync(join(reports, name, "run.json")) && existsSync(join(reports, name, "summary.json")),
  );
}

function runPoints(reports: string, folder: string): TrendPoint[] {
  const run = readRun(join(reports, folder));
  const summary = readYaml(join(reports, folder, "summary.json"), TrendSummarySchema);
  const { persona, graders, judge } = run.identity;
  return summary.models.map(({ model, verdicts, dimensions }) => {
    const scores: TrendPoint["scores"] = {};
    const right = scoreOf(verdicts.right);
    if (right) scores.verdict_right = right;
    for (const { dimension, score } of dimensions) {
      const found = scoreOf(score);
      if (found) scores[dimension] = found;
    }
    return {
      runId: run.id,
      model,
      persona: { name: persona.name, version: persona.version, sha256: persona.sha256 },
      replies: run.provenance.replies,
      finishedAt: run.provenance.finishedAt,
      gradersSha256: graders.sha256,
      judge: judge?.model ?? null,
      scores,
      baselines: [],
      commit: null,
      report: existsSync(join(reports, folder, "report.html")) ? `${folder}/report.html` : null,
    };
  });
}

/** Baselines as they stand, then as they stood in each commit that changed them. */
async function baselineTexts(
  reports: string,
  cwd: string,
): Promise<{ file: string; text: string; commit: string | null }[]> {
  const folder = join(reports, "baselines");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const today = names.map((name) => {
    const file = join(folder, name);
    return { file, text: readText(file), commit: null };
  });
  const past = await gitFileVersions(folder, cwd);
  return [...today, ...past.filter(({ file }) => file.endsWith(".json"))];
}

function baselineOf(text: string, file: string): Baseline {
  const located = parseYaml(text, file);
  const parsed = BaselineSchema.safeParse(located.value);
  if (!parsed.success) throw new DealbenchError(`${file}: is no baseline of this version`);
  return baselineFromDisk(parsed.data);
}

function baselinePoint({ name, run, summary }: Baseline, commit: string | null): TrendPoint {
  const scores: TrendPoint["scores"] = {};
  if (summary.verdictRight !== null)
    scores.verdict_right = { value: summary.verdictRight, low: null, high: null };
  for (const { dimension, value, low, high } of summary.dimensions)
    if (value !== null) scores[dimension] = { value, low, high };
  return {
    runId: run.id,
    model: run.model,
    persona: run.persona,
    replies: run.replies,
    finishedAt: run.finishedAt,
    gradersSha256: run.graders.sha256,
    judge: run.judge?.model ?? null,
    scores,
    baselines: commit === null ? [name] : [],
    commit,
    report: null,
  };
}

type Score = z.output<typeof TrendSummarySchema>["models"][number]["verdicts"]["right"];

function scoreOf({ value, low, high }: Score): TrendScore | null {
  return value === null ? null : { value, low: low ?? null, high: high ?? null };
}

function keyOf({ runId, model, gradersSha256, judge }: TrendPoint): string {
  return JSON.stringify([runId, model, gradersSha256, judge]);
}

function tolerant<T>(notes: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DealbenchError)) throw error;
    notes.push(error.message.split("\n")[0] ?? "");
    return undefined;
  }
}
