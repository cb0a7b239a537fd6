import { randomBytes } from "node:crypto";
import { refuseUnwritable } from "../files/write.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Run } from "../records/run.ts";
import type { Transcript } from "../records/transcript.ts";
import { startWork } from "../runs/atWork.ts";
import { identityChanges } from "../runs/changes.ts";
import { regradedBy } from "../runs/describe.ts";
import { newRunId, readRun, refuseOccupied } from "../runs/folder.ts";
import { copyJudgeCalls, judgeSpending, readJudged, writeJudged } from "../runs/judged.ts";
import { streamTranscripts } from "../runs/stream.ts";
import { copySuperseded, tallySuperseded, writeTranscripts } from "../runs/transcriptLog.ts";
import { scenariosOf } from "../scenarios/ofRun.ts";
import { type EvaluatedRun, evaluateFolder, type EvaluationOptions } from "./evaluation/evaluate.ts";
import { partsOfToday } from "./partsOfToday.ts";
import { putUnfinishedInOrder } from "./run/runFolder.ts";

export interface MergeOptions extends EvaluationOptions {
  /** Run folders of all shards of one run. */
  folders: readonly string[];
  /** The new run folder. */
  out: string;
}

/**
 * Joins the shards of a run into one run folder, and grades it.
 * @throws DealbenchError (exit 2) listing what keeps the folders from being shards of one run: parts of their identity that
 * differ, shards that are missing, twice there or unfinished; or that nothing can be written to `out`. Nothing is written then. Exit 4
 * where the disk fills up on the way: the new folder is gone again.
 */
export async function mergeRuns(options: MergeOptions): Promise<EvaluatedRun & { folder: string }> {
  refuseOccupied(options.out);
  refuseUnwritable(options.out);
  const shards = options.folders.map((folder) => ({ folder, run: readRun(folder) }));
  const problems = [...identityProblems(shards), ...shardProblems(shards)];
  if (problems.length > 0) throw new DealbenchError(problems.join("\n"));
  const [first] = shards;
  if (!first) throw new DealbenchError("expected the run folders of all shards of a run");
  const loaded = scenariosOf(first.run, options.scenarios);
  const { judge } = first.run.identity;
  const work = startWork(options.out, mergedRun(shards));
  try {
    await writeTranscripts(options.out, transcriptsOf(options.folders));
    copySuperseded(options.folders, options.out);
    const votes = (await Promise.all(options.folders.map(readJudged))).flat();
    writeJudged(options.out, votes);
    copyJudgeCalls(options.folders, options.out);
    const superseded = await tallySuperseded(options.out);
    const { sessions: _, ...merged } = work.run();
    const run: Run = {
      ...regradedBy(merged, partsOfToday(loaded, options.policy)),
      ...(superseded.transcripts === 0 ? {} : { superseded }),
      sessions: shards.flatMap((shard) => shard.run.sessions ?? []),
    };
    await putUnfinishedInOrder(options.out, run, loaded);
    const judging = judge && { model: judge.model, votes, spent: await judgeSpending(options.out) };
    const evaluated = await evaluateFolder(options.out, run, loaded, options, judging);
    work.release();
    return { ...evaluated, folder: options.out };
  } catch (error) {
    work.abandon();
    throw error;
  }
}

interface ShardRun {
  folder: string;
  run: Run;
}

function identityProblems([first, ...others]: readonly ShardRun[]): string[] {
  if (!first) return [];
  return others.flatMap(({ folder, run }) => {
    const changes = identityChanges(first.run.identity, run.identity);
    const judges = [first.run, run].map(({ identity }) => identity.judge?.sha256 ?? "none");
    if (judges[0] !== judges[1]) changes.push("judge");
    if (changes.length === 0) return [];
    return [
      `${folder}: is no shard of the same run as ${first.folder}: they differ in ${changes.join("; ")}`,
    ];
  });
}

function shardProblems(shards: readonly ShardRun[]): string[] {
  const of = Math.max(...shards.map(({ run }) => run.shard?.of ?? 0));
  const byIndex = Map.groupBy(shards, ({ run }) => (run.shard?.of === of ? run.shard.index : 0));
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !byIndex.has(index));
  return [
    ...shards.flatMap(({ folder, run: { shard, status } }) => [
      ...(shard ? [] : [`${folder}: is no shard but a whole run; nothing can be joined to it`]),
      ...(shard && shard.of !== of
        ? [`${folder}: is shard ${shard.index}/${shard.of}, others are of ${of}`]
        : []),
      ...(status === "unfinished"
        ? [`${folder}: is unfinished; continue it with: dealbench run --resume ${folder}`]
        : []),
    ]),
    ...[...byIndex].flatMap(([index, found]) =>
      index > 0 && found.length > 1
        ? [
            `shard ${index}/${of} is there ${found.length} times: ${found.map(({ folder }) => folder).join(", ")}`,
          ]
        : [],
    ),
    ...(missing.length > 0 ? [missingWords(missing, of)] : []),
  ];
}

/** Shards that are missing, one by one as long as there are few. */
function missingWords(missing: readonly number[], of: number): string {
  const names = missing.slice(0, MOST_NAMED).map((index) => `shard ${index}/${of}`);
  const more = missing.length - names.length;
  return `missing: ${names.join(", ")}${more > 0 ? ` and ${more} more; ${of - missing.length} of ${of} are there` : ""}`;
}

const MOST_NAMED = 10;

/** The run that the shards are of, before it is graded. Its time is that of all of them, worked side by side or not. */
function mergedRun(shards: readonly ShardRun[]): Run {
  const runs = shards.map(({ run }) => run);
  const { shard: _, judge: __, superseded: ___, ...first } = runs[0] as Run;
  const startedAt = runs.map(({ provenance }) => provenance.startedAt).toSorted()[0] as string;
  const total = (count: (run: Run) => number): number => runs.reduce((sum, run) => sum + count(run), 0);
  return {
    ...first,
    id: newRunId(new Date(startedAt), first.identity.persona.version, randomBytes(2).toString("hex")),
    provenance: {
      ...first.provenance,
      startedAt,
      notes: [
        `Merged from ${shards.length} shards: ${shards.map(({ folder }) => folder).join(", ")}.`,
        ...new Set(runs.flatMap(({ provenance }) => provenance.notes)),
      ],
    },
    counts: {
      ...first.counts,
      planned: total(({ counts }) => counts.planned),
      transcripts: total(({ counts }) => counts.transcripts),
    },
    cost: { ...first.cost, seconds: total(({ cost }) => cost.seconds ?? 0) },
  };
}

async function* transcriptsOf(folders: readonly string[]): AsyncGenerator<Transcript> {
  for (const folder of folders) yield* streamTranscripts(folder);
}
