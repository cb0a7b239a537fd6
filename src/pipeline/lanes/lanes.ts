import { existsSync } from "node:fs";
import { join } from "node:path";
import { BATCH_FILES } from "../../executor/batch/batchFiles.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { LaneOpener, LaneOptions, LaneWork, OpenLane } from "./lane.ts";

interface Lane {
  /** One line for --help. */
  help: string;
  /** What a reader of the report must know of replies that came this way. */
  note?: string;
  /** The file in a run folder by which a run of this lane is known when it is continued. */
  mark?: string;
  load: () => Promise<LaneOpener>;
}

/** The ways to have replies, by the value of --lane. */
export const LANES: Record<string, Lane> = {
  live: {
    help: "models are called, many at once",
    load: async () => (await import("./laneLive.ts")).openLiveLane,
  },
  batch: {
    help: "models answer within a day, for less",
    mark: BATCH_FILES.candidates,
    load: async () => (await import("./laneBatch.ts")).openBatchLane,
  },
  file: {
    help: "requests are written to a file and answered by whoever you like",
    mark: "requests.jsonl",
    note: "The replies were handed in by file; no model was called here, and nothing vouches for who wrote them.",
    load: async () => (await import("./laneFile.ts")).openFileLane,
  },
};

/**
 * Opens a lane by its name.
 * @throws DealbenchError (exit 2) for a name that is none; for a model that cannot be called here, naming what is missing;
 * and for a budget without a known price.
 */
export async function openLane(name: string, work: LaneWork, options: LaneOptions): Promise<OpenLane> {
  const open = await laneNamed(name).load();
  return open(work, options);
}

/** The lane of this name. @throws DealbenchError (exit 2) for a name that is none. */
export function laneNamed(name: string): Lane {
  const lane = LANES[name];
  if (lane) return lane;
  throw new DealbenchError(`--lane: found "${name}", expected ${Object.keys(LANES).join(", ")}`);
}

/** The lane that a run folder was begun by, as far as its files tell; undefined where they do not. */
export function laneIn(folder: string): string | undefined {
  return Object.entries(LANES).find(([, { mark }]) => mark && existsSync(join(folder, mark)))?.[0];
}
