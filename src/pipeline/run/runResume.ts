import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findPersona } from "../../persona/find.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Run } from "../../records/run.ts";
import { identityChanges, sameModels } from "../../runs/changes.ts";
import { readRun } from "../../runs/folder.ts";
import { isLocked } from "../../runs/lock.ts";
import type { PreparedRun } from "./runPlan.ts";

/** A run folder that could be continued. */
export interface Resumable {
  folder: string;
  run: Run;
  /** What is different today, in words; nothing where it is the same plan. */
  changes: string[];
}

/**
 * The newest run under `reports` that lacks replies, asks the same persona by the same models and parameters, is the same
 * shard, and is not being worked on. `exact` takes only one of the very same identity.
 */
export function findResumable(
  reports: string,
  prepared: PreparedRun,
  { exact }: { exact: boolean },
): Resumable | null {
  for (const folder of runFolders(reports)) {
    const run = readOrNull(folder);
    if (run === null || !lacksReplies(run) || isLocked(folder)) continue;
    const resumable = compareWith(folder, run, prepared);
    if (resumable && (!exact || resumable.changes.length === 0)) return resumable;
  }
  return null;
}

/**
 * A run folder that was named to be continued.
 * @throws DealbenchError when it is no run folder, a run that nobody was asked in, or one of which nothing could be used, since persona,
 * models or parameters are others: it names what differs and what to do.
 */
export async function openResumable(folder: string, prepared: PreparedRun): Promise<Resumable> {
  const run = readRun(folder);
  const { replies } = run.provenance;
  if (replies !== prepared.kind) {
    throw new DealbenchError(
      `--resume ${folder}: its replies are ${replies}, those of --model ${prepared.plan.models.join(", ")} are ${prepared.kind}; expected a run of the same kind`,
    );
  }
  if (!sameShard(run, prepared)) {
    throw new DealbenchError(
      `--resume ${folder}: is ${shardWords(run.shard)}, the plan is ${shardWords(prepared.plan.shard)}; expected the same --shard`,
    );
  }
  return compareWith(folder, run, prepared) ?? refuseOther(folder, run, prepared);
}

/** Whether asking again could add something: samples are missing, or ended in a machine's fault. */
export function lacksReplies({ status, counts, provenance }: Run): boolean {
  if (status === "unfinished") return true;
  return provenance.replies !== "recorded" && counts.transcripts - counts.error < counts.planned;
}

function compareWith(folder: string, run: Run, prepared: PreparedRun): Resumable | null {
  const { identity } = prepared;
  const isUsable =
    run.provenance.replies === prepared.kind &&
    run.identity.persona.sha256 === identity.persona.sha256 &&
    sameShard(run, prepared) &&
    sameModels(run.identity, identity).size > 0;
  return isUsable ? { folder, run, changes: identityChanges(run.identity, identity) } : null;
}

async function refuseOther(folder: string, run: Run, prepared: PreparedRun): Promise<never> {
  const { identity, provenance } = run;
  const { persona: asked, models } = prepared.identity;
  // Replies outlive every other difference: they are graded anew, or asked for in addition.
  const reasons = identityChanges(identity, { ...identity, persona: asked, models });
  const isOtherPersona = identity.persona.sha256 !== asked.sha256;
  const found = isOtherPersona
    ? await findPersona({
        sha256: identity.persona.sha256,
        source: provenance.personaSource,
        gitCommit: provenance.gitCommit,
      })
    : null;
  const persona = found
    ? [`the run's own persona: --persona ${found.source}`]
    : [
        "the run's own persona is neither in the files nor in git; bring its text back and name it with --persona",
      ];
  const ways = [
    ...(isOtherPersona
      ? persona
      : ["what the folder knows: leave --model, --max-tokens, --effort and --elicit out"]),
    "a new run: leave --resume out; replies that are in the response cache are not paid for again",
  ];
  throw new DealbenchError(
    [
      `--resume ${folder}: none of its replies answers what is asked now. It differs in ${reasons.join("; ")}. Ways on:`,
      ...ways.map((way, index) => `  ${index + 1}. ${way}`),
    ].join("\n"),
  );
}

function sameShard({ shard }: Run, { plan }: PreparedRun): boolean {
  return shardWords(shard) === shardWords(plan.shard);
}

function shardWords(shard: Run["shard"] | null): string {
  return shard ? `shard ${shard.index}/${shard.of}` : "no shard";
}

/** Newest first: run ids begin with their time. */
function runFolders(reports: string): string[] {
  if (!existsSync(reports)) return [];
  return readdirSync(reports)
    .filter((name) => existsSync(join(reports, name, "run.json")))
    .sort()
    .toReversed()
    .map((name) => join(reports, name));
}

/** Somebody else's damaged folder is no reason not to run. */
function readOrNull(folder: string): Run | null {
  try {
    return readRun(folder);
  } catch (error) {
    if (error instanceof DealbenchError) return null;
    throw error;
  }
}
