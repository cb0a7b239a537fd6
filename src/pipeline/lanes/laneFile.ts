import { join, resolve } from "node:path";
import { fileExecutor, type OpenRequests } from "../../executor/file/fileLane.ts";
import { takeReplies } from "../../executor/file/fileReplies.ts";
import { openHeldReplies } from "../../executor/file/heldReplies.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { LaneOptions, LaneWork, LeftOpen, OpenLane } from "./lane.ts";
import { storeOf } from "./laneParts.ts";

/** Nothing is waited for: samples are under way only while they are read and written. */
const WINDOW = 64;

/** Requests go out to `requests.jsonl` of the run folder; replies come in by --replies, and are kept there in `replies.jsonl`. */
export async function openFileLane(work: LaneWork, options: LaneOptions): Promise<OpenLane> {
  refuse(work, options);
  const file = join(work.folder, "requests.jsonl");
  const kept = join(work.folder, "replies.jsonl");
  refuseOwn(options.replies, kept);
  const held = await openHeldReplies(kept);
  try {
    if (options.replies.length > 0) {
      const { notices } = await takeReplies(options.replies, file, held);
      options.onNotice(notices.join(" "));
    }
    const store = await storeOf(work, options);
    const { writeRequests, ...executor } = fileExecutor({ held, store, requestsFile: file });
    const close = async (): Promise<void> => {
      await executor.close();
      store?.close();
    };
    const leave = async (isWhole: boolean): Promise<LeftOpen | null> =>
      isWhole ? leftInFile(writeRequests(), work, file) : null;
    return { executor: { ...executor, close }, window: WINDOW, leave };
  } catch (error) {
    await held.close();
    throw error;
  }
}

function leftInFile(
  { requests, turns: open }: OpenRequests,
  { folder, turns = 1 }: LaneWork,
  file: string,
): LeftOpen | null {
  if (requests === 0) return null;
  const which = `turn${open.length === 1 ? "" : "s"} ${open.join(", ")} of at most ${turns}`;
  return {
    requests,
    where: `in ${file}${turns > 1 ? ` (${which})` : ""}`,
    next: [
      "Have each answered, one line a request, in any order:",
      '  {"custom_id": "<that of the request>", "text": "<the reply>"}   (or lines of a Message Batch\'s results)',
      `Then go on with: dealbench run --resume ${folder} --replies answers.jsonl`,
    ],
  };
}

/** What was taken in is kept under a name that answers must not have: they would be taken for it, or it would be lost. */
function refuseOwn(files: readonly string[], kept: string): void {
  for (const file of files) {
    if (resolve(file) === resolve(kept))
      throw new DealbenchError(
        `--replies ${file}: is the run's own record of the replies that were taken in; put answers into another file, such as answers.jsonl`,
      );
  }
}

function refuse({ isSimulated, models }: LaneWork, { budgetUsd }: LaneOptions): void {
  if (isSimulated)
    throw new DealbenchError(
      `--lane file: ${models.join(", ")} is computed here and needs nobody to answer; leave --lane out`,
    );
  if (budgetUsd !== null)
    throw new DealbenchError(
      "--budget-usd: what others spend to answer a file is not known here; leave it out with --lane file",
    );
}
