import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commitAtStart } from "../../files/git.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Run } from "../../records/run.ts";
import { sameModels } from "../../runs/changes.ts";
import { beginRun } from "../../runs/describe.ts";
import { newRunId, readRun, refuseOccupied, refuseReportsFile } from "../../runs/folder.ts";
import { VERSION } from "../../version.ts";
import { type JudgeWanted, judgeWantedBy, otherJudge, refuseOtherJudge } from "./runJudge.ts";
import type { PreparedRun } from "./runPlan.ts";
import { findResumable, lacksReplies, openResumable, type Resumable } from "./runResume.ts";

/** Where a run goes, and whether it is to continue another one. */
export interface BeginOptions {
  scenarios: string;
  recordings: string;
  /** Where run folders are. */
  reports: string;
  /** The run's folder itself, instead of a new one under `reports`. */
  out: string | undefined;
  /** A run folder to be continued; true = the newest that fits; false = none, unless `confirmResume` says so. */
  resume: string | boolean;
  /** Asked when an unfinished run of the very same plan is found, and nothing was said of it. */
  confirmResume: (found: Resumable) => Promise<boolean>;
  /** Who is to judge the run; null = whom a folder that is continued names, or nobody. */
  judging?: JudgeWanted | null | undefined;
  onNotice: (notice: string) => void;
}

/** Where the run goes, and what it goes on from. */
export interface BegunRun {
  folder: string;
  run: Run;
  /** Models whose earlier replies may be used. */
  models: ReadonlySet<string>;
  continued: Resumable | null;
}

/**
 * Chooses the run folder: a new one, or one that is to be continued. Nothing is written.
 * @throws DealbenchError (exit 2) when the place is taken, or what is to be continued is no such run.
 */
export async function beginOrContinue(prepared: PreparedRun, options: BeginOptions): Promise<BegunRun> {
  refuseReportsFile(options.reports);
  const continued = await chooseResumable(prepared, options);
  if (continued) return continueRun(continued, prepared, options);
  if (options.out !== undefined) refuseOut(options.out);
  const run = await newRun(prepared, options);
  return { folder: options.out ?? join(options.reports, run.id), run, models: new Set(), continued: null };
}

async function chooseResumable(prepared: PreparedRun, options: BeginOptions): Promise<Resumable | null> {
  const { resume, reports, out } = options;
  if (resume !== false) return resumableAsked(prepared, { ...options, resume });
  if (out !== undefined || prepared.kind === "recorded") return null;
  const found = findResumable(reports, prepared, { exact: true });
  if (found === null || (await otherJudge(found.folder, options.judging)) !== null) return null;
  return (await options.confirmResume(found)) ? found : null;
}

/**
 * The run that --resume means: the folder it names, or the newest that fits; null where none does, which is told.
 * @throws DealbenchError (exit 2) when the folder that is named is no run that could be continued, or another judge has judged there.
 */
export async function resumableAsked(
  prepared: PreparedRun,
  options: Pick<BeginOptions, "reports" | "out" | "judging" | "onNotice"> & { resume: string | true },
): Promise<Resumable | null> {
  const { resume, reports, out, judging, onNotice } = options;
  const named = resume === true && out !== undefined && existsSync(join(out, "run.json")) ? out : resume;
  const found =
    named === true
      ? findResumable(reports, prepared, { exact: false })
      : await openResumable(named, prepared);
  if (found) await refuseOtherJudge(found.folder, judging);
  else
    onNotice(
      `${reports}: holds no run of this persona and these models that lacks replies; a new run begins.`,
    );
  return found;
}

async function newRun(prepared: PreparedRun, options: BeginOptions): Promise<Run> {
  const startedAt = new Date();
  const { version } = prepared.persona;
  let id: string;
  do id = newRunId(startedAt, version, randomBytes(2).toString("hex"));
  while (existsSync(join(options.reports, id)));
  const { persona, policy, models, repeats, graders } = prepared.identity;
  const run = beginRun({
    id,
    persona,
    policy,
    models,
    repeats,
    scenarios: prepared.identity.scenarios.hashes,
    gradersSha256: graders.sha256,
    replies: prepared.kind,
    ...(await sourcesOf(prepared, options)),
    startedAt,
    planned: prepared.planned,
    shard: prepared.plan.shard,
  });
  return options.judging ? { ...run, judgeWanted: options.judging } : run;
}

/** The run as it stands, under today's identity: what that changes is asked or graded again. */
async function continueRun(
  continued: Resumable,
  prepared: PreparedRun,
  options: BeginOptions,
): Promise<BegunRun> {
  const { run, folder } = continued;
  const { judge: _judge, judgeWanted: _wanted, ...rest } = run;
  const before = judgeWantedBy(run);
  const judgeWanted = options.judging ?? before;
  if (before && judgeWanted && before.model !== judgeWanted.model)
    options.onNotice(
      `${folder}: was to be judged by ${before.model}, which has answered nothing; ${judgeWanted.model} judges instead.`,
    );
  const begun: Run = {
    ...rest,
    ...(judgeWanted ? { judgeWanted } : {}),
    identity: prepared.identity,
    provenance: { ...run.provenance, ...(await sourcesOf(prepared, options)) },
    counts: { ...run.counts, planned: prepared.planned },
  };
  return { folder, run: begun, models: sameModels(run.identity, prepared.identity), continued };
}

async function sourcesOf(prepared: PreparedRun, options: BeginOptions) {
  return {
    personaSource: prepared.persona.source,
    scenariosSource: options.scenarios,
    responsesSource: prepared.kind === "recorded" ? options.recordings : null,
    dealbenchVersion: VERSION,
    gitCommit: await commitAtStart(process.cwd()),
    notes: prepared.notes,
  };
}

function refuseOut(out: string): void {
  if (existsSync(join(out, "run.json")) && lacksReplies(readRun(out)))
    throw new DealbenchError(
      `--out ${out}: holds a run that lacks replies; continue it with --resume ${out}, or choose another --out`,
    );
  refuseOccupied(out);
}
